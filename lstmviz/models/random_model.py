"""Networks nobody trained: random weights from a seed, any cell, any size."""

from lstmviz.cells import cell_named
from lstmviz.cells.checks import shown, whole
from lstmviz.cells.initialisers import initialise, number_of
from lstmviz.models.encoder import Encoder, HashedWords, Numbers
from lstmviz.models.model import Model

WORD_SIZE = 16
LARGEST_HIDDEN = 512
READS: dict[str, Encoder] = {"words": HashedWords(WORD_SIZE), "numbers": Numbers()}


def random_model(
    cell: str = "lstm",
    hidden_size: int = 16,
    seed: int = 0,
    initialiser: str = "pytorch",
    value: float | None = None,
    reads: str = "words",
) -> Model:
    """Build an untrained network that reads words (each a fixed random vector) or numbers.

    `value` is the one number of the initialiser; `lstmviz.cells.initialisers.NUMBERS` says what it means.

    >>> random_model("gru", hidden_size=4, seed=3).run("any words at all").trace.hidden_state.shape
    (5, 4)
    """
    hidden_size, seed = whole(hidden_size, "hidden_size", 1, LARGEST_HIDDEN), whole(seed, "seed", 0)
    if reads not in list(READS):
        raise ValueError(f"reads is {shown(reads)}; choose {' or '.join(READS)}")
    encoder, chosen, used = READS[reads], cell_named(cell), number_of(initialiser, value)
    named = initialiser if used is None else f"{initialiser} {used!r}"
    return Model(
        name=f"random {chosen.title}, {hidden_size} units",
        cell=chosen,
        parameters=initialise(chosen, encoder.size, hidden_size, seed, initialiser, value),
        encoder=encoder,
        provenance=f"random(seed {seed})",
        card={"made": f"random weights, initialiser {named}, seed {seed}; nothing was learned", "data": "none"},
    )
