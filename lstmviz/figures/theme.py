"""The look of every figure, light and dark: colours, scales, dashes and markers.

Hues follow Okabe & Ito 2008, so that signals stay apart for colour-blind readers; a name is always printed as well.
"""

from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from lstmviz.cells.cell import Gate

Scale = tuple[tuple[float, str], ...]

FONT = "system-ui, 'Segoe UI', Roboto, sans-serif"
# 8, 5 and 7 have no common factor: the first 280 series all look different, even in grey.
DASHES = ("solid", "dash", "dot", "dashdot", "longdash")
MARKERS = ("circle", "square", "diamond", "triangle-up", "cross", "triangle-down", "star")
HATCHES = ("", "/", "x", "-", "\\", ".", "+", "|")


@dataclass(frozen=True)
class Theme:
    """Colours of one look. `sequential` runs from 0 to 1, `diverging` from -1 through 0 to 1.

    `roles` has the colour of a gate by its label, by what 1 means: the keep of an LSTM is that of a GRU.
    """

    name: str
    background: str
    panel: str
    ink: str
    soft: str
    line: str
    accent: str
    roles: dict[str, str]
    series: tuple[str, ...]
    sequential: Scale
    diverging: Scale

    def gate_colour(self, gate: Gate) -> str:
        """Return the colour of a gate; one with a label of its own is written in ink."""
        return self.roles.get(gate.label, self.ink)


LIGHT = Theme(
    name="light",
    background="#ffffff",
    panel="#faf9f7",
    ink="#1d2129",
    soft="#5d6470",
    line="#e4e2dd",
    accent="#8a5a00",
    roles={
        "keep": "#b84a00",
        "write": "#00785a",
        "listen": "#00785a",
        "candidate": "#a4457d",
        "show": "#005a92",
    },
    series=("#0f8a7a", "#4a4a4a", "#c23b4a", "#6f52b5", "#8a6d00", "#2b6cb0", "#b8608a", "#a65a1a"),
    sequential=((0.0, "#f1efe9"), (0.35, "#b4bdca"), (0.7, "#5b7396"), (1.0, "#22314f")),
    diverging=((0.0, "#b35806"), (0.25, "#dda26c"), (0.5, "#f1efe9"), (0.75, "#86a7c9"), (1.0, "#1b5fa8")),
)

DARK = Theme(
    name="dark",
    background="#14161a",
    panel="#1b1e24",
    ink="#eceae4",
    soft="#a2a8b3",
    line="#2d323b",
    accent="#f0b95a",
    roles={
        "keep": "#ff9a5c",
        "write": "#45cfa4",
        "listen": "#45cfa4",
        "candidate": "#ee9fce",
        "show": "#6db9f2",
    },
    series=("#4fc3b0", "#d9d4c7", "#ef6a78", "#b9a3f5", "#dcbf4e", "#7fb6f0", "#f0b0cf", "#f0a860"),
    sequential=((0.0, "#232832"), (0.35, "#5f5a4c"), (0.7, "#b3965f"), (1.0, "#ffd27a")),
    diverging=((0.0, "#ff9a5c"), (0.25, "#8f6448"), (0.5, "#232832"), (0.75, "#487193"), (1.0, "#6db9f2")),
)

THEMES = {theme.name: theme for theme in (LIGHT, DARK)}


def theme_named(name: str) -> Theme:
    """Return a look; an unknown name is answered with the names there are."""
    if name not in THEMES:
        raise ValueError(f"there is no theme {name!r}; there are {', '.join(THEMES)}")
    return THEMES[name]


def template(theme: Theme) -> go.layout.Template:
    """Return the Plotly template of a look: fonts, grounds, axes, hover box."""
    axis = {
        "gridcolor": theme.line,
        "linecolor": theme.line,
        "zerolinecolor": theme.soft,
        "zerolinewidth": 1,
        "tickfont": {"color": theme.soft, "size": 12},
        "title": {"font": {"color": theme.soft, "size": 12}, "standoff": 8},
        "automargin": True,
    }
    return go.layout.Template(
        layout={
            "font": {"family": FONT, "color": theme.ink, "size": 13},
            "paper_bgcolor": theme.background,
            "plot_bgcolor": theme.panel,
            "xaxis": axis,
            "yaxis": axis,
            "colorway": list(theme.series),
            "hoverlabel": {
                "bgcolor": theme.panel,
                "bordercolor": theme.soft,
                "font": {"family": FONT, "color": theme.ink, "size": 13},
                "align": "left",
            },
        }
    )


def series_colour(theme: Theme, index: int) -> str:
    return theme.series[index % len(theme.series)]


def series_line(theme: Theme, index: int) -> dict[str, Any]:
    """Return colour and dash of the series with this number."""
    return {"color": series_colour(theme, index), "dash": DASHES[index % len(DASHES)], "width": 2}


def series_marker(theme: Theme, index: int) -> dict[str, Any]:
    """Return colour and symbol of the series with this number."""
    return {"color": series_colour(theme, index), "symbol": MARKERS[index % len(MARKERS)], "size": 7}
