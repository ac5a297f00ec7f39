"""The arithmetic beside PyTorch and beside its own matrix products.

Ours runs with the threads that NumPy's BLAS takes by itself; the peer's threads are named in each row. All of it is
float64. PyTorch runs without recording gradients, but for the last row, whose subject they are.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import numpy as np

from benchmarks.table import Row, at_least, at_most
from lstmviz.cells import LSTM
from lstmviz.cells.cell import Array, Parameters
from lstmviz.cells.initialisers import pytorch
from lstmviz.dynamics import GradientFlow, gradient_flow, unroll

Work = Callable[[], object]


def rows() -> Iterator[Row]:
    """Measure every claim about the arithmetic."""
    try:
        import torch
    except ImportError:
        print("torch is not installed: only the matrix products are a peer here")
    else:
        default = torch.get_num_threads()
        yield unroll_beside_torch(1)
        if default != 1:
            yield unroll_beside_torch(default)
        yield unroll_beside_recording_loop()
        yield flow_beside_autograd()
        torch.set_num_threads(default)
    yield unroll_beside_its_products()


def unroll_beside_torch(threads: int) -> Row:
    """T=500, D=64, H=128 with every intermediate, against torch.nn.LSTM, which returns h and the last c."""
    import torch

    torch.set_num_threads(threads)
    parameters, inputs = problem(500, 64, 128)
    module, tensor = torch.nn.LSTM(64, 128).double(), torch.tensor(inputs)

    @torch.no_grad()
    def forward() -> object:
        return module(tensor)

    ours, peer = in_turns(31, lambda: unroll(LSTM, parameters, inputs), forward)
    return at_most(f"unroll T=500 H=128 / torch.nn.LSTM, threads: {threads}", ours, peer, 1.0)


def unroll_beside_recording_loop() -> Row:
    """The same, against a loop in torch that keeps the gates: what one writes today to see them."""
    import torch

    torch.set_num_threads(1)
    parameters, inputs = problem(500, 64, 128)
    weights, tensor = as_tensors(parameters), torch.tensor(inputs)

    @torch.no_grad()
    def loop() -> object:
        states, gates = torch_loop(weights, tensor)
        return torch.stack([torch.stack(row) for row in gates]), torch.stack([torch.stack(row) for row in states])

    ours, peer = in_turns(15, lambda: unroll(LSTM, parameters, inputs), loop)
    return at_least("unroll T=500 H=128 / torch loop that keeps the gates, 1 thread", ours, peer, 2.0)


def unroll_beside_its_products() -> Row:
    """T=20,000, D=64, H=256: how much the rest costs on top of W x for all steps and U h for each."""
    parameters, inputs = problem(20_000, 64, 256)
    from_input = parameters.weight_input.reshape(-1, 64).T
    h = unroll(LSTM, parameters, inputs[:10]).hidden_state[-1]

    def products() -> None:
        inputs @ from_input
        for _ in inputs:
            parameters.recurrent_share(h)

    ours, peer = in_turns(5, lambda: unroll(LSTM, parameters, inputs), products)
    return at_most("unroll T=20,000 H=256 / its matrix products alone", ours, peer, 1.7)


def flow_beside_autograd() -> Row:
    """All pairs of T=200, H=64 in one sweep, against one torch.autograd call per loss on a graph built once."""
    import torch

    torch.set_num_threads(1)
    parameters, inputs = problem(200, 8, 64)
    read = np.random.default_rng(1).normal(size=(200, 64))
    trace = unroll(LSTM, parameters, inputs)
    states, _ = torch_loop(as_tensors(parameters, learn=True), torch.tensor(inputs))
    losses = [(state[0] * torch.tensor(row)).sum() for state, row in zip(states[1:], read, strict=True)]

    def per_loss() -> Array:
        norms = np.zeros((200, 201))
        for j, loss in enumerate(losses):
            cells = [c for _, c in states[: j + 2]]
            gradients = torch.autograd.grad(loss, cells, retain_graph=True)
            norms[j, : j + 2] = torch.stack(gradients).norm(dim=1).numpy()
        return norms

    flow: GradientFlow = gradient_flow(trace, read)
    np.testing.assert_allclose(flow.memory, per_loss(), rtol=1e-10, atol=1e-12)
    ours, peer = in_turns(3, lambda: gradient_flow(trace, read), per_loss)
    return at_least("gradient_flow T=200 H=64 / torch.autograd per loss, 1 thread", ours, peer, 25.0)


def problem(time_steps: int, input_size: int, hidden_size: int) -> tuple[Parameters, Array]:
    inputs = np.random.default_rng(0).normal(size=(time_steps, input_size))
    return pytorch(LSTM, input_size, hidden_size, seed=0), inputs


def as_tensors(parameters: Parameters, learn: bool = False) -> tuple:
    """Return W, U and b as PyTorch stacks them, (gate * hidden, ...)."""
    import torch

    stacked = (array.reshape(-1, *array.shape[2:]) for array in parameters.arrays().values())
    return tuple(torch.tensor(np.ascontiguousarray(array), requires_grad=learn) for array in stacked)


def torch_loop(weights: tuple, inputs) -> tuple[list, list]:
    """Run the LSTM step by step in torch; return the states (h, c) from the initial one on, and i, f, g, o."""
    import torch

    weight_input, weight_hidden, bias = weights
    shares = inputs @ weight_input.T + bias
    h = torch.zeros(weight_hidden.shape[1], dtype=inputs.dtype, requires_grad=bias.requires_grad)
    c = torch.zeros_like(h, requires_grad=bias.requires_grad)
    states, gates = [(h, c)], []
    for share in shares:
        i, f, g, o = (share + weight_hidden @ h).chunk(4)
        i, f, g, o = torch.sigmoid(i), torch.sigmoid(f), torch.tanh(g), torch.sigmoid(o)
        c = f * c + i * g
        h = o * torch.tanh(c)
        gates.append((i, f, g, o))
        states.append((h, c))
    return states, gates


def in_turns(rounds: int, ours: Work, peer: Work) -> tuple[list[float], list[float]]:
    """Time both in milliseconds, one after the other in every round, after a round of each that does not count."""
    times = [(timed(ours), timed(peer)) for _ in range(rounds + 1)][1:]
    mine, theirs = zip(*times, strict=True)
    return list(mine), list(theirs)


def timed(work: Work) -> float:
    start = time.perf_counter()
    work()
    return 1e3 * (time.perf_counter() - start)
