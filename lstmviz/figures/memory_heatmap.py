"""The memory over time as a heat map; memory has no bound, so it is drawn on a symmetric scale of its own."""

from collections.abc import Sequence

import plotly.graph_objects as go

from lstmviz.cells.cell import Array
from lstmviz.dynamics import Trace
from lstmviz.figures.axes import steps_axis, units_axis
from lstmviz.figures.frame import BAR_HEIGHT, bar_look, frame
from lstmviz.figures.heatmap import counted, extremes, heatmap, largest, panel_height
from lstmviz.figures.lines import symmetric
from lstmviz.figures.marks import marks
from lstmviz.figures.pooling import pool, pooled_words, steps_per_column
from lstmviz.figures.theme import Theme, theme_named
from lstmviz.numbers import number, rounded_up


def memory_heatmap(trace: Trace, theme: str = "light") -> go.Figure:
    """Show what every unit holds after each word, around a neutral 0."""
    size = f"{counted(trace.hidden_size, 'unit')} over {counted(trace.time_steps, 'step')}"
    return signed_heatmap(
        trace.memory[1:], trace, theme_named(theme), f"Memory ({trace.cell.memory.replace('_', ' ')})", "memory", [],
        f"Memory of {size}",
    )  # fmt: skip


def signed_heatmap(
    values: Array, trace: Trace, theme: Theme, title: str, signal: str, notes: Sequence[str], subject: str
) -> go.Figure:
    """Draw values (time, hidden) on a diverging scale that reaches as far as they do on either side of 0."""
    width, edge = steps_per_column(*values.shape), rounded_up(symmetric(values))
    steps, drawn = steps_axis(trace.words, width), pool(values, width)
    figure = go.Figure([heatmap(drawn, steps, trace.unit_names, signal), *marks(drawn, steps, trace.unit_names, theme)])
    figure.update_xaxes(steps.layout).update_yaxes(units_axis(trace.unit_names))
    figure.update_layout(coloraxis=signed_colours(theme, edge))
    pooled = [pooled_words(width), largest(values, trace.unit_names)] if width > 1 else []
    sentence = f"{subject}: {extremes(values, trace.words, trace.unit_names)}"
    return frame(figure, theme, title, [*notes, *pooled], sentence, panel_height(values.shape[1]), BAR_HEIGHT)


def signed_colours(theme: Theme, edge: float) -> dict:
    ticks = {-edge: f"−{number(edge)}", 0.0: "0", edge: f"+{number(edge)}"}
    return {"cmin": -edge, "cmax": edge, "colorscale": theme.diverging, "colorbar": bar_look(theme, ticks)}
