"""A kind of network looks the same in every figure of gradients."""

import pytest

from lstmviz.figures.gradient_norms import gradient_norms, places
from lstmviz.scene import CURVES, GradientScene, simulate


def curves_of(*names):
    return simulate(GradientScene(curves=names, hidden_size=3, time_steps=20, seeds=1))


@pytest.mark.parametrize("beside", [(), ("gru",), ("lstm-chrono", "rnn-gain")])
def test_a_kind_keeps_its_colour(beside):
    """The vanilla RNN and the chrono LSTM have the same colour and marker whatever stands beside them."""
    alone = gradient_norms(curves_of("rnn")).data[0]

    beside_others = gradient_norms(curves_of(*beside, "rnn")).data[-1]

    assert beside_others.line.color == alone.line.color
    assert beside_others.marker.symbol == alone.marker.symbol


def test_no_two_curves_share_a_place():
    """All presets at once have places of their own, two forget biases too."""
    curves = curves_of(*CURVES)

    assert len(set(places(list(curves.values())))) == len(curves)


def test_a_single_curve_is_named():
    """A figure of one curve has a legend, so that a saved picture says whose it is."""
    assert gradient_norms(curves_of("gru")).layout.showlegend
