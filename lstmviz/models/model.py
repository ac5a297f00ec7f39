"""Model: a cell with weights, something to read and something to answer."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from lstmviz.cells.cell import Cell, Parameters
from lstmviz.cells.checks import place
from lstmviz.dynamics import Intervention, ReplaceToken, unroll
from lstmviz.dynamics.interventions import as_interventions
from lstmviz.models.encoder import Encoder, Encoding
from lstmviz.models.fit import check_parts
from lstmviz.models.reading import Readable, tokens_or_array
from lstmviz.models.readout import Readout
from lstmviz.models.run import Run


@dataclass(frozen=True, eq=False)
class Model:
    """Something you can ask. `provenance` says where the weights come from; the screen always shows it.

    `query` is the word that asks for the answer; None where every step answers, or nothing does.
    """

    name: str
    cell: Cell
    parameters: Parameters
    encoder: Encoder
    provenance: str
    readout: Readout | None = None
    classes: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    query: str | None = None
    card: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "query", None if self.query is None else str(self.query).casefold())
        check_parts(self)

    @property
    def hidden_size(self) -> int:
        return self.parameters.hidden_size

    def encode(self, sequence: Readable, interventions: Sequence[Intervention] = ()) -> Encoding:
        """Return what the network reads: from a text, from words, or from an array or a tensor (time, input)."""
        given = tokens_or_array(self.encoder, sequence)
        if isinstance(given, np.ndarray):
            if any(isinstance(item, ReplaceToken) for item in interventions):
                raise ValueError("an array has no words to replace; change the row of that step instead")
            return Encoding((), given)
        if not given:
            raise ValueError("the text is empty; type at least one word")
        return self.encoder.encode(replaced(given, interventions))

    def run(
        self,
        sequence: Readable,
        interventions: Intervention | Sequence[Intervention] = (),
        initial_state: np.ndarray | None = None,
    ) -> Run:
        """Read a sequence. With interventions, the run keeps the untouched one beside it as its ghost.

        The sequence is a text, a list of words, or an array or a tensor (time, input); a list of numbers for a network
        that reads numbers.
        """
        interventions = as_interventions(interventions)
        ghost = self.run(sequence, (), initial_state) if interventions else None
        encoding = self.encode(sequence, interventions)
        trace = unroll(
            self.cell, self.parameters, encoding.inputs, interventions, initial_state, encoding.tokens, self.units
        )
        return Run(self, trace, interventions, ghost, encoding.unknown)


def replaced(tokens: tuple[str, ...], interventions: Sequence[Intervention]) -> tuple[str, ...]:
    """Return the tokens after every replacement, or say which step does not exist."""
    words = list(tokens)
    for item in interventions:
        if isinstance(item, ReplaceToken):
            words[place(item.step, len(words), "step")] = item.token
    return tuple(words)
