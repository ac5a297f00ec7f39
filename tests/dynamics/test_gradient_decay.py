"""The vanishing gradient, honestly: the table of factors that the lesson and the laboratory rest on."""

from functools import cache

import numpy as np
import pytest

from lstmviz.cells.squashing import tanh_slope
from lstmviz.dynamics.gradient_decay import Experiment, backward_run, fitted_lags, gradient_decay
from lstmviz.dynamics.measures import decay_per_step, largest_singular_value, norm_per_step, spectral_radius

# Cell, initialiser, its number, and the factor per step that torch.autograd measured (10 seeds, 32 units, 200 steps).
TABLE = (
    ("rnn", "pytorch", None, 0.558),
    ("rnn", "gain", 0.9, 0.765),
    ("rnn", "gain", 1.0, 0.824),
    ("rnn", "orthogonal", None, 0.830),
    ("rnn", "gain", 1.5, 0.995),
    ("rnn", "gain", 2.0, 1.10),
    ("gru", "pytorch", None, 0.641),
    ("gru", "chrono", 200.0, 0.992),
    ("lstm", "pytorch", None, 0.635),
    ("lstm", "forget_bias", 0.0, 0.628),
    ("lstm", "forget_bias", 1.0, 0.847),
    ("lstm", "forget_bias", 2.0, 0.965),
    ("lstm", "forget_bias", 3.0, 0.997),
    ("lstm", "forget_bias", 5.0, 1.007),
    ("lstm", "chrono", 200.0, 0.989),
)
# The direct path alone: the geometric mean of the forget gates.
DIRECT = {
    ("pytorch", None): 0.565, ("forget_bias", 0.0): 0.510, ("forget_bias", 1.0): 0.743, ("forget_bias", 2.0): 0.895,
    ("forget_bias", 3.0): 0.958, ("forget_bias", 5.0): 0.993, ("chrono", 200.0): 0.992,
}  # fmt: skip


@cache
def curve(cell, initialiser, value=None):
    return gradient_decay(Experiment(cell, initialiser, value, sequences=3))


@pytest.mark.parametrize(("cell", "initialiser", "value", "factor"), TABLE)
def test_the_factor_per_step_is_the_tables(cell, initialiser, value, factor):
    """Each initialisation's decay per step is within 0.065 of the table, whatever the random numbers."""
    assert curve(cell, initialiser, value).factor() == pytest.approx(factor, abs=0.065)


@pytest.mark.parametrize(("which", "factor"), DIRECT.items(), ids=str)
def test_the_direct_path_fades_as_the_forget_gates(which, factor):
    """The direct path's decay per step is within 0.02 of the table."""
    assert curve("lstm", *which).factor("direct") == pytest.approx(factor, abs=0.02)


def test_the_ranges_that_the_lesson_names():
    """RNN .50-.63; LSTM bias 0 .58-.70, bias 1 .80-.90, bias 3 and chrono above .97; gain 2 explodes."""
    assert 0.50 <= curve("rnn", "pytorch").factor() <= 0.63
    assert 0.58 <= curve("lstm", "forget_bias", 0.0).factor() <= 0.70
    assert 0.80 <= curve("lstm", "forget_bias", 1.0).factor() <= 0.90
    assert curve("lstm", "forget_bias", 3.0).factor() > 0.97
    assert curve("lstm", "chrono", 200.0).factor() > 0.97
    assert curve("rnn", "gain", 2.0).factor() > 1.05


def test_a_default_lstm_is_no_better_than_the_table_says():
    """At lag 100 both the default RNN and the LSTM of bias 0 are below 1e-20; bias 3 is above 1e-3."""
    assert curve("rnn", "pytorch").hidden_state[100] < 1e-20
    assert curve("lstm", "forget_bias", 0.0).hidden_state[100] < 1e-20
    assert curve("lstm", "forget_bias", 3.0).hidden_state[100] > 1e-3


def test_only_chrono_sends_its_gradient_along_the_direct_path():
    """The cosine of the whole gradient with the direct path at lag 100 is above .85 for chrono, else below .3."""
    assert curve("lstm", "chrono", 200.0).cosine[100] > 0.85
    for value in (0.0, 1.0, 3.0):
        assert abs(curve("lstm", "forget_bias", value).cosine[100]) < 0.3


def test_a_sharper_forget_bias_keeps_more():
    """The factor rises with the forget bias."""
    factors = [curve("lstm", "forget_bias", value).factor() for value in (0.0, 1.0, 2.0, 3.0)]

    assert (np.diff(factors) > 0.0).all()


@pytest.mark.parametrize("seed", range(10))
def test_an_rnn_decays_by_its_spectral_radius_times_the_slope(seed):
    """A default RNN's factor is the spectral radius times the mean slope of tanh, within 6 %, for every seed."""
    runs = [backward_run(Experiment("rnn"), seed, sequence) for sequence in range(8)]

    norms = np.sqrt(np.mean([norm_per_step(run.hidden_state) ** 2 for run in runs], axis=0))
    slope = np.mean([tanh_slope(run.trace.hidden_state[1:]).mean() for run in runs])

    law = spectral_radius(runs[0].trace.parameters.weight_hidden[0]) * slope
    assert decay_per_step(norms, *fitted_lags(200)) == pytest.approx(law, rel=0.06)


def test_below_one_the_largest_singular_value_is_a_bound():
    """An orthogonal RNN of gain .95 has sigma_max .95: no step's gradient shrinks by less."""
    run = backward_run(Experiment("rnn", "orthogonal", 0.95), seed=0)
    norms = norm_per_step(run.hidden_state)

    sigma = largest_singular_value(run.trace.parameters.weight_hidden[0])

    assert sigma == pytest.approx(0.95)
    assert (norms[:-1] <= sigma * norms[1:] * (1 + 1e-12)).all()


def test_curves_are_aligned_by_lag():
    """Lag 0 is the loss itself: its norm is that of what the loss reads, about 1, and the direct share all of it."""
    found = curve("lstm", "forget_bias", 1.0)

    assert len(found.lags) == len(found.hidden_state) == 201
    assert found.hidden_state[0] == pytest.approx(1.0, rel=0.3)
    np.testing.assert_array_equal(found.memory[0], found.direct[0])
    assert found.cosine[0] == pytest.approx(1.0)
    assert found.factors.shape == (10,)
