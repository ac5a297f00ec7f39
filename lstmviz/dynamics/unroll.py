"""The loop over time, written once for all cells."""

from collections.abc import Sequence

import numpy as np

from lstmviz.cells.cell import Array, Cell, Parameters, leave_free
from lstmviz.dynamics.interventions import Intervention, forcing
from lstmviz.dynamics.trace import Trace


def unroll(
    cell: Cell,
    parameters: Parameters,
    inputs: Array,
    interventions: Sequence[Intervention] = (),
    initial_state: Array | None = None,
    tokens: Sequence[str] = (),
    units: Sequence[str] = (),
) -> Trace:
    """Run a cell over a sequence and keep every intermediate.

    Shapes: inputs (time, input); initial_state (state, hidden), zeros when left out.
    Units: those of the cell.
    Error: equals torch's own module within 1e-12 in float64; bit-identical from run to run.
    Source: the equations of the cell.

    >>> from lstmviz.cells import LSTM
    >>> open_gates = LSTM.parameters(np.zeros((4, 1, 1)), np.zeros((4, 1, 1)), np.array([[9.0], [9], [9], [9]]) * 9)
    >>> unroll(LSTM, open_gates, np.zeros((3, 1))).cell_state.ravel()
    array([0., 1., 2., 3.])
    """
    inputs = as_inputs(parameters, inputs)
    time_steps, hidden_size = len(inputs), parameters.hidden_size
    projection = project(parameters, inputs)
    forced = forcing(cell, interventions, time_steps, hidden_size)
    pre_activation, gates = np.empty_like(projection), np.empty_like(projection)
    states = np.empty((time_steps + 1, len(cell.states), hidden_size), dtype=projection.dtype)
    states[0] = 0.0 if initial_state is None else initial_state
    for t in range(time_steps):
        force = forced.at(t) if forced else leave_free
        pre_activation[t], gates[t], states[t + 1] = cell.step(parameters, projection[t], states[t], force)
    mask = forced.mask if forced else None
    return Trace(cell, parameters, inputs, pre_activation, gates, states, mask, tuple(tokens), tuple(units))


def project(parameters: Parameters, inputs: Array) -> Array:
    """Return W x + b of all steps in one matrix product, (time, gate, hidden)."""
    gate_count, hidden_size, input_size = parameters.weight_input.shape
    flat = inputs @ parameters.weight_input.reshape(-1, input_size).T
    return flat.reshape(len(inputs), gate_count, hidden_size) + parameters.bias


def as_inputs(parameters: Parameters, inputs: Array) -> Array:
    """Return the inputs as a (time, input) array of the weights' dtype, or say what is wrong with them."""
    inputs = np.asarray(inputs, dtype=parameters.weight_input.dtype)
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
