"""What all figures share: title, notes below it, room for both, the look, and the sentence for a screen reader."""

import textwrap
from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go

from lstmviz.figures.theme import Theme, template

BAR_HEIGHT = 38  # pixels of a colour bar with its words
NOTE_WIDTH = 56  # characters; a phone of 390 pixels shows that many
LEGEND = {
    "orientation": "h", "yref": "container", "y": 0, "yanchor": "bottom", "xref": "container", "x": 0.01,
    "xanchor": "left", "bgcolor": "rgba(0,0,0,0)", "itemwidth": 40,
}  # fmt: skip


def frame(
    figure: go.Figure,
    theme: Theme,
    title: str,
    notes: Sequence[str],
    description: str,
    height: int,
    room: int = 8,
    bottom: int = 60,
) -> go.Figure:
    """Give a figure its title, notes and look; in pixels, `height` is for its panels and `room` above them."""
    lines = note_lines(notes)
    below_notes = 44 + 17 * len(lines)
    top = below_notes + room
    total = top + height + bottom
    # Placed from the top of the figure: a bar placed from the panel pushes the title out (plotly.js 4.1).
    figure.update_coloraxes(colorbar={"y": 1 - below_notes / total, "yref": "container", "yanchor": "top"})
    return figure.update_layout(
        template=template(theme),
        title=_title(theme, title, lines, total),
        margin={"l": 16, "r": 20, "t": top, "b": bottom},
        height=total,
        legend={**LEGEND, "font": {"color": theme.ink, "size": 12}},
        meta={"description": description},
    )


def note_lines(notes: Sequence[str]) -> list[str]:
    """Return the notes as lines that fit a phone."""
    return textwrap.wrap(" ".join(note for note in notes if note), NOTE_WIDTH, break_long_words=False)


def _title(theme: Theme, title: str, lines: list[str], height: int) -> dict[str, Any]:
    return {
        "text": f"<b>{title}</b>",
        "font": {"color": theme.ink, "size": 16},
        "subtitle": {"text": _lines(lines), "font": {"color": theme.soft, "size": 12.5}},
        "x": 0, "xref": "container", "xanchor": "left", "pad": {"l": 16},
        "y": 1 - 14 / height, "yref": "container", "yanchor": "top",
    }  # fmt: skip


def _lines(lines: list[str]) -> str:
    # An empty last line: Plotly sets a text of several lines closer to the title than a text of one.
    return "<br>".join([*lines, "\u200b"]) if lines else ""


def describe(figure: go.Figure) -> str:
    """Return what a figure shows, in plain sentences, for a screen reader; text, not markup."""
    return str((figure.layout.meta or {}).get("description", ""))


def message(theme: Theme, title: str, sentence: str, x_title: str, y_title: str) -> go.Figure:
    """Return an empty figure that says in one sentence why there is nothing to draw."""
    figure = go.Figure()
    figure.update_xaxes(title={"text": x_title}, range=[0, 1], showticklabels=False, showgrid=False, zeroline=False)
    figure.update_yaxes(title={"text": y_title}, range=[0, 1], showticklabels=False, showgrid=False, zeroline=False)
    return frame(figure, theme, title, [sentence], f"{title}: {sentence}", height=80)


def bar_look(theme: Theme, ticks: dict[float, str], right: float = 1.0) -> dict[str, Any]:
    """Return the look of a slim colour bar with words at its ends; `frame` puts it above the panels."""
    return {
        "orientation": "h", "x": right, "xanchor": "right",
        "len": 104, "lenmode": "pixels", "thickness": 8, "xpad": 14, "ypad": 4, "outlinewidth": 0,
        "tickvals": list(ticks), "ticktext": list(ticks.values()), "tickangle": 0,
        "tickfont": {"size": 11, "color": theme.soft},
    }  # fmt: skip
