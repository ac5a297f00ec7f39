"""Gated recurrent unit, reset after the product, as PyTorch and Keras compute it (Cho et al. 2014).

a_r, a_z = W x_t + U h_{t-1} + b            r, z = sigmoid(a_r, a_z)
a_n = W x_t + b + r * (U h_{t-1} + b_h)     n = tanh(a_n)
h_t = z * h_{t-1} + (1 - z) * n
"""

from dataclasses import dataclass

import numpy as np

from lstmviz.cells.cell import Array, Cell, Force, Gate, Parameters, Room, StepGradient, leave_free, room_for, rows
from lstmviz.cells.quantities import BEFORE, Quantity, Summand
from lstmviz.cells.squashing import sigmoid, sigmoid_slope, tanh_slope

GATES = (
    Gate("reset_gate", "r", "listen", 0.0, 1.0, "the candidate hears the whole hidden state"),
    # PyTorch's convention, 1 means keep; Chung et al. 2014 write it the other way round.
    Gate("update_gate", "z", "keep", 0.0, 1.0, "keep the old hidden state as it is"),
    Gate("candidate", "n", "candidate", -1.0, 1.0, "offer +1 as the new hidden state"),
)


@dataclass(frozen=True)
class GRUParameters(Parameters):
    """The weights of a GRU; `bias_hidden` (hidden,) sits inside the reset, so it cannot merge with `bias`."""

    bias_hidden: Array

    def recurrent_share(self, h: Array) -> Array:
        """Return U h + b_h, the hidden state's share before the reset gate, (..., gate, hidden)."""
        share = super().recurrent_share(h)
        share[..., 2, :] += self.bias_hidden
        return share

    @classmethod
    def shapes(cls, gate_count: int, input_size: int, hidden_size: int) -> dict[str, tuple[int, ...]]:
        return {**super().shapes(gate_count, input_size, hidden_size), "bias_hidden": (hidden_size,)}

    def _gradient_arrays(
        self, d_pre_activation: Array, d_recurrent: Array, inputs: Array, hidden: Array
    ) -> dict[str, Array]:
        shared = super()._gradient_arrays(d_pre_activation, d_recurrent, inputs, hidden)
        return {**shared, "bias_hidden": d_recurrent[:, 2].sum(axis=0)}


def step(
    parameters: GRUParameters, x_projection: Array, state: Array, force: Force = leave_free, room: Room | None = None
) -> Room:
    """Advance one time step; return the pre-activations, the gates and the next state.

    Shapes: x_projection (..., 3, hidden), the input's share W x + b; state (..., 1, hidden).
    Units: r and z are fractions in [0, 1]; n is in [-1, 1], and so is h when it starts there.
    Error: equals torch.nn.GRU within 1e-12 in float64.
    Source: equations above.
    """
    a, gates, after = room = room or room_for(x_projection, state)
    h, (r, z, n) = state[..., 0, :], rows(gates)
    recurrent = parameters.recurrent_share(h)
    np.add(x_projection[..., :2, :], recurrent[..., :2, :], out=a[..., :2, :])
    sigmoid(a[..., :2, :], out=gates[..., :2, :])
    # The reset has to be known, and held where it is clamped, before the candidate hears h through it.
    force(gates[..., :2, :], slice(0, 2))
    np.add(x_projection[..., 2, :], r * recurrent[..., 2, :], out=a[..., 2, :])
    np.tanh(a[..., 2, :], out=n)
    force(gates[..., 2:, :], slice(2, 3))
    np.add(z * h, (1.0 - z) * n, out=after[..., 0, :])
    return room


def step_vjp(
    parameters: GRUParameters, gates: Array, state_before: Array, state_after: Array, d_state_after: Array,
    free: Array | float,
) -> StepGradient:  # fmt: skip
    """Send a loss gradient back through one step.

    Shapes: gates (3, hidden); states (1, hidden); d_state_after (..., 1, hidden); free as in the LSTM.
    Units: those of the loss per unit of each quantity.
    Error: equals central differences within a relative 1e-6 and torch.autograd within 1e-12.
    Source: chain rule on the equations above; r is reached only through the candidate.
    """
    r, z, n = gates
    h = state_before[0]
    free = np.broadcast_to(free, gates.shape)
    d_h = d_state_after[..., 0, :]
    d_n = d_h * (1.0 - z)
    d_a_n = d_n * (tanh_slope(n) * free[2])
    d_gates = np.stack([d_a_n * parameters.recurrent_share(h)[2], d_h * (h - n), d_n], axis=-2)
    d_a = np.concatenate([d_gates[..., :2, :] * (sigmoid_slope(gates[:2]) * free[:2]), d_a_n[..., None, :]], axis=-2)
    d_recurrent = d_a.copy()
    d_recurrent[..., 2, :] *= r
    d_before = d_recurrent.reshape(*d_a.shape[:-2], -1) @ parameters.flat_weight_hidden + d_h * z
    return StepGradient(d_state_after, d_gates, d_a, d_recurrent, d_before[..., None, :])


QUANTITIES = (
    Quantity(BEFORE, "h₋₁", "hidden before", "previous", ("hidden_state",)),
    Quantity("kept", "z × h₋₁", "kept", "product", ("update_gate", BEFORE)),
    Quantity("share_written", "1 − z", "share written", "complement", ("update_gate",)),
    Quantity("written", "(1 − z) × n", "written", "product", ("share_written", "candidate")),
    Quantity("hidden_state", "h", "hidden after", "sum", ("kept", "written")),
)

GRU = Cell(
    name="gru",
    title="GRU",
    gates=GATES,
    states=("hidden_state",),
    memory="hidden_state",
    parameters=GRUParameters,
    step=step,
    step_vjp=step_vjp,
    carry=lambda gates: gates[..., 1, :],
    write=lambda gates: (1.0 - gates[..., 1, :]) * gates[..., 2, :],
    silence={"update_gate": 0.0, "candidate": 0.0},
    source="Cho et al. 2014; reset after the product: cuDNN, PyTorch, Keras",
    quantities=QUANTITIES,
    hears_through={"candidate": "reset_gate"},
    summands=(Summand("candidate", "bias inside the reset", "bias_hidden", "reset_gate"),),
)
