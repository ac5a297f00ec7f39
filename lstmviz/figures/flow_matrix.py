"""All pairs at once: how much the loss at one word depends on the state at another."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from lstmviz.cells.cell import Array
from lstmviz.dynamics import GradientFlow
from lstmviz.figures.axes import Steps, steps_axis
from lstmviz.figures.frame import BAR_HEIGHT, bar_look, frame
from lstmviz.figures.log_axis import decades
from lstmviz.figures.marks import MOST_MARKS
from lstmviz.figures.pooling import FEWEST_COLUMNS, LARGEST_GRID, peak, pool
from lstmviz.figures.theme import Theme, theme_named
from lstmviz.figures.words import place, safe, state_place
from lstmviz.numbers import number

QUANTITIES = {"hidden_state": "the hidden state", "memory": "the memory", "direct": "the memory, by the direct path"}
COARSE_HOVER = "loss at %{y}<br>state at %{x}<br>log10 of the norm %{z:.7g}"
MOST_SIDE = 2 * FEWEST_COLUMNS


def flow_matrix(
    flow: GradientFlow, words: Sequence[str], quantity: str = "hidden_state", theme: str = "light"
) -> go.Figure:
    """Show log10 of the gradient norm: a row per loss, a column per state; the future stays blank."""
    if quantity not in QUANTITIES:
        raise ValueError(f"there is no quantity {quantity!r}; there are {', '.join(QUANTITIES)}")
    look, norms = theme_named(theme), getattr(flow, quantity)
    width = 1 if norms.size <= LARGEST_GRID else -(-len(norms) // MOST_SIDE)
    columns, rows = steps_axis(words, width, initial=True), steps_axis(words, width)
    drawn, past = pool_both(norms, width), pool_both(is_past(len(norms)) * 1.0, width) > 0
    figure = go.Figure([_heatmap(drawn, columns, rows), *_marks(drawn, past, columns, rows, look)])
    _axes(figure, columns, rows)
    figure.update_layout(coloraxis=_colours(look, *decades([norms])))
    _name_future(figure, look, len(norms))
    notes = [f"Gradient of the loss at one step (row) in {QUANTITIES[quantity]} at another (column)."]
    notes += [f"Each cell is the mean of {width} × {width} steps."] if width > 1 else []
    notes += [_zeros(past & (drawn == 0))]
    height = int(min(520, max(120, 24 * len(rows.names))))
    return frame(figure, look, "Who hears whom", notes, _sentence(norms, words, quantity), height, BAR_HEIGHT)


def pool_both(values: Array, width: int) -> Array:
    """Return the mean of every block of `width` losses and `width` states."""
    return pool(pool(values, width).T, width).T


def is_past(time_steps: int) -> Array:
    """Return the pairs (loss row, state column) in which the loss can depend on the state."""
    return np.tri(time_steps, time_steps + 1, k=1, dtype=bool)


def _heatmap(norms: Array, columns: Steps, rows: Steps) -> go.Heatmap:
    positive = np.isfinite(norms) & (norms > 0)
    logs = np.log10(norms, out=np.full(norms.shape, np.nan), where=positive)
    few = norms.size <= 3600
    return go.Heatmap(
        x=columns.positions,
        y=rows.positions,
        z=logs if few else logs.astype(np.float32),
        customdata=_names(norms, columns, rows) if few else None,
        hovertemplate=("%{customdata}" if few else COARSE_HOVER) + "<extra></extra>",
        hoverongaps=False,
        coloraxis="coloraxis",
        xgap=1 if few else 0,
        ygap=1 if few else 0,
    )


def _names(norms: Array, columns: Steps, rows: Steps) -> list[list[str]]:
    return [
        [
            f"loss at {row}<br>state at {column}<br>norm {norm:.15g}"
            for column, norm in zip(columns.safe_names, of_row, strict=True)
        ]
        for row, of_row in zip(rows.safe_names, norms, strict=True)
    ]


def _marks(norms: Array, past: Array, columns: Steps, rows: Steps, theme: Theme) -> list[go.Scatter]:
    """Mark what a logarithm cannot show: an exact 0 in the past, and what is not finite."""
    kinds = (("exactly 0", "line-ew", past & (norms == 0)), ("not finite", "x", ~np.isfinite(norms)))
    return [
        _mark(where, columns, rows, theme, name, symbol)
        for name, symbol, where in kinds
        if 0 < where.sum() <= MOST_MARKS
    ]


def _zeros(where: Array) -> str:
    count = int(where.sum())
    return f"Blank in the past: {count} cells are exactly 0." if count > MOST_MARKS else ""


def _mark(where: Array, columns: Steps, rows: Steps, theme: Theme, name: str, symbol: str) -> go.Scatter:
    found = np.argwhere(where)
    return go.Scatter(
        x=columns.positions[found[:, 1]],
        y=rows.positions[found[:, 0]],
        mode="markers",
        name=f"{name} ({int(where.sum())})",
        showlegend=True,
        customdata=[f"loss at {safe(rows.names[r])}<br>state at {safe(columns.names[c])}" for r, c in found],
        hovertemplate=f"%{{customdata}}<br>{name}<extra></extra>",
        marker={"symbol": symbol, "size": 6, "color": theme.soft, "line": {"width": 1.5, "color": theme.soft}},
    )


def _axes(figure: go.Figure, columns: Steps, rows: Steps) -> None:
    figure.update_xaxes({**columns.layout, "title": {"text": "state after this step"}})
    figure.update_yaxes({**rows.layout, "range": rows.layout["range"][::-1], "title": {"text": "loss at this step"}})


def _colours(theme: Theme, low: float, high: float) -> dict:
    bottom, top = int(np.floor(low)), int(np.ceil(high))
    top = max(top, bottom + 1)
    ticks: dict[float, str] = {bottom: f"10<sup>{bottom}</sup>", top: f"10<sup>{top}</sup>"}
    return {"cmin": bottom, "cmax": top, "colorscale": _visible(theme), "colorbar": bar_look(theme, ticks)}


def _visible(theme: Theme) -> list[tuple[float, str]]:
    """The sequential scale, its low end apart from the ground: blank means the future, not a small gradient."""
    return [(0.0, theme.line), *theme.sequential[1:]]


def _name_future(figure: go.Figure, theme: Theme, steps: int) -> None:
    if steps > 4:
        figure.add_annotation(
            text="the future:<br>no gradient", font={"color": theme.soft, "size": 12}, showarrow=False,
            xref="paper", x=0.97, xanchor="right", yref="paper", y=0.93, yanchor="top", align="right",
        )  # fmt: skip


def _sentence(norms: Array, words: Sequence[str], quantity: str) -> str:
    top = peak(norms)
    where = f"the loss at {place(top.step, words[top.step])} and the state at {state_place(top.row, words)}"
    return (
        f"Gradient norms of {len(norms)} losses in {QUANTITIES[quantity]}: largest {number(top.value)} for {where}; "
        f"the last loss reaches the start with {number(float(norms[-1, 0]))}."
    )
