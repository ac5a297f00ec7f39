"""Model: a cell with weights, something to read and something to answer."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from lstmviz.cells.cell import Cell, Parameters
from lstmviz.dynamics import Intervention, ReplaceToken, unroll
from lstmviz.models.encoder import Encoder, Encoding
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

    @property
    def hidden_size(self) -> int:
        return self.parameters.hidden_size

    def encode(
        self, sequence: str | Sequence[str] | np.ndarray, interventions: Sequence[Intervention] = ()
    ) -> Encoding:
        """Return what the network reads: from a text, from tokens, or from an array (time, input)."""
        if isinstance(sequence, np.ndarray):
            return Encoding((), sequence)
        tokens = self.encoder.split(sequence) if isinstance(sequence, str) else tuple(sequence)
        if not tokens:
            raise ValueError("the text is empty; type at least one word")
        return self.encoder.encode(replaced(tokens, interventions))

    def run(
        self,
        sequence: str | Sequence[str] | np.ndarray,
        interventions: Sequence[Intervention] = (),
        initial_state: np.ndarray | None = None,
    ) -> Run:
        """Read a sequence. With interventions, the run keeps the untouched one beside it as its ghost."""
        ghost = self.run(sequence, (), initial_state) if interventions else None
        encoding = self.encode(sequence, interventions)
        trace = unroll(
            self.cell, self.parameters, encoding.inputs, interventions, initial_state, encoding.tokens, self.units
        )
        return Run(self, trace, tuple(interventions), ghost, encoding.unknown)


def replaced(tokens: tuple[str, ...], interventions: Sequence[Intervention]) -> tuple[str, ...]:
    """Return the tokens after every replacement, or say which step does not exist."""
    words = list(tokens)
    for item in interventions:
        if isinstance(item, ReplaceToken):
            if not -len(words) <= item.step < len(words):
                raise ValueError(f"step {item.step} is outside this run, which has steps 0 to {len(words) - 1}")
            words[item.step] = item.token
    return tuple(words)
