"""Putting figures and networks on a page: theme, alt text, provenance."""

import plotly.graph_objects as go
import streamlit as st

from lstmviz.figures import describe
from lstmviz.models import Model

PICTURE_FORMATS = ("png", "svg")


TIGHTER = """<style>
[data-testid="stMainBlockContainer"] { padding: 3.5rem clamp(1rem, 2.5vw, 3rem) 2rem; max-width: 1500px; }
[data-testid="stMainBlockContainer"] h1 { padding: 0.25rem 0; }
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


def say_provenance(model: Model) -> None:
    """Say where the weights come from; it is on the screen wherever a network is."""
    st.caption(
        f":material/memory: {model.provenance} · {model.cell.title} · {model.hidden_size} units · "
        + model.card.get("made", "no card")
    )
