"""A heat map of one signal: a row per unit, a column per step. Several figures are built from it."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from lstmviz.cells.cell import Array
from lstmviz.figures.axes import Steps
from lstmviz.figures.pooling import peak
from lstmviz.figures.words import place, plain, safe, state_place
from lstmviz.numbers import number

WORDED_GRID = 20_000  # cells that each carry word and unit to the browser, in full precision


def heatmap(values: Array, steps: Steps, rows: Sequence[str], signal: str, coloraxis: str = "coloraxis") -> go.Heatmap:
    """Draw values (column, row); cells that are not finite stay blank, see `marks`."""
    small = values.size <= WORDED_GRID
    drawn = np.where(np.isfinite(values), values, np.nan).T
    gap = 1 if small and len(steps.positions) <= 120 and len(rows) <= 40 else 0
    return go.Heatmap(
        x=steps.positions,
        y=np.arange(len(rows)),
        z=drawn if small else drawn.astype(np.float32),  # half the message, and 7 digits in the hover box
        customdata=_cell_names(steps, rows, small),
        hovertemplate=_hover(steps, signal, small),
        hoverongaps=False,
        coloraxis=coloraxis,
        xgap=gap,
        ygap=gap,
    )


def _cell_names(steps: Steps, rows: Sequence[str], small: bool) -> list[list[str]] | None:
    if small:
        return [[f"{name}<br>unit {safe(row)}" for name in steps.safe_names] for row in rows]
    return [steps.safe_names] * len(rows) if steps.layout["type"] == "category" else None


def _hover(steps: Steps, signal: str, small: bool) -> str:
    if small:
        return f"%{{customdata}}<br>{signal} %{{z:.15g}}<extra></extra>"
    where = "%{customdata}" if steps.layout["type"] == "category" else f"mean of {_width(steps)} steps near %{{x:.0f}}"
    return f"{where}<br>unit %{{y}}<br>{signal} %{{z:.7g}}<extra></extra>"


def _width(steps: Steps) -> int:
    return int(steps.positions[1] - steps.positions[0]) if len(steps.positions) > 1 else 1


def panel_height(rows: int, most: int = 420) -> int:
    """Return the pixels for a panel with so many rows."""
    return min(most, max(64, 26 * rows))


def largest(values: Array, rows: Sequence[str]) -> str:
    """Say where the largest absolute value is, for a heat map of means."""
    top = peak(values)
    return f"Largest single value: {number(top.value)} at step {top.step}, unit {safe(rows[top.row])}."


def extremes(values: Array, words: Sequence[str], rows: Sequence[str], initial: bool = False) -> str:
    """Say in words what is lowest and highest in values (time, row), and how many are not finite.

    `initial` says that the first row of values is the state before the first word.
    """
    finite = np.isfinite(values)
    if not finite.any():
        return "no value is finite."
    lowest = np.where(finite, values, np.inf).argmin()
    highest = np.where(finite, values, -np.inf).argmax()
    ends = (("lowest", lowest), ("highest", highest))
    said = ", ".join(_end(name, values, int(flat), words, rows, initial) for name, flat in ends)
    lost = int((~finite).sum())
    return f"{said}." + (f" {lost} values are not finite numbers." if lost else "")


def _end(name: str, values: Array, flat: int, words: Sequence[str], rows: Sequence[str], initial: bool) -> str:
    step, row = divmod(flat, values.shape[1])
    at = state_place(step, words) if initial else place(step, words[step])
    return f"{name} {number(float(values[step, row]))} at {at}, unit {plain(rows[row])}"


def counted(count: int, singular: str) -> str:
    """Return a count with its noun.

    >>> counted(1, "unit"), counted(4, "unit")
    ('1 unit', '4 units')
    """
    return f"{count} {singular}" + ("" if count == 1 else "s")
