"""Back-propagation against central differences, and a tester that is itself tested."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lstmviz.cells import CELLS, GRU, LSTM, RNN
from lstmviz.cells.squashing import tanh_slope
from lstmviz.dynamics import backpropagate, gradient_check, gradient_flow, unroll
from lstmviz.dynamics.measures import largest_singular_value

every_cell = pytest.mark.parametrize("cell", CELLS.values(), ids=CELLS)
WRONG = 1.001


def run_of(problem):
    return unroll(problem.cell, problem.parameters, problem.inputs, initial_state=problem.initial_state)


@every_cell
@settings(max_examples=15, deadline=None, derandomize=True)
@given(seed=st.integers(0, 10_000))
def test_gradient_matches_finite_differences(cell, small_problem, seed):
    """BPTT and a central difference agree along a random direction of every weight, the inputs and the first state."""
    _, parameters, inputs, start, _ = small_problem(cell, seed)

    checks = gradient_check(cell, parameters, inputs, start, seed=seed)

    assert set(checks) == {*cell.shapes(1, 1), "inputs", "initial_state"}
    for name, check in checks.items():
        assert check.numeric == pytest.approx(check.analytic, rel=1e-6, abs=1e-8), name


@pytest.mark.parametrize(
    ("cell", "part"),
    [(cell, part) for cell in CELLS.values() for part in (*cell.shapes(1, 1), "inputs", "initial_state")],
    ids=lambda value: value if isinstance(value, str) else value.name,
)
def test_a_wrong_gradient_is_caught(cell, part, small_problem):
    """A gradient off by one part in a thousand, in any one of its parts, fails the check there and nowhere else."""

    def slightly_wrong(trace, read):
        found = backpropagate(trace, read)
        if part == "inputs":
            return replace(found, inputs=found.inputs * WRONG)
        if part == "initial_state":
            return replace(found, states=found.states * WRONG)
        wrong = found.parameters.replace(**{part: getattr(found.parameters, part) * WRONG})
        return replace(found, parameters=wrong)

    checks = gradient_check(*small_problem(cell)[:4], gradient=slightly_wrong)

    assert {name for name, check in checks.items() if check.relative_error > 1e-4} == {part}


@pytest.mark.parametrize("part", ["pre_activation", "recurrent", "state_before"])
@every_cell
def test_a_wrong_step_backwards_is_caught(cell, part, small_problem):
    """A step_vjp off by one part in a thousand in what it hands on fails the check."""

    def wrong_vjp(*arguments):
        right = cell.step_vjp(*arguments)
        return replace(right, **{part: getattr(right, part) * WRONG})

    def slightly_wrong(trace, read):
        return backpropagate(replace(trace, cell=replace(cell, step_vjp=wrong_vjp)), read)

    checks = gradient_check(*small_problem(cell)[:4], gradient=slightly_wrong)

    assert max(check.relative_error for check in checks.values()) > 1e-5


@pytest.mark.parametrize("wrong", [WRONG, -1.0])
def test_a_zero_gradient_that_should_not_be_is_caught(wrong, small_problem):
    """A gradient of the wrong sign or of no size at all is as wrong as can be."""
    checks = gradient_check(
        *small_problem(LSTM)[:4],
        gradient=lambda trace, read: backpropagate(trace, 0.0 * read if wrong == WRONG else wrong * read),
    )

    assert min(check.relative_error for check in checks.values()) > 0.9


@every_cell
def test_gradients_of_single_losses_add_up(cell, small_problem):
    """The gradient is linear: the loss over all steps has the sum of the steps' gradients."""
    problem = small_problem(cell)
    trace = run_of(problem)

    whole = backpropagate(trace, problem.read)
    rows = [backpropagate(trace, problem.read * (np.arange(7) == step)[:, None]) for step in range(7)]

    for part in ("states", "gates", "inputs", "direct"):
        np.testing.assert_allclose(sum(getattr(row, part) for row in rows), getattr(whole, part), atol=1e-14)
    for name, gradient in whole.parameters.arrays().items():
        np.testing.assert_allclose(sum(row.parameters.arrays()[name] for row in rows), gradient, atol=1e-13)


