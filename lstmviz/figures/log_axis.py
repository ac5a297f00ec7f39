"""Gradient norms on an absolute log axis: the same for every figure, so that pictures compare.

A norm of exactly 0 has no place on a log axis. It is left out of the line and said in words.
"""

from collections.abc import Iterable
from typing import Any

import numpy as np
import plotly.graph_objects as go

from lstmviz.cells.cell import Array
from lstmviz.dynamics.gradient_decay import FLOAT32_SMALLEST
from lstmviz.figures.theme import Theme

NORM = "gradient norm (loss per unit of state)"
LOWEST, HIGHEST, DECADES = -40, 2, 10


def log_axis(norms: Iterable[Array], lowest: int = LOWEST) -> dict[str, Any]:
    """Return an axis from `lowest` (a power of ten) to 100, longer by tens of decades where the norms need it."""
    low, high = decades(norms)
    bottom = min(lowest, DECADES * int(np.floor(low / DECADES)))
    top = max(HIGHEST, DECADES * int(np.ceil(high / DECADES)))
    return {
        "type": "log", "range": [bottom, top], "title": {"text": NORM}, "exponentformat": "power",
        "dtick": next((tick for tick in (2, 10, 50) if top - bottom <= 10 * tick), 200), "zeroline": False,
    }  # fmt: skip


def decades(norms: Iterable[Array]) -> tuple[float, float]:
    """Return log10 of the smallest and of the largest positive finite norm, (0, 0) where there is none."""
    positive = np.concatenate([np.empty(0), *(norm[np.isfinite(norm) & (norm > 0)] for norm in norms)])
    return (float(np.log10(positive.min())), float(np.log10(positive.max()))) if len(positive) else (0.0, 0.0)


def above_zero(norms: Array) -> Array:
    """Return the norms with a gap wherever one is 0 and so has no logarithm; +infinity stays."""
    return np.where(norms == 0, np.nan, norms)


def float32_limit(figure: go.Figure, theme: Theme) -> None:
    """Draw the line below which float32 loses digits and soon reads 0, where the axis reaches so far."""
    if figure.layout.yaxis.range[0] > np.log10(FLOAT32_SMALLEST):
        return
    figure.add_hline(y=FLOAT32_SMALLEST, line={"color": theme.soft, "width": 1, "dash": "dot"})
    figure.add_annotation(
        text="below 1.2e-38 float32 fades to 0", font={"color": theme.soft, "size": 11}, showarrow=False,
        xref="paper", x=0.01, xanchor="left", yref="y", y=float(np.log10(FLOAT32_SMALLEST)), yanchor="bottom",
    )  # fmt: skip
