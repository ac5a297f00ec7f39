"""The learning signal of one loss at every word of one run."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from lstmviz.cells.cell import Array
from lstmviz.dynamics import Gradients
from lstmviz.dynamics.measures import norm_per_step
from lstmviz.figures.axes import steps_axis
from lstmviz.figures.frame import frame
from lstmviz.figures.lines import line, lost
from lstmviz.figures.log_axis import above_zero, float32_limit, log_axis
from lstmviz.figures.pooling import pool, pooled_words, steps_per_point
from lstmviz.figures.theme import theme_named
from lstmviz.figures.words import safe, state_place
from lstmviz.numbers import number

LOWEST = -12  # a sentence is short: less is rarely reached, and the axis grows where it is
TITLE = "How much the loss listens to each word"


def gradient_rows(gradients: Gradients, tokens: Sequence[str] | None = None, theme: str = "light") -> go.Figure:
    """Show the norm of the loss gradient in each state of a run, from the initial state on, on a log axis."""
    look, words = theme_named(theme), tuple(tokens or gradients.trace.words)
    width = steps_per_point(len(words))
    steps = steps_axis(words, width, initial=True)
    norms = norms_of(gradients)
    axis = log_axis(norms.values(), LOWEST)
    low, high = (10.0**decade for decade in axis["range"])
    figure = go.Figure()
    for index, (name, values) in enumerate(norms.items()):
        drawn = above_zero(pool(values, width))
        figure.add_trace(line(drawn, steps, name, look, index, "norm"))
        infinite = np.where(np.isfinite(values) | (values == 0), 0.0, values)
        figure.add_traces(lost(pool(infinite, width), steps, name, low, high, look))
    figure.update_xaxes(steps.layout).update_yaxes(axis)
    float32_limit(figure, look)
    notes = [pooled_words(width, "point"), *(_zeros(name, values, words) for name, values in norms.items())]
    return frame(figure, look, TITLE, notes, _sentence(norms, words), 270, bottom=80)


def norms_of(gradients: Gradients) -> dict[str, Array]:
    """Return the gradient norms to draw, each (time + 1,): the memory apart only where the cell has one."""
    norms = {"hidden state": norm_per_step(gradients.hidden_state)}
    if gradients.trace.cell.memory != "hidden_state":
        norms["memory"] = norm_per_step(gradients.memory)
    direct = norm_per_step(gradients.direct)
    # A vanilla RNN carries nothing unit by unit: only the step of the loss itself is left.
    return {**norms, "memory, direct path": direct} if np.count_nonzero(direct) > 1 else norms


def _zeros(name: str, values: Array, words: Sequence[str]) -> str:
    zero = np.flatnonzero(values == 0)
    if len(zero) in (0, len(values)):
        return f"The {name} has gradient exactly 0 everywhere." if len(zero) else ""
    after_loss = len(zero) == len(values) - zero[0]
    where = (
        f"after {safe(state_place(int(zero[0]) - 1, words))}"
        if after_loss
        else f"at {len(zero)} of {len(values)} places"
    )
    return f"The {name} has gradient exactly 0 {where}."


def _sentence(norms: dict[str, Array], words: Sequence[str]) -> str:
    said = []
    for name, values in norms.items():
        row = int(np.nanargmax(np.where(np.isfinite(values), values, -1.0)))
        where = "at the start" if row == 0 else f"after {state_place(row, words)}"
        said.append(f"Gradient of the {name}: {number(values[0])} at the start, largest {number(values[row])} {where}.")
    return " ".join(said)
