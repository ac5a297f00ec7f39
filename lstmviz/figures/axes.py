"""Axes of words and of units, as many labels as fit.

Both are category axes over whole numbers with the word as alias: the same word may come twice, Plotly leaves out
labels that find no room, and a page can point at a step by its number.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from lstmviz.cells.cell import Array
from lstmviz.figures.words import START, label, place, safe

FEW_LABELS = 12  # of units, where there is no room to name each


@dataclass(frozen=True, eq=False)
class Steps:
    """The steps of a sequence as an axis: positions, names for the hover box, and the layout of the axis."""

    positions: Array
    names: tuple[str, ...]
    layout: dict[str, Any]

    @cached_property
    def safe_names(self) -> list[str]:
        return [safe(name) for name in self.names]


def steps_axis(words: Sequence[str], width: int = 1, initial: bool = False) -> Steps:
    """Return the axis of a sequence; `initial` puts the state before the first word in front, at position -1."""
    first = -1 if initial else 0
    count = len(words) - first
    if width > 1:
        return _pooled_axis(np.arange(first, len(words), width), width, len(words))
    positions = np.arange(first, len(words))
    names = tuple([START] * initial) + tuple(place(step, word) for step, word in enumerate(words))
    return Steps(positions, names, _category(count, _aliases(words, initial), _title(words)))


def _pooled_axis(starts: Array, width: int, end: int) -> Steps:
    stops = np.minimum(starts + width, end) - 1
    names = tuple(f"steps {start} to {stop}" for start, stop in zip(starts, stops, strict=True))
    # Columns of a heat map have one width, so the last one may reach past the end of the sequence.
    edges = [float(starts[0]) - 0.5, float(starts[-1] + width) - 0.5]
    return Steps(starts + (width - 1) / 2, names, {"type": "linear", "range": edges, "title": {"text": "time step"}})


def _title(words: Sequence[str]) -> str:
    return "time step" if all(word == str(step) for step, word in enumerate(words)) else "word read"


def _aliases(words: Sequence[str], initial: bool) -> dict[str, str]:
    named = {str(step): label(word) for step, word in enumerate(words)}
    return {"-1": START, **named} if initial else named


def _category(count: int, aliases: dict[str, str], title: str) -> dict[str, Any]:
    return {
        "type": "category",
        "labelalias": aliases,
        "range": [-0.5, count - 0.5],
        "title": {"text": title},
        "autotickangles": [0, -90],
        "showgrid": False,
    }


def units_axis(units: Sequence[str], title: str = "hidden unit") -> dict[str, Any]:
    """Return the vertical axis of a heat map, the first unit on top."""
    axis = _category(len(units), {str(row): label(unit) for row, unit in enumerate(units)}, title)
    few = {"nticks": FEW_LABELS} if len(units) > 2 * FEW_LABELS else {}
    return {**axis, **few, "range": [len(units) - 0.5, -0.5], "zeroline": False}
