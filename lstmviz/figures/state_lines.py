"""The memory and the hidden state over time, a line per unit."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from lstmviz.cells.cell import Array
from lstmviz.dynamics import Trace
from lstmviz.figures.axes import Steps, steps_axis
from lstmviz.figures.frame import frame
from lstmviz.figures.heatmap import counted, extremes
from lstmviz.figures.lines import line, lost, symmetric
from lstmviz.figures.pooling import pool, pooled_words, steps_per_point
from lstmviz.figures.theme import Theme, theme_named

MOST_LINES = 20
TITLES = {"cell_state": "memory<br>(cell state c)", "hidden_state": "hidden state<br>(h)"}


def state_lines(trace: Trace, units: Sequence[int] | None = None, theme: str = "light") -> go.Figure:
    """Show the memory and the hidden state over time, for all units, for chosen ones, or as a band for very many."""
    look, states = theme_named(theme), tuple(reversed(trace.cell.states))
    chosen = chosen_units(trace, units)
    width = steps_per_point(trace.time_steps, len(chosen or (0, 0, 0)))
    steps = steps_axis(trace.words, width, initial=True)
    figure = make_subplots(len(states), 1, shared_xaxes=True, vertical_spacing=0.12 if len(states) > 1 else 0)
    for row, state in enumerate(states, start=1):
        values = pool(trace.state(state), width)
        # A hidden state is a tanh times a fraction; memory has no bound and gets a scale of its own.
        edge = symmetric(values, least=1.0 if state == "hidden_state" else 0.0) * 1.08
        panel = (
            _band(values, steps, look, row) if chosen is None else _lines(trace, values, chosen, steps, look, row, edge)
        )
        figure.add_traces(panel, rows=[row] * len(panel), cols=[1] * len(panel))
        figure.update_yaxes(title=_title(trace, state), range=[-edge, edge], zeroline=True, row=row)
    figure.update_xaxes({**steps.layout, "title": None})
    figure.update_xaxes(title=steps.layout["title"], row=len(states))
    notes = [pooled_words(width, "point"), _which(trace, units, chosen)]
    return frame(figure, look, "What the units hold", notes, _sentence(trace), 190 * len(states), bottom=76)


def chosen_units(trace: Trace, units: Sequence[int] | None) -> list[int] | None:
    """Return the units to draw as lines; None where there are too many and nobody chose."""
    if units is None:
        return list(range(trace.hidden_size)) if trace.hidden_size <= MOST_LINES else None
    for unit in units:
        if not 0 <= unit < trace.hidden_size:
            raise ValueError(f"unit {unit} is outside this run, which has units 0 to {trace.hidden_size - 1}")
    return list(units)[:MOST_LINES]


def _title(trace: Trace, state: str) -> str:
    formal = state.replace("_", " ")
    return TITLES.get(state, f"memory<br>({formal})" if state == trace.cell.memory else formal)


def _lines(
    trace: Trace, values: Array, units: list[int], steps: Steps, theme: Theme, row: int, edge: float
) -> list[go.Scatter]:
    drawn = []
    for unit in units:
        name = trace.unit_names[unit] if trace.units else f"unit {unit}"
        drawn.append(
            line(values[:, unit], steps, name, theme, unit, "value", legendgroup=str(unit), showlegend=row == 1)
        )
        drawn += lost(values[:, unit], steps, name, -edge, edge, theme)
    return drawn


def _band(values: Array, steps: Steps, theme: Theme, row: int) -> list[go.Scatter]:
    """Draw the lowest, the middle and the highest unit at each step, with the room between the outer two filled."""
    finite = np.where(np.isfinite(values), values, np.nan)
    known = np.isfinite(finite).any(axis=1)
    low, middle, high = (np.full(len(values), np.nan) for _ in range(3))
    low[known], high[known] = np.nanmin(finite[known], axis=1), np.nanmax(finite[known], axis=1)
    middle[known] = np.nanmedian(finite[known], axis=1)
    named = (("lowest unit", low, 2), ("highest unit", high, 1), ("median unit", middle, 0))
    curves = [line(v, steps, name, theme, i, "value", legendgroup=name, showlegend=row == 1) for name, v, i in named]
    curves[1].update(fill="tonexty", fillcolor=f"rgba({_rgb(theme.soft)},0.18)")
    gone = np.where(known, 0.0, np.nan)
    return [*curves, *lost(gone, steps, "all units", 0.0, 0.0, theme)]


def _rgb(colour: str) -> str:
    return ",".join(str(int(colour[k : k + 2], 16)) for k in (1, 3, 5))


def _which(trace: Trace, units: Sequence[int] | None, chosen: list[int] | None) -> str:
    if chosen is None:
        return f"{trace.hidden_size} units: the band goes from the lowest to the highest, the line is the median."
    if units is not None and len(units) > len(chosen):
        return f"The first {len(chosen)} of the {len(units)} chosen units."
    return ""


def _sentence(trace: Trace) -> str:
    size = f"{counted(trace.hidden_size, 'unit')} over {counted(trace.time_steps, 'step')}"
    said = {name: extremes(trace.state(name), trace.words, trace.unit_names, True) for name in trace.cell.states}
    parts = (f"{name.replace('_', ' ').capitalize()} of {size}: {ends}" for name, ends in said.items())
    return " ".join(reversed(list(parts)))
