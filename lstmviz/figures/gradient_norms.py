"""How fast the gradient fades with distance from the loss: cells against each other on one absolute log axis."""

from collections.abc import Mapping, Sequence

import numpy as np
import plotly.graph_objects as go

from lstmviz.cells import cell_named
from lstmviz.cells.cell import Array
from lstmviz.dynamics.gradient_decay import DecayCurve
from lstmviz.figures.frame import frame, message
from lstmviz.figures.log_axis import NORM, above_zero, float32_limit, log_axis
from lstmviz.figures.theme import Theme, series_colour, series_line, series_marker, theme_named
from lstmviz.figures.words import label, plain, safe
from lstmviz.numbers import number

Curves = Mapping[str, DecayCurve] | Sequence[tuple[str, DecayCurve]]

TITLE = "Gradient and distance"
LAG = "steps before the loss (lag)"
KINDS = (
    ("rnn", "pytorch"),
    ("lstm", "forget_bias"),
    ("gru", "pytorch"),
    ("lstm", "pytorch"),
    ("lstm", "chrono"),
    ("rnn", "gain"),
    ("rnn", "orthogonal"),
    ("gru", "chrono"),
)
QUANTITIES = {
    "hidden_state": "gradient of the hidden state",
    "memory": "gradient of the memory",
    "direct": "gradient of the memory by the direct path",
    "rest": "gradient of the memory through hidden state and gates",
}


def gradient_norms(
    curves: Curves, quantity: str = "hidden_state", direct: bool | None = None, theme: str = "light"
) -> go.Figure:
    """Show one quantity's gradient norm by lag, a line per curve; dashed, the share of the direct path.

    `direct` draws that share as well; left out, it is drawn where it belongs, beside the gradient of the memory.
    """
    look, named = theme_named(theme), list(curves.items() if isinstance(curves, Mapping) else curves)
    if quantity not in QUANTITIES:
        raise ValueError(f"there is no quantity {quantity!r}; there are {', '.join(QUANTITIES)}")
    if not named:
        return message(look, TITLE, "Choose at least one network to measure.", LAG, NORM)
    dashed = quantity == "memory" if direct is None else direct
    figure = go.Figure()
    for index, (name, curve) in zip(places([curve for _, curve in named]), named, strict=True):
        figure.add_traces(_curve(name, curve, quantity, dashed, index, look))
    norms = [getattr(curve, kind) for _, curve in named for kind in (quantity, *(["direct"] if dashed else []))]
    figure.update_yaxes(log_axis(norms))
    float32_limit(figure, look)
    figure.update_xaxes(title=LAG, range=_lag_range(named), showgrid=False, zeroline=False)
    notes = [f"Full line: {QUANTITIES[quantity]}.", "Dashed: its share by the direct path." if dashed else ""]
    notes += dict.fromkeys(_zeros(name, curve, quantity, dashed) for name, curve in named)
    framed = frame(figure, look, TITLE, notes, _sentence(named, quantity), 330, bottom=80)
    return framed.update_layout(showlegend=True)  # a single curve must say whose it is, in a saved picture too


def places(curves: Sequence[DecayCurve]) -> list[int]:
    """Return the place of each curve in the palette: that of its kind, so that it looks the same in every figure.

    A second curve of a kind takes the next place that is free.
    """
    taken: list[int] = []
    for curve in curves:
        kind = (curve.experiment.cell, curve.experiment.initialiser)
        first = KINDS.index(kind) if kind in KINDS else len(KINDS)
        later = (place for place in range(first, first + len(KINDS) + len(taken) + 1) if place not in taken)
        taken.append(next(later))
    return taken


def _curve(name: str, curve: DecayCurve, quantity: str, dashed: bool, index: int, theme: Theme) -> list[go.Scatter]:
    whole = {**series_line(theme, index), "dash": "solid"}
    drawn = [_line(name, curve, getattr(curve, quantity), index, theme, whole)]
    if dashed and quantity != "direct" and curve.direct[1:].any():
        by_path = {"color": series_colour(theme, index), "dash": "dash", "width": 1.5}
        drawn.append(_line(f"{name}, direct path", curve, curve.direct, index, theme, by_path, "-open"))
    return drawn


def _line(
    name: str, curve: DecayCurve, norms: Array, index: int, theme: Theme, style: dict, hollow: str = ""
) -> go.Scatter:
    marker = series_marker(theme, index)
    # Different spacings, so that the markers of two lines that coincide do not cover each other.
    marker |= {"symbol": marker["symbol"] + hollow, "size": 8, "maxdisplayed": 8 + 3 * (index % 4)}
    return go.Scatter(
        x=curve.lags,
        y=above_zero(norms),
        name=label(name, longest=40),
        mode="lines+markers",
        line=style,
        marker=marker,
        hovertemplate=f"{safe(name)}<br>lag %{{x}}<br>norm %{{y:.15g}}<extra></extra>",
    )


def _lag_range(named: Sequence[tuple[str, DecayCurve]]) -> list[float]:
    last = max(int(curve.lags[-1]) for _, curve in named)
    return [-0.02 * last, 1.02 * last]


def _zeros(name: str, curve: DecayCurve, quantity: str, dashed: bool) -> str:
    """Say which norms are exactly 0 and so not on the axis."""
    if dashed and not curve.direct[1:].any():
        return f"A {cell_named(curve.experiment.cell).title} has no direct path: that share is exactly 0."
    zero = np.flatnonzero(getattr(curve, quantity) == 0)
    return f"{label(name, 40)} is exactly 0 from lag {zero[0]} on, below any axis." if len(zero) else ""


def _sentence(named: Sequence[tuple[str, DecayCurve]], quantity: str) -> str:
    said = (_one_sentence(plain(name), getattr(curve, quantity)) for name, curve in named)
    return f"The {QUANTITIES[quantity]}, by distance from the loss. {' '.join(said)}"


def _one_sentence(name: str, norms: Array) -> str:
    middle, last = len(norms) // 2, len(norms) - 1
    start, half, end = (number(float(norms[lag])) for lag in (0, middle, last))
    return f"{name}: {start} at the loss, {half} at lag {middle}, {end} at lag {last}."
