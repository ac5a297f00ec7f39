"""The sigmoid: its error, its ends, its slope."""

import numpy as np
import pytest

from lstmviz.cells.squashing import sigmoid, sigmoid_slope, tanh_slope


def test_sigmoid_is_as_exact_as_its_docstring_says():
    """The relative error against extended precision is below 5e-16 for |a| <= 60."""
    if np.finfo(np.longdouble).eps > 1e-18:
        pytest.skip("long double is no longer than double here: there is nothing to measure against")
    a = np.concatenate([np.linspace(-60.0, 60.0, 200_001), np.random.default_rng(0).normal(0.0, 3.0, 200_000)])

    exact = 1.0 / (1.0 + np.exp(-a.astype(np.longdouble)))
    relative_error = np.abs(sigmoid(a) - exact) / exact

    assert relative_error.max() < 5e-16


def test_sigmoid_never_overflows():
    """The largest finite numbers give 0 and 1 without a warning."""
    largest = np.finfo(float).max

    np.testing.assert_array_equal(sigmoid(np.array([-largest, -750.0, 0.0, 750.0, largest])), [0.0, 0.0, 0.5, 1.0, 1.0])


def test_a_tiny_gate_is_not_rounded_to_zero():
    """At a = -100 the gate is 3.7e-44, where the half-tanh formula already says 0."""
    assert sigmoid(np.array(-100.0)) == pytest.approx(np.exp(-100.0), rel=1e-14)
    assert 0.5 * (1.0 + np.tanh(-50.0)) == 0.0


def test_not_a_number_stays_not_a_number():
    """A NaN passes through and is not hidden by the ceiling."""
    assert np.isnan(sigmoid(np.array([np.nan]))).all()


def test_sigmoid_rises_and_stays_below_one():
    """A larger pre-activation never closes the gate by more than a rounding, and never opens it beyond 1."""
    gate = sigmoid(np.linspace(-60.0, 60.0, 100_001))

    assert np.diff(gate).min() >= -np.finfo(float).eps
    assert gate.max() == 1.0


def test_sigmoid_writes_where_it_is_told():
    """With `out` the result is written there, the same bits as without."""
    a, room = np.linspace(-5.0, 5.0, 11), np.empty(11)

    returned = sigmoid(a, out=room)

    assert returned is room
    np.testing.assert_array_equal(room, sigmoid(a))


def test_sigmoid_is_a_squeezed_tanh():
    """sigmoid(z) = (1 + tanh(z / 2)) / 2, and sigmoid(-z) = 1 - sigmoid(z)."""
    z = np.linspace(-20.0, 20.0, 4001)

    np.testing.assert_allclose(sigmoid(z), (1.0 + np.tanh(z / 2.0)) / 2.0, atol=2e-16)
    np.testing.assert_allclose(sigmoid(-z), 1.0 - sigmoid(z), atol=3e-16)


@pytest.mark.parametrize(
    ("squash", "slope", "steepest"),
    [(sigmoid, sigmoid_slope, 0.25), (np.tanh, tanh_slope, 1.0)],
    ids=["sigmoid", "tanh"],
)
def test_slopes_are_derivatives(squash, slope, steepest):
    """Each slope equals a central difference, and is steepest at 0: 1/4 for the sigmoid, 1 for tanh."""
    a = np.linspace(-8.0, 8.0, 801)

    numeric = (squash(a + 1e-6) - squash(a - 1e-6)) / 2e-6

    np.testing.assert_allclose(slope(squash(a)), numeric, atol=1e-9)
    assert slope(squash(a)).max() == slope(squash(np.array(0.0))) == steepest
