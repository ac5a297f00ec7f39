"""Taking a run along: CSV of every number, JSON of everything, HTML of the figures."""

import orjson
import streamlit as st

from lstmviz.models import Run, run_to_dict
from lstmviz.pages.drawing import theme
from lstmviz.pages.run_figures import offered

LARGEST_TABLE = 5_000_000  # rows of the tidy table; about 250 MB as text


def draw_downloads(run: Run) -> None:
    """Draw the download buttons; each file is made when its button is pressed."""
    st.subheader("Take it along")
    rows = run.trace.time_steps * run.trace.hidden_size * len(run.trace.signals)
    if rows > LARGEST_TABLE:
        st.caption(f"The run has {rows:,} numbers, too many for a table in the browser; use `run.trace.to_frame()`.")
        return
    table, everything, page = st.columns(3)
    table.download_button(
        "Every number (CSV)",
        lambda: csv(run),
        "lstmviz-run.csv",
        "text/csv",
        on_click="ignore",
        icon=":material/table:",
        help="One row per step, unit and signal: step, token, unit, signal, value.",
    )
    everything.download_button(
        "The whole run (JSON)",
        lambda: orjson.dumps(run_to_dict(run)),
        "lstmviz-run.json",
        "application/json",
        on_click="ignore",
        icon=":material/data_object:",
    )
    page.download_button(
        "All figures (HTML)",
        lambda: figures_page(run, theme()),
        "lstmviz-figures.html",
        "text/html",
        on_click="ignore",
        icon=":material/web:",
        help="One file that opens without a network; about 5 MB, for it brings its own Plotly.",
    )
    st.caption("Pictures (PNG, SVG): the button *Save picture* in the stepper, or the camera button of a figure.")


def csv(run: Run) -> bytes:
    """Return the tidy table; a word that a spreadsheet would take for a formula is kept as text."""
    frame = run.trace.to_frame()
    formula = frame["token"].str.startswith(("=", "+", "-", "@", "\t", "\r"))
    numeric = frame["token"].str.fullmatch(r"[+-]?[\d.eE+-]+")
    frame.loc[formula & ~numeric, "token"] = "'" + frame["token"]
    return frame.to_csv(index=False).encode()


def figures_page(run: Run, look: str) -> bytes:
    """Return one HTML file with every figure of a run, Plotly included once."""
    figures = [entry.draw(run, theme=look) for entry in offered(run).values()]
    parts = [figure.to_html(full_html=False, include_plotlyjs=(place == 0)) for place, figure in enumerate(figures)]
    head = '<!doctype html><html lang="en"><meta charset="utf-8"><title>lstmviz: figures of a run</title><body>'
    return (head + "\n".join(parts) + "</body></html>").encode()
