"""Trace: everything that happened in a cell while it read a sequence."""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from lstmviz.cells.cell import Array, Cell, Parameters
from lstmviz.cells.checks import read_only

if TYPE_CHECKING:
    import pandas


@dataclass(frozen=True, eq=False)
class Trace:
    """Every intermediate of every step.

    Shapes: inputs (time, input); pre_activation and gates (time, gate, hidden); states (time + 1, state, hidden),
        row 0 the initial state; forced (time, gate, hidden), true where a gate was clamped, or None.
    Units: gates in the range that the cell declares; states as the cell computes them.
    """

    cell: Cell
    parameters: Parameters
    inputs: Array
    pre_activation: Array
    gates: Array
    states: Array
    forced: Array | None = None
    tokens: tuple[str, ...] = ()
    units: tuple[str, ...] = ()

    @property
    def time_steps(self) -> int:
        return len(self.gates)

    @property
    def hidden_size(self) -> int:
        return self.states.shape[2]

    @property
    def words(self) -> tuple[str, ...]:
        """The tokens, or the step numbers where the inputs are plain numbers."""
        return self.tokens or tuple(str(step) for step in range(self.time_steps))

    @property
    def unit_names(self) -> tuple[str, ...]:
        return self.units or tuple(str(unit) for unit in range(self.hidden_size))

    def gate(self, name: str) -> Array:
        """Return one gate at every step, (time, hidden)."""
        return self.gates[:, self.cell.gate_index(name)]

    def gate_range(self, name: str) -> tuple[float, float]:
        """Return the range that the cell declares for a gate, so that pictures compare."""
        gate = self.cell.gates[self.cell.gate_index(name)]
        return gate.low, gate.high

    def state(self, name: str) -> Array:
        """Return one state, (time + 1, hidden), row 0 the initial state."""
        return self.states[:, self.cell.state_index(name)]

    @property
    def hidden_state(self) -> Array:
        return self.state("hidden_state")

    @property
    def cell_state(self) -> Array:
        return self.state("cell_state")

    @property
    def memory(self) -> Array:
        """The state that is carried unit by unit: the cell state of an LSTM, else the hidden state."""
        return self.state(self.cell.memory)

    @cached_property
    def derived(self) -> dict[str, Array]:
        """The intermediates that follow from gates and states: f*c, i*g, tanh c for an LSTM; each (time, hidden)."""
        return {name: read_only(values) for name, values in self.cell.derived(self.gates, self.states).items()}

    @property
    def signals(self) -> dict[str, Array]:
        """Every quantity by name, each (time, hidden), in the order in which the cell computes them."""
        named = {}
        for row, name in enumerate(self.cell.gate_names):
            named[f"{name}_pre_activation"] = self.pre_activation[:, row]
            named[name] = self.gates[:, row]
        after = {name: self.states[1:, row] for row, name in reversed(list(enumerate(self.cell.states)))}
        return {**named, **self.derived, **after}

    def to_frame(self) -> "pandas.DataFrame":
        """Return the tidy table: one row per step, unit and signal, with columns step, token, unit, signal, value.

        Steps count from 0, as in `steps=` of an intervention and in `gradients(step)`.
        """
        import pandas as pd

        signals = self.signals
        steps, units, count = self.time_steps, self.hidden_size, len(signals)
        return pd.DataFrame(
            {
                "step": np.repeat(np.arange(steps), units * count),
                "token": np.repeat(np.array(self.words, dtype=object), units * count),
                "unit": np.tile(np.repeat(np.array(self.unit_names, dtype=object), count), steps),
                "signal": np.tile(np.array(list(signals), dtype=object), steps * units),
                "value": np.stack(list(signals.values()), axis=-1).reshape(-1),
            }
        )
