"""One gate over time: a row per hidden unit, a column per word."""

import plotly.graph_objects as go

from lstmviz.cells.cell import Gate
from lstmviz.dynamics import Trace
from lstmviz.figures.axes import steps_axis, units_axis
from lstmviz.figures.frame import BAR_HEIGHT, bar_look, frame
from lstmviz.figures.heatmap import counted, extremes, heatmap, largest, panel_height
from lstmviz.figures.marks import held, marks
from lstmviz.figures.pooling import pool, pooled_words, steps_per_column
from lstmviz.figures.theme import Theme, theme_named


def gate_heatmap(trace: Trace, gate: str | None = None, theme: str = "light") -> go.Figure:
    """Show one gate over time: a row per hidden unit, a column per word, in the range that the cell declares.

    Left out, it is the gate that keeps: the forget gate of an LSTM, the update gate of a GRU.
    """
    gate = gate or keeping_gate(trace)
    look, declared = theme_named(theme), declared_gate(trace, gate)
    width = steps_per_column(trace.time_steps, trace.hidden_size)
    figure = go.Figure(gate_panel(trace, gate, width, look))
    figure.update_xaxes(steps_axis(trace.words, width).layout)
    figure.update_yaxes(units_axis(trace.unit_names))
    figure.update_layout(coloraxis=gate_colours(look, declared))
    notes = [f"1 means: {declared.one_means}.", *pooled_notes(trace, gate, width)]
    return frame(
        figure,
        look,
        declared.title,
        notes,
        gate_sentence(trace, gate),
        panel_height(trace.hidden_size),
        BAR_HEIGHT,
    )


def gate_panel(
    trace: Trace, gate: str, width: int, theme: Theme, coloraxis: str = "coloraxis"
) -> list[go.Heatmap | go.Scatter]:
    """Return the heat map of a gate with its marks."""
    steps, values = steps_axis(trace.words, width), pool(trace.gate(gate), width)
    forced = None if trace.forced is None else pool(trace.forced[:, trace.cell.gate_index(gate)] * 1.0, width) > 0
    title = declared_gate(trace, gate).title
    return [
        heatmap(values, steps, trace.unit_names, title, coloraxis),
        *held(forced, steps, trace.unit_names, theme),
        *marks(values, steps, trace.unit_names, theme),
    ]


def keeping_gate(trace: Trace) -> str:
    """Return the gate that keeps the memory; a cell without one is shown by its first."""
    return (trace.cell.keeping_gate or trace.cell.gates[0]).name


def declared_gate(trace: Trace, gate: str) -> Gate:
    return trace.cell.gates[trace.cell.gate_index(gate)]


def gate_colours(theme: Theme, gate: Gate, right: float = 1.0) -> dict:
    """Return the colour axis of a gate: sequential for a fraction, diverging around 0 for a candidate."""
    if gate.low < 0:
        ticks = {gate.low: f"{gate.low:g}", 0.0: "0", gate.high: f"+{gate.high:g}"}
    else:
        ticks = {gate.low: "0 closed", gate.high: f"1 {gate.label}"}
    scale = theme.diverging if gate.low < 0 else theme.sequential
    return {"cmin": gate.low, "cmax": gate.high, "colorscale": scale, "colorbar": bar_look(theme, ticks, right)}


def pooled_notes(trace: Trace, gate: str, width: int) -> list[str]:
    if width == 1:
        return []
    return [pooled_words(width), largest(trace.gate(gate), trace.unit_names)]


def gate_sentence(trace: Trace, gate: str) -> str:
    """Describe a gate's heat map for a reader who cannot see it."""
    formal = gate.replace("_", " ").capitalize()
    size = f"{counted(trace.hidden_size, 'unit')} over {counted(trace.time_steps, 'word' if trace.tokens else 'step')}"
    return f"{formal} of {size}: {extremes(trace.gate(gate), trace.words, trace.unit_names)}"
