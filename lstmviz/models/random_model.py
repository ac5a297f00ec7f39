"""Networks nobody trained: random weights from a seed, any cell, any size."""

from lstmviz.cells import cell_named
from lstmviz.cells.initialisers import initialise
from lstmviz.models.encoder import Encoder, HashedWords, Numbers
from lstmviz.models.model import Model

WORD_SIZE = 16
LARGEST_HIDDEN = 512


def random_model(
    cell: str = "lstm",
    hidden_size: int = 16,
    seed: int = 0,
    initialiser: str = "pytorch",
    value: float | None = None,
    reads: str = "words",
) -> Model:
    """Build an untrained network that reads words (each a fixed random vector) or numbers.

    >>> random_model("gru", hidden_size=4, seed=3).run("any words at all").trace.hidden_state.shape
    (5, 4)
    """
    if not 1 <= hidden_size <= LARGEST_HIDDEN:
        raise ValueError(f"hidden_size is {hidden_size}; a network here has 1 to {LARGEST_HIDDEN} units")
    encoder: Encoder = Numbers() if reads == "numbers" else HashedWords(WORD_SIZE)
    chosen = cell_named(cell)
    named = initialiser if value is None else f"{initialiser} {value:g}"
    return Model(
        name=f"random {chosen.title}, {hidden_size} units",
        cell=chosen,
        parameters=initialise(chosen, encoder.size, hidden_size, seed, initialiser, value),
        encoder=encoder,
        provenance=f"random(seed {seed})",
        card={"made": f"random weights, initialiser {named}, seed {seed}; nothing was learned", "data": "none"},
    )
