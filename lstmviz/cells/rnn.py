"""The vanilla recurrent network with tanh (Elman 1990).

a = W x_t + U h_{t-1} + b       h_t = tanh(a)
"""

import numpy as np

from lstmviz.cells.cell import Array, Cell, Force, Gate, Parameters, Room, StepGradient, leave_free, room_for
from lstmviz.cells.quantities import BEFORE, Quantity
from lstmviz.cells.squashing import tanh_slope

# Not a gate in the strict sense: the whole state is replaced by its candidate at every step.
GATES = (Gate("candidate", "h̃", "candidate", -1.0, 1.0, "the new hidden state is +1"),)


def step(
    parameters: Parameters, x_projection: Array, state: Array, force: Force = leave_free, room: Room | None = None
) -> Room:
    """Advance one time step; return the pre-activation, the candidate and the next state.

    Shapes: x_projection (..., 1, hidden), the input's share W x + b; state (..., 1, hidden).
    Units: the hidden state is in [-1, 1].
    Error: equals torch.nn.RNN within 1e-12 in float64.
    Source: equations above.
    """
    a, candidate, after = room = room or room_for(x_projection, state)
    np.add(x_projection, parameters.recurrent_share(state[..., 0, :]), out=a)
    np.tanh(a, out=candidate)
    force(candidate)
    after[...] = candidate
    return room


def step_vjp(
    parameters: Parameters, gates: Array, state_before: Array, state_after: Array, d_state_after: Array,
    free: Array | float,
) -> StepGradient:  # fmt: skip
    """Send a loss gradient back through one step.

    Shapes: gates and states (1, hidden); d_state_after (..., 1, hidden); free as in the LSTM.
    Units: those of the loss per unit of each quantity.
    Error: equals central differences within a relative 1e-6 and torch.autograd within 1e-12.
    Source: chain rule; the Jacobian of a step is diag(1 - h^2) U.
    """
    d_a = d_state_after * (tanh_slope(gates) * free)
    return StepGradient(d_state_after, d_state_after, d_a, d_a, d_a @ parameters.flat_weight_hidden)


RNN = Cell(
    name="rnn",
    title="vanilla RNN",
    gates=GATES,
    states=("hidden_state",),
    memory="hidden_state",
    parameters=Parameters,
    step=step,
    step_vjp=step_vjp,
    # Nothing is carried unit by unit: whatever survives must pass through U and the tanh again.
    carry=lambda gates: np.zeros_like(gates[..., 0, :]),
    write=lambda gates: gates[..., 0, :],
    silence={"candidate": 0.0},
    source="Elman 1990",
    quantities=(
        Quantity(BEFORE, "h₋₁", "hidden before", "previous", ("hidden_state",)),
        Quantity("hidden_state", "h = h̃", "hidden after", "copy", ("candidate",)),
    ),
)
