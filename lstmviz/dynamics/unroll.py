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
    forced = forcing(cell, interventions, time_steps, hidden_size)
    # Each step finds the input's share in its row and leaves the whole pre-activation there.
    pre_activation = project(parameters, inputs)
    gates = np.empty_like(pre_activation)
    states = np.empty((time_steps + 1, len(cell.states), hidden_size), dtype=gates.dtype)
    states[0] = 0.0 if initial_state is None else initial_state
    for t, (a, gate, before, after) in enumerate(zip(pre_activation, gates, states, states[1:], strict=False)):
        cell.step(parameters, a, before, forced.at(t) if forced else leave_free, (a, gate, after))
    mask = forced.mask if forced else None
    return Trace(cell, parameters, inputs, pre_activation, gates, states, mask, tuple(tokens), tuple(units))


def project(parameters: Parameters, inputs: Array) -> Array:
    """Return W x + b of all steps in one matrix product, (time, gate, hidden)."""
    gate_count, hidden_size, input_size = parameters.weight_input.shape
    share = (inputs @ parameters.weight_input.reshape(-1, input_size).T).reshape(len(inputs), gate_count, hidden_size)
    share += parameters.bias
    return share


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
