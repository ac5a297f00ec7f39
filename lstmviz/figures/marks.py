"""Marks on a heat map for what a colour cannot say: values that are not finite, and gates that were held."""

from collections.abc import Iterator, Sequence

import numpy as np
import plotly.graph_objects as go

from lstmviz.cells.cell import Array
from lstmviz.figures.axes import Steps
from lstmviz.figures.theme import Theme
from lstmviz.figures.words import safe

MOST_MARKS = 500


def marks(values: Array, steps: Steps, rows: Sequence[str], theme: Theme) -> list[go.Scatter]:
    """Mark every value of (column, row) that is not a finite number; nothing is clipped silently."""
    kinds = {
        ("not a number", "x"): np.isnan(values),
        ("+infinity", "triangle-up"): values == np.inf,
        ("-infinity", "triangle-down"): values == -np.inf,
    }
    return [mark(where, steps, rows, theme, name, symbol) for (name, symbol), where in kinds.items() if where.any()]


def held(where: Array | None, steps: Steps, rows: Sequence[str], theme: Theme) -> Iterator[go.Scatter]:
    """Mark the entries that an intervention overwrote."""
    if where is not None and where.any():
        yield mark(where, steps, rows, theme, "held by an intervention", "diamond")


def mark(where: Array, steps: Steps, rows: Sequence[str], theme: Theme, name: str, symbol: str) -> go.Scatter:
    """Put one symbol on each chosen cell (column, row); of very many, on evenly chosen ones, and the legend says so."""
    found = np.argwhere(where)
    drawn = found[:: -(-len(found) // MOST_MARKS)]
    shown = f"{len(found)}" if len(drawn) == len(found) else f"{len(found)}, {len(drawn)} of them marked"
    return go.Scatter(
        x=steps.positions[drawn[:, 0]],
        y=drawn[:, 1],
        mode="markers",
        name=f"{name} ({shown})",
        showlegend=True,
        customdata=[f"{safe(steps.names[column])}<br>unit {safe(rows[row])}" for column, row in drawn],
        hovertemplate=f"%{{customdata}}<br>{name}<extra></extra>",
        marker={"symbol": symbol, "size": 9, "color": theme.background, "line": {"width": 1.5, "color": theme.ink}},
    )
