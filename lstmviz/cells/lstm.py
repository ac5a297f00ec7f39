"""Long short-term memory (Hochreiter & Schmidhuber 1997; forget gate: Gers, Schmidhuber & Cummins 2000).

a = W x_t + U h_{t-1} + b           pre-activation, one row per gate
i, f, o = sigmoid(a_i, a_f, a_o)    g = tanh(a_g)
c_t = f * c_{t-1} + i * g           h_t = o * tanh(c_t)
"""

import numpy as np

from lstmviz.cells.cell import Array, Cell, Force, Gate, Parameters, Room, StepGradient, leave_free, room_for, rows
from lstmviz.cells.quantities import BEFORE, Quantity
from lstmviz.cells.squashing import sigmoid, sigmoid_slope, tanh_slope

# The order of PyTorch, and the only place where it is written.
GATES = (
    Gate("input_gate", "i", "write", 0.0, 1.0, "write the whole candidate into memory"),
    # The name misleads: 1 means keep. It is the factor by which the old memory is multiplied.
    Gate("forget_gate", "f", "keep", 0.0, 1.0, "keep the old memory as it is"),
    Gate("candidate", "c̃", "candidate", -1.0, 1.0, "offer +1 to be added to memory"),
    Gate("output_gate", "o", "show", 0.0, 1.0, "show the memory to the rest of the network"),
)
SQUASHED_BY_TANH = 2


def step(
    parameters: Parameters, x_projection: Array, state: Array, force: Force = leave_free, room: Room | None = None
) -> Room:
    """Advance one time step; return the pre-activations, the gates and the next state.

    Shapes: x_projection (..., gate, hidden), the input's share W x + b; state (..., 2, hidden), rows h and c.
    Units: i, f, o are fractions in [0, 1]; g is in [-1, 1]; the cell state has no bound.
    Error: equals torch.nn.LSTM within 1e-12 in float64.
    Source: equations above.
    """
    a, gates, after = room = room or room_for(x_projection, state)
    (h, c), (h_after, c_after), (i, f, g, o) = rows(state), rows(after), rows(gates)
    np.add(x_projection, parameters.recurrent_share(h), out=a)
    sigmoid(a, out=gates)
    np.tanh(rows(a)[SQUASHED_BY_TANH], out=g)
    force(gates)
    np.multiply(f, c, out=c_after)
    c_after += i * g
    np.tanh(c_after, out=h_after)
    h_after *= o
    return room


def step_vjp(
    parameters: Parameters, gates: Array, state_before: Array, state_after: Array, d_state_after: Array,
    free: Array | float,
) -> StepGradient:  # fmt: skip
    """Send a loss gradient back through one step.

    Shapes: gates (gate, hidden); states (2, hidden); d_state_after (..., 2, hidden), any number of sources at once;
        free: 1 where a gate is computed and 0 where it is clamped, so that nothing flows to its weights.
    Units: those of the loss per unit of each quantity.
    Error: equals central differences within a relative 1e-6 and torch.autograd within 1e-12.
    Source: chain rule on the equations above, last line first.
    """
    i, f, g, o = gates
    c_before, tanh_c = state_before[1], np.tanh(state_after[1])
    d_h = d_state_after[..., 0, :]
    d_c = d_state_after[..., 1, :] + d_h * (o * tanh_slope(tanh_c))
    d_gates = np.empty((*d_h.shape[:-1], *gates.shape))
    np.multiply(d_c[..., None, :], np.stack([g, c_before, i]), out=d_gates[..., :3, :])
    np.multiply(d_h, tanh_c, out=d_gates[..., 3, :])
    slope = sigmoid_slope(gates)
    slope[SQUASHED_BY_TANH] = tanh_slope(g)
    d_a = d_gates * (slope * free)
    d_after, d_before = np.empty_like(d_state_after), np.empty_like(d_state_after)
    d_after[..., 0, :], d_after[..., 1, :] = d_h, d_c
    d_before[..., 0, :] = d_a.reshape(*d_h.shape[:-1], -1) @ parameters.flat_weight_hidden
    # No weight matrix on this path: d c_t / d c_{t-1} is f alone, hence the long memory.
    np.multiply(d_c, f, out=d_before[..., 1, :])
    return StepGradient(d_after, d_gates, d_a, d_a, d_before)


QUANTITIES = (
    Quantity(BEFORE, "c₋₁", "memory before", "previous", ("cell_state",)),
    Quantity("kept", "f × c₋₁", "kept", "product", ("forget_gate", BEFORE)),
    Quantity("written", "i × c̃", "written", "product", ("input_gate", "candidate")),
    Quantity("cell_state", "c", "memory after", "sum", ("kept", "written")),
    Quantity("tanh_cell_state", "tanh c", "squashed", "tanh", ("cell_state",)),
    Quantity("hidden_state", "h", "hidden state", "product", ("output_gate", "tanh_cell_state")),
)

LSTM = Cell(
    name="lstm",
    title="LSTM",
    gates=GATES,
    states=("hidden_state", "cell_state"),
    memory="cell_state",
    parameters=Parameters,
    step=step,
    step_vjp=step_vjp,
    carry=lambda gates: gates[..., 1, :],
    write=lambda gates: gates[..., 0, :] * gates[..., 2, :],
    silence={"input_gate": 0.0, "forget_gate": 0.0, "output_gate": 0.0},
    source="Hochreiter & Schmidhuber 1997; Gers, Schmidhuber & Cummins 2000",
    quantities=QUANTITIES,
    order=("forget_gate", "input_gate", "candidate", "cell_state", "output_gate", "hidden_state"),
)
