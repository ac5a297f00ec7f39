"""What a recurrent cell declares, so that everything else can be written once for all cells.

Axes, everywhere: (time, gate, hidden) for gates and (time, state, hidden) for states. Leading axes are free:
`step` and `step_vjp` work on one step of one sequence, on a batch, or on many loss sources at once.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from functools import cached_property
from typing import Any, Protocol, Self

import numpy as np

from lstmviz.cells.checks import read_only, real_array
from lstmviz.cells.quantities import OPERATIONS, Array, Quantity, Summand, evaluate, states_alone


@dataclass(frozen=True)
class Gate:
    """One gate: its names, the range its squashing leaves, and what the value 1 means.

    label: what the gate does when it is 1; keep, write, show, listen and candidate have a colour and sentences.
    """

    name: str
    symbol: str
    label: str
    low: float
    high: float
    one_means: str

    @property
    def title(self) -> str:
        """The name of a gate, what 1 means first.

        >>> Gate("forget_gate", "f", "keep", 0.0, 1.0, "keep the old memory as it is").title
        'keep (forget gate)'
        """
        formal = self.name.replace("_", " ")
        return formal if formal == self.label else f"{self.label} ({formal})"


@dataclass(frozen=True)
class Parameters:
    """The weights of a cell, one row of each array per gate; also the shape of their gradients.

    Shapes: weight_input (gate, hidden, input), weight_hidden (gate, hidden, hidden), bias (gate, hidden).
    The arrays are copies and closed to writing; all have one floating-point type, that of the most exact.
    """

    weight_input: Array
    weight_hidden: Array
    bias: Array

    def __post_init__(self) -> None:
        arrays = {name: real_array(array, name) for name, array in self.arrays().items()}
        self._check_shapes(arrays)
        kind = np.result_type(*arrays.values())
        for name, array in arrays.items():
            object.__setattr__(self, name, read_only(np.array(array, dtype=kind, order="C")))
        # The product with h is the slow part of a step, and a fifth faster when what one unit of h sends lies together.
        by_sender = np.array(np.moveaxis(self.weight_hidden, -1, 0), order="C")
        object.__setattr__(self, "weight_hidden", np.moveaxis(read_only(by_sender), 0, -1))

    def _check_shapes(self, arrays: dict[str, Array]) -> None:
        first = arrays["weight_input"].shape
        if len(first) != 3 or 0 in first:
            raise ValueError(f"weight_input has the shape {first}; give (gate, hidden, input), each at least 1")
        for name, shape in self.shapes(first[0], first[2], first[1]).items():
            if arrays[name].shape != shape:
                raise ValueError(f"{name} has the shape {arrays[name].shape}; give {shape}")

    @property
    def input_size(self) -> int:
        return self.weight_input.shape[2]

    @property
    def hidden_size(self) -> int:
        return self.weight_input.shape[1]

    @property
    def flat_weight_hidden(self) -> Array:
        """The recurrent weights of all gates under one another, (gate * hidden, hidden): one product per step."""
        return self.weight_hidden.reshape(-1, self.hidden_size)

    def recurrent_share(self, h: Array) -> Array:
        """Return U h for each gate: h (..., hidden) in, (..., gate, hidden) out."""
        return h.dot(self._by_sender).reshape(h.shape[:-1] + self.weight_hidden.shape[:2])

    @cached_property
    def _by_sender(self) -> Array:
        return self.flat_weight_hidden.T  # a view, made once

    @classmethod
    def shapes(cls, gate_count: int, input_size: int, hidden_size: int) -> dict[str, tuple[int, ...]]:
        """Name every array of the cell with its shape, in the order in which files store them."""
        return {
            "weight_input": (gate_count, hidden_size, input_size),
            "weight_hidden": (gate_count, hidden_size, hidden_size),
            "bias": (gate_count, hidden_size),
        }

    def gradient(self, d_pre_activation: Array, d_recurrent: Array, inputs: Array, hidden: Array) -> Self:
        """Sum the gradients of all steps into one of the weights' shapes.

        Shapes: both gradients (time, gate, hidden), inputs (time, input), hidden (time, hidden): h before each step.
        """
        return type(self)(**self._gradient_arrays(d_pre_activation, d_recurrent, inputs, hidden))

    def _gradient_arrays(
        self, d_pre_activation: Array, d_recurrent: Array, inputs: Array, hidden: Array
    ) -> dict[str, Array]:
        steps = len(inputs)
        return {
            "weight_input": (d_pre_activation.reshape(steps, -1).T @ inputs).reshape(self.weight_input.shape),
            "weight_hidden": (d_recurrent.reshape(steps, -1).T @ hidden).reshape(self.weight_hidden.shape),
            "bias": d_pre_activation.sum(axis=0),
        }

    def arrays(self) -> dict[str, Array]:
        return {field.name: getattr(self, field.name) for field in fields(self)}

    def replace(self, **arrays: Array) -> Self:
        return type(self)(**{**self.arrays(), **arrays})

    def __reduce__(self) -> tuple[Any, ...]:
        # Pickle keeps neither the layout nor the view: build them again.
        return type(self), tuple(self.arrays().values())


class Force(Protocol):
    """Overwrite, in place, the clamped entries of some gate rows."""

    def __call__(self, gates: Array, rows: slice = ...) -> None: ...


def leave_free(gates: Array, rows: slice = slice(None)) -> None:
    """Clamp nothing."""


Room = tuple[Array, Array, Array]
"""Where a step writes: pre-activations, gates, next state."""


def room_for(x_projection: Array, state: Array) -> Room:
    """Return new arrays for one step."""
    return np.empty_like(x_projection), np.empty_like(x_projection), np.empty_like(state)


def rows(array: Array) -> Array:
    """Return a view with the gate or state axis first, to take the rows apart: (..., gate, hidden) in."""
    return array if array.ndim == 2 else np.moveaxis(array, -2, 0)


@dataclass(frozen=True)
class StepGradient:
    """The gradient of a loss inside one step.

    Shapes: states (..., state, hidden); gates, pre_activation and recurrent (..., gate, hidden).
    `state_after` is complete: the part that reaches c_t through h_t of the same step is included.
    `recurrent` belongs to U h + b_h, the hidden state's share of the pre-activation.
    """

    state_after: Array
    gates: Array
    pre_activation: Array
    recurrent: Array
    state_before: Array


@dataclass(frozen=True)
class Cell:
    """A recurrent cell: its declarations and its arithmetic.

    step(parameters, x_projection, state, force, room) -> room = (pre_activation, gates, state), filled; the
        pre-activations may be written over the x_projection.
    step_vjp(parameters, gates, state_before, state_after, d_state_after, free) -> StepGradient
    carry(gates), write(gates): memory_t = carry * memory_{t-1} + write, element by element.
    silence: the gate values that hold one unit at zero.
    states: the hidden state first.

    What follows from gates and states can be declared, so that the stepper tells it; left out, states are shown alone:
    quantities: the named intermediates, one operation each, in the order in which they are computed.
    order: the order in which a reader follows gates and states; left out, gates, then states, the memory first.
    hears_through: by gate, the other gate that scales the hidden state's share of its pre-activation (a reset gate).
    summands: what a pre-activation has besides W x, U h and b.
    """

    name: str
    title: str
    gates: tuple[Gate, ...]
    states: tuple[str, ...]
    memory: str
    parameters: type[Parameters]
    step: Callable[..., tuple[Array, Array, Array]]
    step_vjp: Callable[..., StepGradient]
    carry: Callable[[Array], Array]
    write: Callable[[Array], Array]
    silence: Mapping[str, float]
    source: str
    quantities: tuple[Quantity, ...] = ()
    order: tuple[str, ...] = ()
    hears_through: Mapping[str, str] = field(default_factory=dict)
    summands: tuple[Summand, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "quantities", self.quantities or states_alone(self.states, self.memory))
        object.__setattr__(self, "order", self.order or (*self.gate_names, *reversed(self.states)))

    @property
    def gates_in_order(self) -> tuple[Gate, ...]:
        """The gates in the order in which a reader follows them; `gates` has the order of the weights."""
        return tuple(sorted(self.gates, key=lambda gate: self.order.index(gate.name)))

    @property
    def gate_names(self) -> tuple[str, ...]:
        return tuple(gate.name for gate in self.gates)

    def gate_index(self, name: str) -> int:
        """Return the row of a gate; an unknown name is answered with the names there are."""
        if name not in self.gate_names:
            raise ValueError(f"the {self.title} has no gate {name!r}; it has {', '.join(self.gate_names)}")
        return self.gate_names.index(name)

    @property
    def keeping_gate(self) -> Gate | None:
        """The gate whose 1 keeps the memory, where there is one."""
        return next((gate for gate in self.gates if gate.label == "keep"), None)

    def hears(self, gates: Array) -> Array:
        """Return the factor on the hidden state's share of each pre-activation: 1 but behind a reset gate.

        Shapes: (..., gate, hidden) in, the same out.
        """
        factor = np.ones_like(gates)
        for gate, through in self.hears_through.items():
            factor[..., self.gate_index(gate), :] = gates[..., self.gate_index(through), :]
        return factor

    def derived(self, gates: Array, states: Array) -> dict[str, Array]:
        """Return the declared intermediates by name: what is neither a gate nor a state; shapes as in `signals`."""
        known = self.signals(gates, states)
        made = (quantity.name for quantity in self.quantities if quantity.how in OPERATIONS)
        return {name: known[name] for name in made if name not in self.states}

    def signals(self, gates: Array, states: Array) -> dict[str, Array]:
        """Return every gate, state after the step and quantity by name, each (time, hidden).

        Shapes: gates (time, gate, hidden), states (time + 1, state, hidden).
        """
        after = {name: gates[:, row] for row, name in enumerate(self.gate_names)}
        after |= {name: states[1:, row] for row, name in enumerate(self.states)}
        before = {name: states[:-1, row] for row, name in enumerate(self.states)}
        return evaluate(self.quantities, after, before)

    def state_index(self, name: str) -> int:
        if name not in self.states:
            raise ValueError(f"the {self.title} has no state {name!r}; it has {', '.join(self.states)}")
        return self.states.index(name)

    @property
    def memory_index(self) -> int:
        return self.states.index(self.memory)

    def shapes(self, input_size: int, hidden_size: int) -> dict[str, tuple[int, ...]]:
        return self.parameters.shapes(len(self.gates), input_size, hidden_size)

    def parameter_count(self, input_size: int, hidden_size: int) -> int:
        """Count the weights as this project keeps them (PyTorch counts a second, redundant bias)."""
        return sum(int(np.prod(shape)) for shape in self.shapes(input_size, hidden_size).values())

    def __reduce__(self) -> tuple[Any, ...]:
        # A cell is a constant of the program: caches and worker processes pass its name.
        from lstmviz.cells import cell_named

        return cell_named, (self.name,)
