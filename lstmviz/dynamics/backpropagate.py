"""Back-propagation through time, written once for all cells.

    dL/ds_{t-1} = (ds_t / ds_{t-1})^T dL/ds_t + (what the loss reads at t-1)

The memory's gradient is split by path. The direct path is the product of the carry (the forget gates of an LSTM);
the rest passed through the hidden state and the gates.
"""

from dataclasses import dataclass

import numpy as np

from lstmviz.cells.cell import Array, Parameters
from lstmviz.cells.checks import finite_array
from lstmviz.dynamics.trace import Trace


@dataclass(frozen=True, eq=False)
class Gradients:
    """The gradient of a loss with respect to everything.

    Shapes: states and direct as in the Trace, (time + 1, ...); gates, pre_activation (time, gate, hidden);
        inputs (time, input); parameters like the weights; direct (time + 1, hidden).
    Units: those of the loss per unit of each quantity. Each row of `states` is the whole gradient of that state:
        what the loss reads there plus what comes back from later steps.
    """

    trace: Trace
    states: Array
    gates: Array
    pre_activation: Array
    inputs: Array
    parameters: Parameters
    direct: Array

    def state(self, name: str) -> Array:
        return self.states[:, self.trace.cell.state_index(name)]

    def gate(self, name: str) -> Array:
        return self.gates[:, self.trace.cell.gate_index(name)]

    @property
    def hidden_state(self) -> Array:
        return self.state("hidden_state")

    @property
    def cell_state(self) -> Array:
        return self.state("cell_state")

    @property
    def memory(self) -> Array:
        """The gradient of the state that is carried unit by unit; `direct` is its share by the carry alone."""
        return self.state(self.trace.cell.memory)

    @property
    def rest(self) -> Array:
        """What reached the memory through the hidden state and the gates, (time + 1, hidden)."""
        return self.memory - self.direct


def backpropagate(
    trace: Trace, d_hidden_state: Array, d_memory: Array | None = None, direct_only: bool = False
) -> Gradients:
    """Return the gradient of a loss with respect to every state, gate, input and weight.

    Shapes: d_hidden_state (time, hidden), what the loss reads of h after each step (zeros where it reads nothing);
        d_memory likewise for the memory. A clamped gate is a constant: its weights get no gradient from it.
    Units: those of the loss per unit of each quantity.
    Error: equals torch.autograd within 1e-12 in float64, and central differences within a relative 1e-6.
    Source: chain rule; direct_only detaches the gates from h, the truncation of Hochreiter & Schmidhuber 1997.
    """
    cell, time_steps = trace.cell, trace.time_steps
    arriving = np.zeros((time_steps, *trace.states.shape[1:]))
    shape = (time_steps, trace.hidden_size)
    arriving[:, 0] += finite_array(d_hidden_state, "d_hidden_state", shape)
    if d_memory is not None:
        arriving[:, cell.memory_index] += finite_array(d_memory, "d_memory", shape)
    free = np.ones((time_steps, 1, 1)) if trace.forced is None else 1.0 - trace.forced
    d_states, d_gates = np.empty_like(trace.states), np.empty_like(trace.gates)
    d_pre_activation, d_recurrent = np.empty_like(trace.gates), np.empty_like(trace.gates)
    d_state = np.zeros_like(arriving[0])
    for t in reversed(range(time_steps)):
        d_state = d_state + arriving[t]
        back = cell.step_vjp(trace.parameters, trace.gates[t], trace.states[t], trace.states[t + 1], d_state, free[t])
        d_states[t + 1], d_gates[t] = back.state_after, back.gates
        d_pre_activation[t], d_recurrent[t] = back.pre_activation, back.recurrent
        d_state = _carried_alone(trace, t, back.state_after) if direct_only else back.state_before
    d_states[0] = d_state
    return Gradients(
        trace=trace,
        states=d_states,
        gates=d_gates,
        pre_activation=d_pre_activation,
        inputs=np.tensordot(d_pre_activation, trace.parameters.weight_input, axes=2),
        parameters=trace.parameters.gradient(d_pre_activation, d_recurrent, trace.inputs, trace.hidden_state[:-1]),
        direct=direct_path(trace, arriving),
    )


def _carried_alone(trace: Trace, t: int, d_state_after: Array) -> Array:
    d_before = np.zeros_like(d_state_after)
    memory = trace.cell.memory_index
    d_before[memory] = d_state_after[memory] * trace.cell.carry(trace.gates[t])
    return d_before


def direct_path(trace: Trace, arriving: Array) -> Array:
    """Carry what the loss reads at each step back by the carry alone, (time + 1, hidden).

    For one loss at the last step this is dL/dc_T times the product of the forget gates in between.
    """
    cell = trace.cell
    carry = cell.carry(trace.gates)
    direct = np.zeros_like(trace.memory)
    for t in reversed(range(trace.time_steps)):
        if arriving[t].any():
            read = cell.step_vjp(
                trace.parameters, trace.gates[t], trace.states[t], trace.states[t + 1], arriving[t], 1.0
            ).state_after[cell.memory_index]
            direct[t + 1] += read
        direct[t] = direct[t + 1] * carry[t]
    return direct
