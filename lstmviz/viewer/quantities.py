"""What a cell computes besides its gates, declared so that the viewer can show and explain it for any cell.

A quantity is one operation on others: product, sum, tanh, complement (1 - x), copy, or previous (one step earlier).
"""

from dataclasses import asdict, dataclass
from typing import Any

from lstmviz.cells.cell import Cell


@dataclass(frozen=True)
class Quantity:
    """One value of every unit at every step, made by one operation `how` of the quantities `of`."""

    name: str
    symbol: str
    label: str
    how: str
    of: tuple[str, ...]


BEFORE = "memory_before"

QUANTITIES: dict[str, tuple[Quantity, ...]] = {
    "lstm": (
        Quantity(BEFORE, "c₋₁", "memory before", "previous", ("cell_state",)),
        Quantity("kept", "f × c₋₁", "kept", "product", ("forget_gate", BEFORE)),
        Quantity("written", "i × c̃", "written", "product", ("input_gate", "candidate")),
        Quantity("cell_state", "c", "memory after", "sum", ("kept", "written")),
        Quantity("tanh_cell_state", "tanh c", "squashed", "tanh", ("cell_state",)),
        Quantity("hidden_state", "h", "hidden state", "product", ("output_gate", "tanh_cell_state")),
    ),
    "gru": (
        Quantity(BEFORE, "h₋₁", "hidden before", "previous", ("hidden_state",)),
        Quantity("kept", "z × h₋₁", "kept", "product", ("update_gate", BEFORE)),
        Quantity("share_written", "1 − z", "share written", "complement", ("update_gate",)),
        Quantity("written", "(1 − z) × n", "written", "product", ("share_written", "candidate")),
        Quantity("hidden_state", "h", "hidden after", "sum", ("kept", "written")),
    ),
    "rnn": (
        Quantity(BEFORE, "h₋₁", "hidden before", "previous", ("hidden_state",)),
        Quantity("hidden_state", "h = h̃", "hidden after", "copy", ("candidate",)),
    ),
}

# The order in which a reader follows the signals: rows of the timeline, keys 1 to 6.
ORDER: dict[str, tuple[str, ...]] = {
    "lstm": ("forget_gate", "input_gate", "candidate", "cell_state", "output_gate", "hidden_state"),
    "gru": ("reset_gate", "update_gate", "candidate", "hidden_state"),
    "rnn": ("candidate", "hidden_state"),
}


def declaration(cell: Cell) -> dict[str, Any]:
    """Return what the viewer must know of a cell; a cell that is not in the tables shows its gates and states."""
    return {
        "name": cell.name,
        "title": cell.title,
        "gates": [asdict(gate) for gate in cell.gates],
        "states": list(cell.states),
        "memory": cell.memory,
        "order": list(ORDER.get(cell.name, (*cell.gate_names, *reversed(cell.states)))),
        "quantities": [asdict(quantity) for quantity in QUANTITIES.get(cell.name, _states_alone(cell))],
    }


def _states_alone(cell: Cell) -> tuple[Quantity, ...]:
    before = Quantity(BEFORE, "before", "memory before", "previous", (cell.memory,))
    return (before, *(Quantity(name, "", name.replace("_", " "), "given", ()) for name in reversed(cell.states)))
