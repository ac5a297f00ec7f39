"""The table of `make bench`: one Row a claim, ours beside its peer, both measured in the same run.

    ratio = ours / peer      for "at most"  (a time that may be so many times the peer's)
    ratio = peer / ours      for "at least" (a speed-up)

A machine that is slow or busy slows both sides, so the ratio travels and the milliseconds do not.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from statistics import median

HEADINGS = ("what", "ours", "peer", "min", "median", "max", "target", "met")


@dataclass(frozen=True)
class Row:
    """One claim: medians of ours and of the peer, the ratio of every round, the target, and whether it is met.

    `peer` is None and `ratios` empty where a claim is an absolute figure.
    """

    what: str
    ours: float
    peer: float | None
    unit: str
    ratios: tuple[float, ...]
    target: str
    met: bool


def at_most(what: str, ours: Sequence[float], peer: Sequence[float], limit: float, unit: str = "ms") -> Row:
    """Claim that ours takes at most `limit` times the peer; both are measured in rounds, one value each a round."""
    ratios = tuple(mine / theirs for mine, theirs in zip(ours, peer, strict=True))
    target = f"at most {limit:g} x"
    return Row(what, median(ours), median(peer), unit, ratios, target, median(ratios) <= limit)


def at_least(what: str, ours: Sequence[float], peer: Sequence[float], limit: float, unit: str = "ms") -> Row:
    """Claim that ours is at least `limit` times faster than the peer."""
    ratios = tuple(theirs / mine for mine, theirs in zip(ours, peer, strict=True))
    target = f"at least {limit:g} x"
    return Row(what, median(ours), median(peer), unit, ratios, target, median(ratios) >= limit)


def below(what: str, ours: Sequence[float], limit: float, unit: str = "ms") -> Row:
    """Claim an absolute figure: the median of ours stays below `limit`."""
    return Row(what, median(ours), None, unit, (), f"below {limit:g} {unit}", median(ours) < limit)


def beside(what: str, ours: Sequence[float], peer: Sequence[float], unit: str = "ms") -> Row:
    """Print ours beside the peer, without a target."""
    row = at_most(what, ours, peer, 0, unit)
    return replace(row, target="", met=True)


def note(what: str, ours: float, unit: str, peer: float | None = None) -> Row:
    """Print a figure that has no target."""
    return Row(what, ours, peer, unit, () if peer is None else (ours / peer,), "", True)


def text(rows: Iterable[Row]) -> str:
    """Return the table as lines of aligned columns."""
    cells = [HEADINGS, *(_cells(row) for row in rows)]
    widths = [max(len(line[column]) for line in cells) for column in range(len(HEADINGS))]
    return "\n".join(_line(line, widths) for line in cells)


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    first, *numbers = (cell.ljust(width) for cell, width in zip(cells, widths, strict=True))
    return "  ".join([first, *numbers]).rstrip()


def _cells(row: Row) -> tuple[str, ...]:
    spread = (min(row.ratios), median(row.ratios), max(row.ratios)) if row.ratios else ()
    low, middle, high = (f"{ratio:.2f}" for ratio in spread) if spread else ("", "", "")
    met = ("yes" if row.met else "NO") if row.target else ""
    return (row.what, _amount(row.ours, row.unit), _amount(row.peer, row.unit), low, middle, high, row.target, met)


def _amount(value: float | None, unit: str) -> str:
    return "" if value is None else f"{value:.3g} {unit}".rstrip()
