"""A new cell is one file and one line in CELLS: two toys, written as CONTRIBUTING.md says, get everything else."""

import json
import subprocess
from pathlib import Path

import numpy as np
import pytest

import lstmviz
from lstmviz.cells import CELLS, Cell, Gate, Parameters, StepGradient
from lstmviz.cells.cell import leave_free, room_for, rows
from lstmviz.cells.quantities import BEFORE, Quantity
from lstmviz.cells.squashing import sigmoid, sigmoid_slope, tanh_slope
from lstmviz.dynamics.gradient_check import gradient_check
from lstmviz.figures import FIGURES
from lstmviz.viewer.payload import payload
from tests.viewer.test_node import NODE

TELLING = Path(__file__).parents[1] / "viewer" / "any_cell.mjs"


def coupled_step(parameters, x_projection, state, force=leave_free, room=None):
    """An LSTM whose keep is 1 - write: c = (1 - v) c + v g, h = e tanh(c)."""
    a, gates, after = room = room or room_for(x_projection, state)
    (h, c), (h_after, c_after), (v, g, e) = rows(state), rows(after), rows(gates)
    np.add(x_projection, parameters.recurrent_share(h), out=a)
    sigmoid(a, out=gates)
    np.tanh(rows(a)[1], out=g)
    force(gates)
    c_after[...] = (1.0 - v) * c + v * g
    h_after[...] = e * np.tanh(c_after)
    return room


def coupled_step_vjp(parameters, gates, state_before, state_after, d_state_after, free):
    v, g, e = gates
    c, tanh_c = state_before[1], np.tanh(state_after[1])
    d_h = d_state_after[..., 0, :]
    d_c = d_state_after[..., 1, :] + d_h * e * tanh_slope(tanh_c)
    d_gates = np.stack([d_c * (g - c), d_c * v, d_h * tanh_c], axis=-2)
    d_a = d_gates * (np.stack([sigmoid_slope(v), tanh_slope(g), sigmoid_slope(e)]) * free)
    d_h_before = d_a.reshape(*d_h.shape[:-1], -1) @ parameters.flat_weight_hidden
    d_before = np.stack([d_h_before, d_c * (1.0 - v)], axis=-2)
    return StepGradient(np.stack([d_h, d_c], axis=-2), d_gates, d_a, d_a, d_before)


COUPLED = Cell(
    name="coupled",
    title="coupled LSTM",
    gates=(
        Gate("valve", "v", "write", 0.0, 1.0, "replace the memory by the offer"),
        Gate("offer", "g", "candidate", -1.0, 1.0, "offer +1"),
        Gate("exit_gate", "e", "show", 0.0, 1.0, "show the memory"),
    ),
    states=("hidden_state", "store"),
    memory="store",
    parameters=Parameters,
    step=coupled_step,
    step_vjp=coupled_step_vjp,
    carry=lambda gates: 1.0 - gates[..., 0, :],
    write=lambda gates: gates[..., 0, :] * gates[..., 1, :],
    silence={"valve": 1.0, "offer": 0.0},
    source="Greff et al. 2017, coupled input and forget gate",
    quantities=(
        Quantity(BEFORE, "s₋₁", "store before", "previous", ("store",)),
        Quantity("share_kept", "1 − v", "share kept", "complement", ("valve",)),
        Quantity("old", "(1 − v) × s₋₁", "old", "product", ("share_kept", BEFORE)),
        Quantity("new", "v × g", "new", "product", ("valve", "offer")),
        Quantity("store", "s", "store after", "sum", ("old", "new")),
        Quantity("squashed", "tanh s", "squashed", "tanh", ("store",)),
        Quantity("hidden_state", "h", "hidden state", "product", ("exit_gate", "squashed")),
    ),
)


def leaky_step(parameters, x_projection, state, force=leave_free, room=None):
    """A leaky unit: h = p h + (1 - p) g."""
    a, gates, after = room = room or room_for(x_projection, state)
    h, (p, g) = state[..., 0, :], rows(gates)
    np.add(x_projection, parameters.recurrent_share(h), out=a)
    sigmoid(a, out=gates)
    np.tanh(rows(a)[1], out=g)
    force(gates)
    after[..., 0, :] = p * h + (1.0 - p) * g
    return room


