"""Single numbers about a run."""

import numpy as np
import pytest

from lstmviz.cells import LSTM
from lstmviz.dynamics import clamp, unroll
from lstmviz.dynamics.measures import (
    decay_per_step,
    half_life,
    largest_singular_value,
    norm_per_step,
    saturation,
    spectral_radius,
)


@pytest.mark.parametrize("forget_gate", [0.01, 0.5, 0.97, 0.999999])
def test_after_a_half_life_half_is_left(forget_gate):
    """f to the power of its half-life is 1/2."""
    assert forget_gate ** half_life(forget_gate) == pytest.approx(0.5, rel=1e-12)


def test_half_life_of_the_ends():
    """f = 1 never halves; 0 and what is no fraction are refused in words."""
    assert half_life(1.0) == np.inf
    for wrong in (0.0, -0.1, 1.1, float("nan")):
        with pytest.raises(ValueError, match="a half-life needs a value in"):
            half_life(wrong)


def test_what_a_constant_gate_leaves():
    """f = .9 leaves .12 after 20 words, and .97 has a half-life of 22.8."""
    weights = LSTM.parameters(np.zeros((4, 1, 1)), np.zeros((4, 1, 1)), np.zeros((4, 1)))

    trace = unroll(LSTM, weights, np.zeros((20, 1)), (clamp("forget_gate", 0.9),), np.array([[0.0], [1.0]]))

    np.testing.assert_allclose(trace.cell_state[:, 0], 0.9 ** np.arange(21), rtol=1e-14)
    assert trace.cell_state[-1, 0] == pytest.approx(0.12, abs=0.005)
    assert half_life(0.97) == pytest.approx(22.8, abs=0.05)


def test_saturation_counts_the_steps_at_each_end(small_problem):
    """A gate held at .05 for 2 of 7 steps and at .95 for the rest is saturated low 2/7 and high 5/7 of the time."""
    problem = small_problem(LSTM)
    held = (clamp("forget_gate", 0.95), clamp("forget_gate", 0.05, steps=[0, 3]))
    ends = (clamp("candidate", -0.95),)
    trace = unroll(*problem[:3], held + ends)

    low, high = saturation(trace, "forget_gate")

    np.testing.assert_allclose(low, 2 / 7)
    np.testing.assert_allclose(high, 5 / 7)
    np.testing.assert_array_equal(saturation(trace, "candidate")[0], 1.0)


def test_decay_of_a_geometric_sequence_is_its_ratio():
    """decay_per_step finds the ratio exactly, growing or shrinking, and says when lags do not fit."""
    for ratio in (0.5, 0.99, 1.1):
        norms = 3.0 * ratio ** np.arange(201.0)[::-1]
        assert decay_per_step(norms) == pytest.approx(ratio, rel=1e-13)
    with pytest.raises(ValueError, match="lags 10 to 150 do not fit a sequence of 100 steps"):
        decay_per_step(np.ones(101))


def test_decay_where_nothing_is_left():
    """A norm of exactly 0 at the far lag is a factor of 0, from nothing a factor above 0 is infinite; no warnings."""
    norms = np.ones(201)
    norms[: 201 - 100] = 0.0

    assert decay_per_step(norms) == 0.0
    assert decay_per_step(np.zeros(201)) == 0.0
    assert decay_per_step(norms[::-1]) == np.inf


def test_norms_of_known_matrices():
    """A 3-4-5 vector has norm 5; a shear has spectral radius 1 and stretches by more."""
    shear = np.array([[1.0, 2.0], [0.0, 1.0]])

    np.testing.assert_array_equal(norm_per_step(np.array([[3.0, 4.0], [0.0, 0.0]])), [5.0, 0.0])
    assert spectral_radius(shear) == pytest.approx(1.0)
    assert largest_singular_value(shear) == pytest.approx(1.0 + np.sqrt(2.0))
