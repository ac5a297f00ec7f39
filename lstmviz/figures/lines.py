"""A line over the steps of a sequence; each series has its colour, dash and marker."""

import numpy as np
import plotly.graph_objects as go

from lstmviz.cells.cell import Array
from lstmviz.figures.axes import Steps
from lstmviz.figures.theme import Theme, series_line, series_marker
from lstmviz.figures.words import label, safe

MOST_MARKERS, FEW_MARKERS = 60, 12  # a longer line than the first number gets as many as the second


def line(values: Array, steps: Steps, name: str, theme: Theme, index: int, unit: str, **options) -> go.Scatter:
    """Draw one series of values (point,); `unit` says in the hover box what the number is."""
    return go.Scatter(
        x=steps.positions,
        y=np.where(np.isfinite(values), values, np.nan),
        name=label(name, longest=24),
        mode="lines+markers",
        line=series_line(theme, index),
        marker={**series_marker(theme, index), "maxdisplayed": 0 if len(values) <= MOST_MARKERS else FEW_MARKERS},
        customdata=steps.safe_names,
        hovertemplate=f"%{{customdata}}<br>{safe(name)}<br>{unit} %{{y:.15g}}<extra></extra>",
        **options,
    )


def lost(values: Array, steps: Steps, name: str, low: float, high: float, theme: Theme) -> list[go.Scatter]:
    """Mark at the edge of the panel the points of a line that are not finite numbers."""
    kinds = (
        ("not a number", "x", np.isnan(values), low),
        ("+infinity", "triangle-up", values == np.inf, high),
        ("-infinity", "triangle-down", values == -np.inf, low),
    )
    return [
        go.Scatter(
            x=steps.positions[where],
            y=np.full(int(where.sum()), edge),
            mode="markers",
            name=f"{label(name)}: {kind}",
            customdata=[steps.safe_names[point] for point in np.flatnonzero(where)],
            hovertemplate=f"%{{customdata}}<br>{safe(name)}: {kind}<extra></extra>",
            cliponaxis=False,
            marker={"symbol": symbol, "size": 9, "color": theme.background, "line": {"width": 1.5, "color": theme.ink}},
        )
        for kind, symbol, where, edge in kinds
        if where.any()
    ]


def symmetric(values: Array, least: float = 0.0) -> float:
    """Return the half-width of a range around 0 that holds all finite values, at least 1 where all are 0."""
    finite = np.abs(values[np.isfinite(values)])
    return max(float(finite.max(initial=0.0)), least) or 1.0
