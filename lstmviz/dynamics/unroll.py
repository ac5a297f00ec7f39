"""The loop over time, written once for all cells."""

from collections.abc import Sequence

import numpy as np

from lstmviz.cells.cell import Array, Cell, Parameters, leave_free
from lstmviz.cells.checks import finite_array, read_only, real_array, shown
from lstmviz.dynamics.interventions import Intervention, as_interventions, forcing
from lstmviz.dynamics.trace import Trace


def unroll(
    cell: Cell,
    parameters: Parameters,
    inputs: Array,
    interventions: Intervention | Sequence[Intervention] = (),
    initial_state: Array | None = None,
    tokens: Sequence[str] = (),
    units: Sequence[str] = (),
) -> Trace:
    """Run a cell over a sequence and keep every intermediate; the arrays of the Trace are closed to writing.

    Shapes: inputs (time, input); initial_state (state, hidden), zeros when left out; tokens one a step, units one
        name a unit, or none.
    Units: those of the cell.
    Error: equals torch's own module within 1e-12 in float64; bit-identical from run to run.
    Source: the equations of the cell.

    >>> from lstmviz.cells import LSTM
    >>> open_gates = LSTM.parameters(np.zeros((4, 1, 1)), np.zeros((4, 1, 1)), np.array([[9.0], [9], [9], [9]]) * 9)
    >>> unroll(LSTM, open_gates, np.zeros((3, 1))).cell_state.ravel()
    array([0., 1., 2., 3.])
    """
    check_fit(cell, parameters)
    inputs = as_inputs(parameters, inputs)
    time_steps, hidden_size = len(inputs), parameters.hidden_size
    words, names = names_of(tokens, time_steps, "token", "step"), names_of(units, hidden_size, "name", "unit")
    forced = forcing(cell, as_interventions(interventions), time_steps, hidden_size)
    # Each step finds the input's share in its row and leaves the whole pre-activation there.
    pre_activation = project(parameters, inputs)
    gates = np.empty_like(pre_activation)
    states = np.empty((time_steps + 1, len(cell.states), hidden_size), dtype=gates.dtype)
    states[0] = 0.0 if initial_state is None else finite_array(initial_state, "initial_state", states[0].shape)
    for t, (a, gate, before, after) in enumerate(zip(pre_activation, gates, states, states[1:], strict=False)):
        cell.step(parameters, a, before, forced.at(t) if forced else leave_free, (a, gate, after))
    mask = read_only(forced.mask) if forced else None
    for array in (inputs, pre_activation, gates, states):
        read_only(array)
    return Trace(cell, parameters, inputs, pre_activation, gates, states, mask, words, names)


def check_fit(cell: Cell, parameters: Parameters) -> None:
    """Say so where a cell cannot work with these weights."""
    if not isinstance(cell, Cell):
        raise ValueError(f"cell is {shown(cell)}; give one of lstmviz.CELLS, such as lstmviz.CELLS['lstm']")
    needed = f"the {cell.title} needs {cell.parameters.__name__} of {len(cell.gates)} gates"
    if type(parameters) is not cell.parameters:
        raise ValueError(f"parameters are of the type {type(parameters).__name__}; {needed}")
    if len(parameters.weight_input) != len(cell.gates):
        raise ValueError(f"parameters have {len(parameters.weight_input)} gates; {needed}")


def names_of(names: Sequence[str], size: int, what: str, place: str) -> tuple[str, ...]:
    """Return one text for each step or unit, or none at all."""
    given = tuple(names)
    if len(given) not in (0, size):
        raise ValueError(f"there are {len(given)} {what}s for {size} {place}s; give one {what} a {place}, or none")
    if not all(isinstance(name, str) for name in given):
        raise ValueError(f"a {what} must be a text; {shown(next(x for x in given if not isinstance(x, str)))} is none")
    return given


def project(parameters: Parameters, inputs: Array) -> Array:
    """Return W x + b of all steps in one matrix product, (time, gate, hidden)."""
    gate_count, hidden_size, input_size = parameters.weight_input.shape
    share = (inputs @ parameters.weight_input.reshape(-1, input_size).T).reshape(len(inputs), gate_count, hidden_size)
    share += parameters.bias
    return share


def as_inputs(parameters: Parameters, inputs: Array) -> Array:
    """Return a copy of the inputs as a (time, input) array of the weights' dtype, or say what is wrong with them."""
    with np.errstate(over="ignore"):  # what is too large becomes infinity, and that is said below
        inputs = np.array(real_array(inputs, "the sequence"), dtype=parameters.weight_input.dtype)
    if inputs.ndim != 2 or inputs.shape[1] != parameters.input_size:
        raise ValueError(
            f"inputs have the shape {inputs.shape}; this network reads (time, {parameters.input_size}), one row a step"
        )
    if not len(inputs):
        raise ValueError("the sequence is empty; give at least one step")
    if not np.isfinite(inputs).all():
        step = int(np.argmin(np.isfinite(inputs).all(axis=1)))
        raise ValueError(f"the input at step {step} is not a finite number; replace it")
    return inputs