@every_cell
def test_a_loss_does_not_reach_the_future(cell, small_problem):
    """The loss of step 3 has no gradient for any later state, gate or input."""
    problem = small_problem(cell)

    found = backpropagate(run_of(problem), problem.read * (np.arange(7) == 3)[:, None])

    for late in (found.states[5:], found.gates[4:], found.inputs[4:], found.direct[5:]):
        np.testing.assert_array_equal(late, 0.0)
    assert np.abs(found.inputs[:4]).min() > 0.0


def test_the_direct_path_is_the_product_of_the_forget_gates(small_problem):
    """The direct share at t is dL/dc_T times the product of f from t + 1 to T."""
    problem = small_problem(LSTM)
    trace = run_of(problem)
    read = np.zeros((7, 4))
    read[-1] = problem.read[-1]

    found = backpropagate(trace, read)

    f = trace.gate("forget_gate")
    for t in range(8):
        np.testing.assert_allclose(found.direct[t], found.cell_state[-1] * f[t:].prod(axis=0), rtol=1e-13)
    np.testing.assert_array_equal(found.rest, found.memory - found.direct)


@pytest.mark.parametrize("cell", [LSTM, GRU], ids=["lstm", "gru"])
def test_detached_gates_leave_the_direct_path_alone(cell, small_problem):
    """With gates detached from h the memory's whole gradient is the direct path, bit for bit."""
    problem = small_problem(cell)
    read = np.zeros((7, 4))
    read[-1] = problem.read[-1]

    found = backpropagate(run_of(problem), read, direct_only=True)

    np.testing.assert_array_equal(found.memory, found.direct)
    assert np.abs(found.direct[0]).min() > 0.0


def test_a_vanilla_rnn_has_no_direct_path(small_problem):
    """Nothing in an RNN is carried unit by unit: before the loss the direct share is exactly 0."""
    problem = small_problem(RNN)
    read = np.zeros((7, 4))
    read[-1] = problem.read[-1]

    found = backpropagate(run_of(problem), read)

    np.testing.assert_array_equal(found.direct[:-1], 0.0)
    np.testing.assert_array_equal(found.direct[-1], read[-1])


@every_cell
def test_a_loss_that_reads_the_memory(cell, small_problem):
    """d_memory is the gradient of a loss that reads the memory itself: it agrees with central differences."""
    problem = small_problem(cell)

    found = backpropagate(run_of(problem), np.zeros((7, 4)), d_memory=problem.read)

    direction = np.random.default_rng(3).normal(size=problem.inputs.shape)
    ahead, behind = (
        (problem.read * run_of(problem._replace(inputs=problem.inputs + sign * 1e-6 * direction)).memory[1:]).sum()
        for sign in (1, -1)
    )
    assert (ahead - behind) / 2e-6 == pytest.approx((found.inputs * direction).sum(), rel=1e-6)


@every_cell
def test_flow_is_one_sweep_for_every_loss(cell, small_problem):
    """Row j of gradient_flow holds the norms of the gradient of loss j alone; the future is exactly 0."""
    problem = small_problem(cell)
    trace = run_of(problem)

    flow = gradient_flow(trace, problem.read)

    for j in range(7):
        alone = backpropagate(trace, problem.read * (np.arange(7) == j)[:, None])
        for name in ("hidden_state", "memory", "direct"):
            norms = np.linalg.norm(getattr(alone, name), axis=1)
            np.testing.assert_allclose(getattr(flow, name)[j], norms, rtol=1e-12, atol=1e-300)
            np.testing.assert_array_equal(getattr(flow, name)[j, j + 2 :], 0.0)


def test_rnn_jacobians_multiply(small_problem):
    """dh_T/dh_0 is the product of diag(1 - h^2) U, and no longer than the product of its factors' norms."""
    problem = small_problem(RNN)
    trace = run_of(problem)
    recurrent = problem.parameters.weight_hidden[0]

    rows = []
    for unit in np.eye(4):
        read = np.zeros((7, 4))
        read[-1] = unit
        rows.append(backpropagate(trace, read).hidden_state[0])
    product, bound = np.eye(4), 1.0
    for h in trace.hidden_state[1:]:
        product = np.diag(tanh_slope(h)) @ recurrent @ product
        bound *= tanh_slope(h).max() * largest_singular_value(recurrent)

    np.testing.assert_allclose(np.array(rows), product, atol=1e-14)
    assert largest_singular_value(product) <= bound
