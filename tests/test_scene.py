"""Scenes simulate within their limits."""

import pytest

from lstmviz.dynamics.gradient_decay import DecayCurve
from lstmviz.scene import CURVES, GradientScene, Scene, experiment, longest_sequence, simulate, token_count


def test_a_long_text_is_read_up_to_the_limit():
    """Of 10,000 words the first 5,000 are read."""
    scene = Scene(text="panda is " * 5000)

    assert token_count(scene) == 10_000
    assert simulate(scene).trace.time_steps == 5000


def test_a_large_network_reads_less():
    """Steps times units stay below 640,000."""
    assert longest_sequence(4) == 5000
    assert longest_sequence(512) == 1250


@pytest.mark.parametrize("name", CURVES)
def test_every_curve_can_be_measured(name):
    """Each preset of the laboratory gives a labelled curve."""
    scene = GradientScene(curves=(name,), hidden_size=4, time_steps=20, seeds=1)

    curves = simulate(scene)

    (label,) = curves
    assert "%" not in label
    assert isinstance(curves[label], DecayCurve)
    assert curves[label].hidden_state[0] > 0


def test_sliders_reach_the_experiment():
    """The forget bias and the gain of a scene are those of its experiments."""
    scene = GradientScene(forget_bias=2.5, gain=0.7)

    assert experiment(scene, "lstm-bias") == ("LSTM, forget bias 2.5", experiment(scene, "lstm-bias")[1])
    assert experiment(scene, "lstm-bias")[1].value == 2.5
    assert experiment(scene, "rnn-gain")[1].value == 0.7
