"""All pairs at once: how the loss of step j depends on the state of step t, in one backward sweep."""

from dataclasses import dataclass

import numpy as np

from lstmviz.cells.cell import Array
from lstmviz.cells.checks import finite_array
from lstmviz.dynamics.measures import norm_per_step
from lstmviz.dynamics.trace import Trace


@dataclass(frozen=True, eq=False)
class GradientFlow:
    """Gradient norms for every pair of a loss step and a state step.

    Shapes: each (time, time + 1): row j is the loss read after step j, column t the state (column 0 the initial one).
    Units: loss per unit of state, L2 norm over the hidden units; exactly 0 where t > j + 1, the future.
    """

    hidden_state: Array
    memory: Array
    direct: Array


def gradient_flow(trace: Trace, d_hidden_state: Array) -> GradientFlow:
    """Return the norms of dL_j/dh_t, dL_j/dmemory_t and the direct share of the latter, for all j and t.

    Shapes: d_hidden_state (time, hidden): row j is what the loss of step j reads of h after step j.
    Units: loss per unit of state.
    Error: equals torch.autograd, one backward pass per loss, within 1e-12.
    Source: linearity of the backward sweep; all sources travel in one array (source, state, hidden).
    """
    cell, time_steps, memory = trace.cell, trace.time_steps, trace.cell.memory_index
    read = finite_array(d_hidden_state, "d_hidden_state", (time_steps, trace.hidden_size))
    flow = GradientFlow(*(np.zeros((time_steps, time_steps + 1)) for _ in range(3)))
    sources = np.zeros((time_steps, *trace.states.shape[1:]))
    direct = np.zeros((time_steps, trace.hidden_size))
    carry = cell.carry(trace.gates)
    for t in reversed(range(time_steps)):
        # Row t joins here: its loss is read after step t, and every later loss is already on its way back.
        sources[t, 0] = read[t]
        free = 1.0 if trace.forced is None else 1.0 - trace.forced[t]
        back = cell.step_vjp(trace.parameters, trace.gates[t], trace.states[t], trace.states[t + 1], sources[t:], free)
        direct[t] = back.state_after[0, memory]
        _record(flow, t, back.state_after, direct[t:], memory)
        sources[t:] = back.state_before
        direct[t:] *= carry[t]
    _record(flow, -1, sources, direct, memory)
    return flow


def _record(flow: GradientFlow, t: int, d_states: Array, direct: Array, memory: int) -> None:
    rows, column = slice(max(t, 0), None), t + 1
    flow.hidden_state[rows, column] = norm_per_step(d_states[:, 0])
    flow.memory[rows, column] = norm_per_step(d_states[:, memory])
    flow.direct[rows, column] = norm_per_step(direct)
