"""The memory ledger of one unit: which word wrote what the unit holds. It is bookkeeping, not a proof of cause."""

import numpy as np
import plotly.graph_objects as go

from lstmviz.cells.cell import Array
from lstmviz.dynamics import Trace, memory_ledger
from lstmviz.figures.axes import Steps, steps_axis
from lstmviz.figures.frame import frame
from lstmviz.figures.lines import lost, symmetric
from lstmviz.figures.pooling import pool, pooled_words
from lstmviz.figures.theme import HATCHES, MARKERS, Theme, series_colour, theme_named
from lstmviz.figures.words import label, place, plain, safe
from lstmviz.numbers import number

MOST_WRITERS = 8
SMALLEST_SHARE = 0.02  # of the largest memory; what never reaches it is drawn with the other words
MOST_BARS = 120


def ledger_bars(trace: Trace, unit: int = 0, theme: str = "light") -> go.Figure:
    """Show the memory of one unit after each word as signed bars, one part for each word that wrote it."""
    if not 0 <= unit < trace.hidden_size:
        raise ValueError(f"unit {unit} is outside this run, which has units 0 to {trace.hidden_size - 1}")
    look, name = theme_named(theme), trace.unit_names[unit]
    width = -(-trace.time_steps // MOST_BARS)
    steps = steps_axis(trace.words, width)
    ledger, memory = memory_ledger(trace, [unit])[:, :, 0], trace.memory[1:, unit]
    writers = chief_writers(ledger, memory)
    parts, total = pool(ledger, width), pool(memory, width)
    bars = [
        _bar(parts[:, writer], steps, _writer(trace, writer, writers), look, i, width)
        for i, writer in enumerate(writers)
    ]
    others = np.delete(parts, writers, axis=1).sum(axis=1)
    low, high = _reach(parts, total)
    figure = go.Figure([*bars, *_others(others, steps, look, width), _total(total, steps, look)])
    figure.add_traces(lost(_known(parts, total), steps, "memory", low, high, look))
    figure.update_xaxes(steps.layout)
    figure.update_yaxes(title=f"memory of unit {label(name)}", range=[low, high], zeroline=True)
    figure.update_layout(barmode="relative", bargap=0.12 if len(total) <= 60 else 0)
    notes = ["Each part: what is left of what that word wrote. Bookkeeping, not cause.", pooled_words(width, "bar")]
    sentence = _sentence(trace, unit, ledger, writers)
    return frame(figure, look, f"Who wrote the memory of unit {label(name)}", notes, sentence, 260, bottom=84)


def _known(parts: Array, total: Array) -> Array:
    """Return the memory, not a number where one of its parts is not finite: that part cannot be drawn."""
    return np.where(np.isfinite(parts).all(axis=1) | ~np.isfinite(total), total, np.nan)


def chief_writers(ledger: Array, memory: Array) -> list[int]:
    """Return the columns of a ledger (time, time + 1) that matter, in the order of writing."""
    sizes = np.nan_to_num(np.abs(ledger), nan=0.0, posinf=0.0).max(axis=0)
    largest = np.argsort(-sizes, kind="stable")[:MOST_WRITERS]
    return sorted(int(k) for k in largest if sizes[k] > 0 and sizes[k] >= SMALLEST_SHARE * symmetric(memory))


def _writer(trace: Trace, column: int, writers: list[int]) -> str:
    """Name who wrote a column of the ledger, with the step where two writers are the same word."""
    if column == 0:
        return "initial state"
    word = trace.words[column - 1]
    alone = sum(trace.words[other - 1] == word for other in writers if other) == 1
    return plain(word) if alone and trace.tokens else place(column - 1, word)


def _reach(parts: Array, total: Array) -> tuple[float, float]:
    """Return how far the stacked bars reach on either side of 0, with some room."""
    finite = np.where(np.isfinite(parts), parts, 0.0)
    ends = finite.clip(max=0).sum(axis=1).min(), finite.clip(min=0).sum(axis=1).max()
    room = 0.06 * symmetric(np.array([*ends, *total]))
    return float(ends[0] - room), float(ends[1] + room)


def _bar(share: Array, steps: Steps, name: str, theme: Theme, index: int, width: int) -> go.Bar:
    colour = series_colour(theme, index)
    return _bars(share, steps, name, width, {"color": colour, "pattern": _hatch(theme, index)})


def _others(share: Array, steps: Steps, theme: Theme, width: int) -> list[go.Bar]:
    return [_bars(share, steps, "other words", width, {"color": theme.line})] if np.any(share) else []


def _bars(share: Array, steps: Steps, name: str, width: int, marker: dict) -> go.Bar:
    return go.Bar(
        x=steps.positions,
        y=np.where(np.isfinite(share), share, np.nan),
        name=label(name, longest=28),
        showlegend=True,
        width=width if width > 1 else None,
        marker={**marker, "line": {"width": 0}},
        customdata=[f"{at}<br>written by {safe(name)}" for at in steps.safe_names],
        hovertemplate="%{customdata}<br>left of it %{y:.15g}<extra></extra>",
    )


def _hatch(theme: Theme, index: int) -> dict:
    return {
        "shape": HATCHES[index % len(HATCHES)],
        "fillmode": "overlay",
        "fgcolor": theme.background,
        "size": 7,
        "solidity": 0.2,
    }


def _total(memory: Array, steps: Steps, theme: Theme) -> go.Scatter:
    return go.Scatter(
        x=steps.positions,
        y=np.where(np.isfinite(memory), memory, np.nan),
        mode="markers" if len(memory) <= 60 else "lines",
        name="memory, the sum",
        marker={"symbol": MARKERS[2], "size": 7, "color": theme.ink, "line": {"color": theme.background, "width": 1}},
        line={"color": theme.ink, "width": 1.5},
        customdata=steps.safe_names,
        hovertemplate="%{customdata}<br>memory %{y:.15g}<extra></extra>",
    )


def _sentence(trace: Trace, unit: int, ledger: Array, writers: list[int]) -> str:
    """Say who wrote what the unit holds at the end."""
    last, name = ledger[-1], plain(trace.unit_names[unit])
    order = sorted((k for k in writers if last[k]), key=lambda k: -abs(last[k]))[:4]
    parts = [f"{number(float(last[k]))} by {_writer(trace, k, writers)}" for k in order]
    end = f"At the end unit {name} holds {number(float(trace.memory[-1, unit]))}"
    return f"{end}: {', '.join(parts)}." if parts else f"{end}, and no word stands out."
