"""Putting figures and networks on a page: theme, alt text, provenance."""

from collections.abc import Mapping, Sequence

import plotly.graph_objects as go
import streamlit as st

from lstmviz.figures import describe
from lstmviz.models import Model
from lstmviz.pages.place import plain

PICTURE_FORMATS = ("png", "svg")

TIGHTER = """<style>
[data-testid="stMainBlockContainer"] { padding: 3.5rem clamp(1rem, 2.5vw, 3rem) 2rem; max-width: 1500px; }
[data-testid="stMainBlockContainer"] h1 { padding: 0.25rem 0; }
[data-testid="stMainBlockContainer"] table { display: block; max-width: 100%; overflow-x: auto; }
</style>"""


def tighten() -> None:
    """Give the pictures the room that Streamlit leaves empty above and beside a page."""
    st.html(TIGHTER)


def theme() -> str:
    """Return the reader's theme, light or dark."""
    return "dark" if st.context.theme.type == "dark" else "light"


def draw(figure: go.Figure, key: str, picture: str = "png") -> None:
    """Draw a figure; its camera button saves a picture of the chosen format."""
    config = {
        "displaylogo": False,
        "toImageButtonOptions": {"format": picture, "filename": key.replace(".", "-"), "scale": 2},
        "modeBarButtonsToRemove": ["select2d", "lasso2d", "autoScale2d"],
    }
    st.plotly_chart(figure, key=key, theme=None, config=config, alt=describe(figure))


def draw_table(rows: Sequence[Mapping[str, str]]) -> None:
    """Draw rows of text as a table; as markdown, for a data frame would send its own large program to the browser."""
    lines = [tuple(rows[0]), ("---",) * len(rows[0]), *(tuple(map(plain, row.values())) for row in rows)]
    st.markdown("\n".join("| " + " | ".join(line) + " |" for line in lines))


def say_provenance(model: Model) -> None:
    """Say where the weights come from; it is on the screen wherever a network is."""
    st.caption(
        f":material/memory: {model.provenance} · {model.cell.title} · {model.hidden_size} units · "
        + model.card.get("made", "no card")
    )
