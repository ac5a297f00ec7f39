"""What a cell computes besides its gates, declared, so that tables, sentences and pictures know no cell by its name."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce

import numpy as np

Array = np.ndarray
BEFORE = "memory_before"


@dataclass(frozen=True)
class Quantity:
    """One value of every unit at every step: the operation `how` on the gates, states or quantities `of`.

    how: product, sum, tanh, complement (1 - x), copy; previous: a state one step earlier; given: a state as it is.
    """

    name: str
    symbol: str
    label: str
    how: str
    of: tuple[str, ...] = ()


@dataclass(frozen=True)
class Summand:
    """One more summand of a gate's pre-activation beside W x, U h and b, unit by unit: a weight times a signal.

    `weight` names an array (hidden,) of the parameters, `factor` a gate or a quantity.
    """

    gate: str
    label: str
    weight: str
    factor: str

    @property
    def is_bias(self) -> bool:
        return self.weight.startswith("bias")


OPERATIONS: dict[str, Callable[..., Array]] = {
    "product": lambda *parts: reduce(np.multiply, parts),
    "sum": lambda *parts: reduce(np.add, parts),
    "tanh": np.tanh,
    "complement": lambda part: 1.0 - part,
    "copy": np.positive,
}


def states_alone(states: tuple[str, ...], memory: str) -> tuple[Quantity, ...]:
    """Return the quantities of a cell that declares none: the memory before the step, and the states after it."""
    before = Quantity(BEFORE, "", "memory before", "previous", (memory,))
    return (before, *(Quantity(name, "", name.replace("_", " "), "given") for name in reversed(states)))


def evaluate(quantities: tuple[Quantity, ...], after: dict[str, Array], before: dict[str, Array]) -> dict[str, Array]:
    """Return everything known by name: `after`, and the quantities that are not in it.

    Shapes: `after` has the gates and the states after each step, `before` the states before it, all (time, hidden).
    Units: those of the cell.
    Source: the declared operations.
    """
    known = dict(after)
    for quantity in quantities:
        if quantity.how == "previous":
            known[quantity.name] = before[quantity.of[0]]
        elif quantity.name not in known:
            known[quantity.name] = OPERATIONS[quantity.how](*(known[part] for part in quantity.of))
    return known