def leaky_step_vjp(parameters, gates, state_before, state_after, d_state_after, free):
    p, g = gates
    d_h = d_state_after[..., 0, :]
    d_gates = np.stack([d_h * (state_before[0] - g), d_h * (1.0 - p)], axis=-2)
    d_a = d_gates * (np.stack([sigmoid_slope(p), tanh_slope(g)]) * free)
    d_before = d_a.reshape(*d_h.shape[:-1], -1) @ parameters.flat_weight_hidden + d_h * p
    return StepGradient(d_state_after, d_gates, d_a, d_a, d_before[..., None, :])


# What a cell may leave out is left out: no quantities, no order, and labels that nobody has seen before.
LEAKY = Cell(
    name="leaky",
    title="leaky unit",
    gates=(
        Gate("patience", "p", "wait", 0.0, 1.0, "stay as you are"),
        Gate("news", "g", "news", -1.0, 1.0, "the news is +1"),
    ),
    states=("hidden_state",),
    memory="hidden_state",
    parameters=Parameters,
    step=leaky_step,
    step_vjp=leaky_step_vjp,
    carry=lambda gates: gates[..., 0, :],
    write=lambda gates: (1.0 - gates[..., 0, :]) * gates[..., 1, :],
    silence={"patience": 0.0, "news": 0.0},
    source="Jaeger et al. 2007",
)


@pytest.fixture(params=[COUPLED, LEAKY], ids=lambda cell: cell.name)
def cell(request, monkeypatch):
    monkeypatch.setitem(CELLS, request.param.name, request.param)
    return request.param


@pytest.fixture
def run(cell):
    """A reading of a sentence with the first gate held at two steps, so that there is a ghost too."""
    model = lstmviz.random_model(cell.name, hidden_size=4, seed=3)
    return model.run("a new cell reads this", [lstmviz.clamp(cell.gate_names[0], 0.9, steps=[1, 2])])


def test_its_gradient_is_checked(cell, small_problem):
    """The public gradient check covers every weight, the inputs and the initial state of a new cell."""
    problem = small_problem(cell)

    checks = gradient_check(cell, problem.parameters, problem.inputs, problem.initial_state)

    assert max(check.relative_error for check in checks.values()) < 1e-6


def test_its_memory_is_accounted_for(run):
    """The ledger of a new cell adds up to its memory, and its gradient flow has no hole."""
    np.testing.assert_allclose(run.ledger().sum(axis=1), run.trace.memory[1:], atol=1e-12)
    assert np.isfinite(lstmviz.gradient_flow(run).memory).all()


@pytest.mark.parametrize("name", [name for name, entry in FIGURES.items() if entry.of_run])
def test_every_figure_draws_it(name, run):
    """Each figure of the registry draws a run of a new cell, light and dark."""
    for theme in ("light", "dark"):
        assert FIGURES[name].draw(run, theme=theme).layout.title.text


def test_the_arithmetic_adds_up(run):
    """The terms of every gate of a new cell add up to its pre-activation."""
    for step in range(run.trace.time_steps):
        for gate in run.trace.cell.gate_names:
            told = lstmviz.arithmetic(run.trace, step, gate, 1)
            assert sum(term.value for term in told.terms) == pytest.approx(told.pre_activation, abs=1e-12)


def test_its_table_holds_every_signal(run):
    """The tidy table of a new cell has each of its gates and states."""
    assert {*run.trace.cell.gate_names, *run.trace.cell.states} <= set(run.trace.to_frame()["signal"])


def test_the_stepper_tells_it(run, tmp_path):
    """In the browser's own code, every sentence, sum, headline, mark and picture of a new cell is whole."""
    sent = tmp_path / "payload.json"
    sent.write_text(json.dumps(payload(run)), encoding="utf-8")

    outcome = subprocess.run([NODE, TELLING, sent], capture_output=True, text=True, encoding="utf-8", timeout=60)

    assert outcome.returncode == 0, outcome.stdout + outcome.stderr
    captions = outcome.stdout.splitlines()
    assert len(captions) == 4 * run.trace.time_steps
    # It has no keep gate, and yet nothing is computed anew; what a declared product lets through is told as written.
    assert "computed anew" not in outcome.stdout
    assert ("You hold the write gate at 0.90, so" in outcome.stdout) == (run.trace.cell is COUPLED)
