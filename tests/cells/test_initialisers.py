"""Initial weights: shapes, bounds, distributions, determinism."""

import numpy as np
import pytest

from lstmviz.cells import CELLS, GRU, LSTM, RNN
from lstmviz.cells.initialisers import INITIALISERS, NUMBERS, initialise, number_of
from lstmviz.cells.squashing import sigmoid
from lstmviz.dynamics.measures import spectral_radius

KEEPERS = ("forget_bias", "chrono")
pairs = pytest.mark.parametrize(
    ("cell", "name"),
    [(cell, name) for cell in CELLS.values() for name in INITIALISERS if cell.keeping_gate or name not in KEEPERS],
    ids=lambda value: value if isinstance(value, str) else value.name,
)


@pairs
def test_shapes_are_those_the_cell_declares(cell, name):
    """Every initialiser fills every array of the cell with finite numbers in the declared shape."""
    arrays = initialise(cell, 3, 5, 0, name).arrays()

    assert {key: array.shape for key, array in arrays.items()} == cell.shapes(3, 5)
    assert all(np.isfinite(array).all() for array in arrays.values())


@pairs
def test_a_seed_fixes_every_bit(cell, name):
    """The same seed gives the same bits, another seed other weights."""
    first, again, other = (initialise(cell, 3, 5, seed, name).arrays() for seed in (1, 1, 2))

    for key in first:
        np.testing.assert_array_equal(first[key], again[key])
    assert not np.array_equal(first["weight_hidden"], other["weight_hidden"])


@pytest.mark.parametrize("cell", CELLS.values(), ids=CELLS)
def test_pytorch_default_is_uniform_below_one_over_root_hidden(cell):
    """Weights fill +-1/sqrt(H) evenly; the summed bias reaches up to twice that."""
    weights, bound = initialise(cell, 40, 100, 0), 0.1

    for array in (weights.weight_input, weights.weight_hidden):
        assert np.abs(array).max() <= bound
        assert array.std() == pytest.approx(bound / np.sqrt(3.0), rel=0.02)
        assert abs(array.mean()) < 0.002
    assert bound < np.abs(weights.bias).max() <= 2 * bound


@pytest.mark.parametrize(("cell", "gate"), [(LSTM, "forget_gate"), (GRU, "update_gate")], ids=["lstm", "gru"])
def test_forget_bias_sets_the_gate_that_keeps_and_no_other(cell, gate):
    """The value goes to the keeping gate; every other bias is 0."""
    weights = initialise(cell, 3, 5, 0, "forget_bias", 2.5)
    row = cell.gate_index(gate)

    np.testing.assert_array_equal(weights.bias[row], 2.5)
    assert np.abs(weights.bias).sum() == 5 * 2.5


def test_chrono_spreads_time_constants_evenly():
    """1 / (1 - f) = 1 + e^b is uniform on 2..longest, and the input gate's bias is the mirror image."""
    weights = initialise(LSTM, 1, 4000, 0, "chrono", 100.0)
    keep, write = weights.bias[1], weights.bias[0]

    time_constant = 1.0 / (1.0 - sigmoid(keep))

    assert time_constant.min() >= 2.0
    assert time_constant.max() <= 100.0
    quartiles = np.quantile(time_constant, [0.25, 0.5, 0.75])
    np.testing.assert_allclose(quartiles, [26.5, 51.0, 75.5], rtol=0.05)
    np.testing.assert_allclose(time_constant, 1.0 + np.exp(keep), rtol=1e-12)
    np.testing.assert_array_equal(write, -keep)
    np.testing.assert_allclose(sigmoid(write), 1.0 - sigmoid(keep), atol=1e-15)


def test_gain_is_about_the_spectral_radius():
    """Recurrent weights of gain 1.5 have a spectral radius near 1.5."""
    weights = initialise(RNN, 2, 300, 0, "gain", 1.5)

    assert spectral_radius(weights.weight_hidden[0]) == pytest.approx(1.5, rel=0.1)


@pytest.mark.parametrize("cell", CELLS.values(), ids=CELLS)
def test_orthogonal_neither_stretches_nor_shrinks(cell):
    """Each gate's recurrent weights are the value times a rotation."""
    weights = initialise(cell, 2, 12, 0, "orthogonal", 0.5)

    for gate in weights.weight_hidden:
        np.testing.assert_allclose(gate @ gate.T, 0.25 * np.eye(12), atol=1e-14)


@pytest.mark.parametrize("name", KEEPERS)
def test_a_vanilla_rnn_has_no_forget_bias(name):
    """A cell without a keeping gate says so."""
    with pytest.raises(ValueError, match="vanilla RNN has no gate that keeps"):
        initialise(RNN, 2, 3, 0, name)


@pytest.mark.parametrize("name", NUMBERS)
def test_the_declared_number_is_the_one_that_counts(name):
    """Left out, the number is the usual one; both ends of the range work and what lies beyond is refused."""
    declared, size = NUMBERS[name], (LSTM, 3, 5, 0, name)

    left_out, usual = initialise(*size), initialise(*size, declared.usual)

    np.testing.assert_array_equal(left_out.bias, usual.bias)
    np.testing.assert_array_equal(left_out.weight_hidden, usual.weight_hidden)
    for end in (declared.low, declared.high):
        assert all(np.isfinite(array).all() for array in initialise(*size, end).arrays().values())
    for beyond in (declared.low - 0.01, declared.high + 0.01, float("nan"), "1", True):
        with pytest.raises(ValueError, match=f"value for {name} is .*; give a number from"):
            initialise(*size, beyond)


def test_pytorchs_default_has_no_number():
    """Only the initialisers of NUMBERS take a number; PyTorch's default refuses one."""
    assert number_of("pytorch") is None
    assert set(NUMBERS) == set(INITIALISERS) - {"pytorch"}
    with pytest.raises(ValueError, match=r"pytorch takes no number, and 1\.0 came; leave value out"):
        number_of("pytorch", 1.0)


REFUSED = {
    "unknown": ((LSTM, 2, 3, 0, "xavier"), "no initialiser 'xavier'; there are pytorch"),
    "no inputs": ((LSTM, 0, 3, 0), "input_size is 0; give a whole number of at least 1"),
    "half a unit": ((LSTM, 2, 3.5, 0), "hidden_size is 3.5; give a whole number of at least 1"),
    "a word for a seed": ((LSTM, 2, 3, "x"), "seed is 'x'; give a whole number of at least 0"),
    "a seed below 0": ((LSTM, 2, 3, -1), "seed is -1; give a whole number of at least 0"),
}


@pytest.mark.parametrize(("asked", "message"), REFUSED.values(), ids=REFUSED)
def test_wrong_requests_are_refused_in_words(asked, message):
    """Each refusal names what came and what is allowed."""
    with pytest.raises(ValueError, match=message):
        initialise(*asked)
