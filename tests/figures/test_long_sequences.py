"""A sequence of 5,000 words and 128 units stays drawable, and the figure says what was done to it."""

import numpy as np
import pytest

import lstmviz
from lstmviz.figures import describe, flow_matrix, gate_heatmap, gate_heatmaps, ledger_bars, memory_heatmap, state_lines
from lstmviz.figures.pooling import pool

STEPS, UNITS = 5000, 128


@pytest.fixture(scope="module")
def long_trace():
    words = [f"w{step % 97}" for step in range(STEPS)]
    return lstmviz.random_model(hidden_size=UNITS, seed=1).run(words).trace


@pytest.mark.parametrize("figure", [gate_heatmap, gate_heatmaps, memory_heatmap, state_lines])
def test_message_stays_small_and_says_that_it_pools(figure, long_trace):
    """Two megabytes at most travel to the browser, and the mean is announced."""
    drawn = figure(long_trace)

    assert len(drawn.to_json()) < 2_000_000
    assert "is the mean of" in drawn.layout.title.subtitle.text.replace("<br>", " ")


def test_columns_are_means_in_float32(long_trace):
    """A pooled heat map has at most 1,000 columns, each the mean of its steps, in single precision."""
    z = gate_heatmap(long_trace).data[0].z

    assert z.shape == (UNITS, 1000)
    assert z.dtype == np.float32
    np.testing.assert_allclose(z[:, 0], long_trace.gate("forget_gate")[:5].mean(axis=0), rtol=1e-6)


def test_the_largest_single_value_is_said(long_trace):
    """A mean hides a peak, so the note and the description name the peak itself."""
    gate = long_trace.gate("forget_gate")
    step, unit = np.unravel_index(gate.argmax(), gate.shape)

    figure = gate_heatmap(long_trace)

    assert f"at step {step}, unit {unit}" in figure.layout.title.subtitle.text.replace("<br>", " ")
    assert f"(step {step}), unit {unit}" in describe(figure)


def test_pooled_bars_still_add_up():
    """Means of the ledger sum to means of the memory."""
    trace = lstmviz.random_model(hidden_size=2, seed=2).run([f"w{step % 7}" for step in range(300)]).trace

    figure = ledger_bars(trace, 0)

    bars = [part.y for part in figure.data if part.type == "bar"]
    np.testing.assert_allclose(np.sum(bars, axis=0), pool(trace.memory[1:, 0], 3), atol=1e-12)
    assert "Each bar is the mean of 3 steps" in figure.layout.title.subtitle.text.replace("<br>", " ")


def test_a_pooled_mean_with_a_hole_is_a_hole():
    """One value that is not finite makes its whole column not finite, so that it is marked."""
    assert np.isnan(pool(np.array([1.0, np.nan, 3.0, 4.0]), 2)).tolist() == [True, False]


def test_a_long_flow_matrix_is_pooled_on_both_sides():
    """Losses and states are pooled alike, and the figure says so."""
    run = lstmviz.random_model(hidden_size=2, seed=2).run([f"w{step % 7}" for step in range(450)])

    figure = flow_matrix(lstmviz.gradient_flow(run), run.tokens)

    assert figure.data[0].z.shape == (225, 226)
    assert "mean of 2 × 2 steps" in figure.layout.title.subtitle.text.replace("<br>", " ")
