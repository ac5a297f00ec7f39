"""The same gradients from torch.autograd, which knows nothing of the hand-written ones."""

import numpy as np
import pytest

from lstmviz.cells import CELLS
from lstmviz.dynamics import backpropagate, gradient_flow, unroll

torch = pytest.importorskip("torch", reason="torch is not installed: the comparison with autograd is skipped")


def lstm_step(w, x, states):
    h, c = states
    i, f, g, o = w["weight_input"] @ x + w["weight_hidden"] @ h + w["bias"]
    gates = [torch.sigmoid(i), torch.sigmoid(f), torch.tanh(g), torch.sigmoid(o)]
    c = gates[1] * c + gates[0] * gates[2]
    return gates, [gates[3] * torch.tanh(c), c]


def gru_step(w, x, states):
    (h,) = states
    a, u = w["weight_input"] @ x + w["bias"], w["weight_hidden"] @ h
    r, z = torch.sigmoid(a[0] + u[0]), torch.sigmoid(a[1] + u[1])
    n = torch.tanh(a[2] + r * (u[2] + w["bias_hidden"]))
    return [r, z, n], [(1 - z) * n + z * h]


def rnn_step(w, x, states):
    n = torch.tanh(w["weight_input"][0] @ x + w["weight_hidden"][0] @ states[0] + w["bias"][0])
    return [n], [1.0 * n]


# A new cell may have its twin in torch here; without one it still has the gradient check.
STEPS = {"lstm": lstm_step, "gru": gru_step, "rnn": rnn_step}
every_cell_with_a_twin = pytest.mark.parametrize("cell", [CELLS[name] for name in STEPS], ids=STEPS)


class Watched:
    """A run in torch that keeps the gradient of every tensor on the way."""

    def __init__(self, problem, detach_gates=False):
        arrays = problem.parameters.arrays()
        self.weights = {name: torch.tensor(array, requires_grad=True) for name, array in arrays.items()}
        self.inputs = torch.tensor(problem.inputs, requires_grad=True)
        self.states = [[torch.tensor(row, requires_grad=True) for row in problem.initial_state]]
        self.gates = []
        for x in self.inputs:
            before = [self.states[-1][0].detach(), *self.states[-1][1:]] if detach_gates else self.states[-1]
            gates, states = STEPS[problem.cell.name](self.weights, x, before)
            for tensor in (*gates, *states):
                tensor.retain_grad()
            self.gates.append(gates)
            self.states.append(states)

    def hidden(self):
        return torch.stack([states[0] for states in self.states[1:]])


def stacked(rows):
    """Return the gradients of a table of tensors; a tensor that the loss does not depend on has gradient 0."""
    zero = torch.zeros_like
    return np.array([[(zero(cell) if cell.grad is None else cell.grad).numpy() for cell in row] for row in rows])


@every_cell_with_a_twin
@pytest.mark.parametrize("seed", range(3))
def test_every_gradient_is_autograds(cell, seed, small_problem):
    """States at every step, gates, inputs and weights have torch's gradients within 1e-12."""
    problem = small_problem(cell, seed, time_steps=25, hidden_size=6)
    watched = Watched(problem)
    trace = unroll(*problem[:3], initial_state=problem.initial_state)

    (watched.hidden() * torch.tensor(problem.read)).sum().backward()
    found = backpropagate(trace, problem.read)

    close = {"atol": 1e-12, "rtol": 0}
    np.testing.assert_allclose(trace.hidden_state[1:], watched.hidden().detach().numpy(), **close)
    np.testing.assert_allclose(found.states, stacked(watched.states), **close)
    np.testing.assert_allclose(found.gates, stacked(watched.gates), **close)
    np.testing.assert_allclose(found.inputs, watched.inputs.grad.numpy(), **close)
    for name, weight in watched.weights.items():
        np.testing.assert_allclose(getattr(found.parameters, name), weight.grad.numpy(), **close)


def test_the_direct_path_is_autograds_with_h_detached(small_problem):
    """With h detached before every gate, torch's dL/dc_t is direct_only's, within 1e-15."""
    problem = small_problem(CELLS["lstm"], 0, time_steps=25)
    watched = Watched(problem, detach_gates=True)
    trace = unroll(*problem[:3], initial_state=problem.initial_state)

    (watched.hidden()[-1] * torch.tensor(problem.read[-1])).sum().backward()
    read = np.zeros_like(problem.read)
    read[-1] = problem.read[-1]
    found = backpropagate(trace, read, direct_only=True)

    np.testing.assert_allclose(found.cell_state, stacked(watched.states)[:, 1], atol=1e-15, rtol=0)


@every_cell_with_a_twin
def test_flow_is_one_backward_pass_per_loss(cell, small_problem):
    """gradient_flow has the norms that one torch.autograd call per loss gives, within 1e-12 relative."""
    problem = small_problem(cell, 0, time_steps=20, hidden_size=6)
    watched = Watched(problem)
    memory = cell.memory_index
    losses = (watched.hidden() * torch.tensor(problem.read)).sum(dim=1)

    flow = gradient_flow(unroll(*problem[:3], initial_state=problem.initial_state), problem.read)

    for j, loss in enumerate(losses):
        for row, found in ((0, flow.hidden_state), (memory, flow.memory)):
            states = [states[row] for states in watched.states[: j + 2]]
            gradients = torch.autograd.grad(loss, states, retain_graph=True)
            norms = [float(gradient.norm()) for gradient in gradients]
            np.testing.assert_allclose(found[j, : j + 2], norms, rtol=1e-12, atol=1e-300)
