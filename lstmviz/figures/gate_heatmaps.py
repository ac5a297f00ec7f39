"""All gates over time under one another, on one axis of words."""

import plotly.graph_objects as go
from plotly.subplots import make_subplots

from lstmviz.dynamics import Trace
from lstmviz.figures.axes import steps_axis, units_axis
from lstmviz.figures.frame import BAR_HEIGHT, frame
from lstmviz.figures.gate_heatmap import gate_colours, gate_panel, gate_sentence
from lstmviz.figures.heatmap import panel_height
from lstmviz.figures.pooling import pooled_words, steps_per_column
from lstmviz.figures.theme import Theme, theme_named

BETWEEN = 30  # pixels between two panels, room for the name of the lower one


def gate_heatmaps(trace: Trace, theme: str = "light") -> go.Figure:
    """Show every gate over time under one another, fractions and candidates each on its fixed scale."""
    look, gates = theme_named(theme), trace.cell.gates_in_order
    width = steps_per_column(trace.time_steps, trace.hidden_size * len(gates))
    height = panel_height(trace.hidden_size, most=220)
    total = len(gates) * height + (len(gates) - 1) * BETWEEN
    figure = make_subplots(len(gates), 1, shared_xaxes=True, vertical_spacing=BETWEEN / total if len(gates) > 1 else 0)
    for row, gate in enumerate(gates, start=1):
        axis = "coloraxis2" if gate.low < 0 else "coloraxis"
        panel = gate_panel(trace, gate.name, width, look, axis)
        figure.add_traces(panel, rows=[row] * len(panel), cols=[1] * len(panel))
        _name_panel(figure, look, row, gate.title, look.gate_colour(gate))
    _axes(figure, trace, width)
    _colours(figure, trace, look)
    _one_entry_each(figure)
    return frame(
        figure,
        look,
        f"The gates of the {trace.cell.title}",
        [pooled_words(width)],
        " ".join(gate_sentence(trace, gate.name) for gate in gates),
        total + BETWEEN,
        BAR_HEIGHT + 20,
    )


def _name_panel(figure: go.Figure, theme: Theme, row: int, title: str, colour: str) -> None:
    number = "" if row == 1 else str(row)
    figure.add_annotation(
        text=f"<b>{title}</b>", font={"color": colour, "size": 13}, showarrow=False,
        xref="paper", x=0, xanchor="left", yref=f"y{number} domain", y=1, yanchor="bottom",
    )  # fmt: skip


def _axes(figure: go.Figure, trace: Trace, width: int) -> None:
    layout = steps_axis(trace.words, width).layout
    figure.update_xaxes({**layout, "title": None})
    figure.update_xaxes(title=layout["title"], row=len(trace.cell.gates))
    figure.update_yaxes(units_axis(trace.unit_names))


def _colours(figure: go.Figure, trace: Trace, theme: Theme) -> None:
    """One bar for all fractions, one for all candidates, side by side."""
    fraction = next((gate for gate in trace.cell.gates if gate.low >= 0), None)
    signed = next((gate for gate in trace.cell.gates if gate.low < 0), None)
    if fraction:
        bar = gate_colours(theme, fraction, 0.48 if signed else 1.0)
        bar["colorbar"].update(ticktext=["0 closed", "1 open"])
        figure.update_layout(coloraxis=bar)
    if signed:
        figure.update_layout(coloraxis2=gate_colours(theme, signed))


def _one_entry_each(figure: go.Figure) -> None:
    """The same kind of mark in several panels is one line of the legend."""
    seen: set[str] = set()
    for trace in figure.select_traces({"type": "scatter"}):
        kind = trace.name.split(" (")[0]
        trace.update(name=kind, legendgroup=kind, showlegend=kind not in seen)
        seen.add(kind)
