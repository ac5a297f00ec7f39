"""Long sequences: several steps in one column, so that a browser draws them without freezing."""

from dataclasses import dataclass

import numpy as np

from lstmviz.cells.cell import Array

LARGEST_GRID = 100_000  # cells drawn one by one
POOLED_GRID = 300_000  # cells at most after pooling
MOST_COLUMNS = 1000
FEWEST_COLUMNS = 200
LONGEST_LINE = 2000  # points
MOST_POINTS = 10_000  # of all lines of a panel


def steps_per_column(steps: int, rows: int) -> int:
    """Return how many steps share a column of a heat map with so many rows.

    >>> steps_per_column(18, 4), steps_per_column(5000, 128), steps_per_column(5000, 4 * 128)
    (1, 5, 9)
    """
    if steps * rows <= LARGEST_GRID:
        return 1
    columns = min(MOST_COLUMNS, max(FEWEST_COLUMNS, POOLED_GRID // rows))
    return -(-steps // columns)


def steps_per_point(steps: int, lines: int = 1) -> int:
    """Return how many steps share a point, for a panel with so many lines.

    >>> steps_per_point(500, 20), steps_per_point(5000, 4), steps_per_point(5000, 20)
    (1, 5, 10)
    """
    if steps <= LONGEST_LINE and steps * lines <= MOST_POINTS:
        return 1
    return -(-steps // min(MOST_COLUMNS, max(FEWEST_COLUMNS, MOST_POINTS // lines)))


def pool(values: Array, width: int) -> Array:
    """Return the mean of every `width` rows; the last mean may have fewer.

    Shapes: (time, ...) in, (ceil(time / width), ...) out.
    Units: those of the values. A mean with a value that is not finite is not finite either.
    Source: arithmetic mean.

    >>> pool(np.array([1.0, 3.0, 5.0, 7.0, 100.0]), 2)
    array([  2.,   6., 100.])
    """
    if width == 1:
        return values
    starts = np.arange(0, len(values), width)
    counts = np.diff(np.append(starts, len(values)))
    with np.errstate(invalid="ignore"):  # infinity minus infinity is not a number, and is drawn as such
        return np.add.reduceat(values, starts, axis=0) / counts.reshape(-1, *(1,) * (values.ndim - 1))


def pooled_words(width: int, what: str = "column") -> str:
    """Say what one column stands for; an empty text where it is one step."""
    return "" if width == 1 else f"Each {what} is the mean of {width} steps: a single peak looks smaller than it was."


@dataclass(frozen=True)
class Peak:
    """Where the largest absolute value of an array (time, row) is: a mean must not hide it."""

    value: float
    step: int
    row: int


def peak(values: Array) -> Peak:
    """Return the finite entry with the largest absolute value."""
    sizes = np.where(np.isfinite(values), np.abs(values), -1.0)
    step, row = np.unravel_index(int(sizes.argmax()), values.shape)
    return Peak(float(values[step, row]), int(step), int(row))
