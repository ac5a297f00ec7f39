"""The figures of a run: which can be drawn, and the one that the reader chose."""

from dataclasses import replace

import streamlit as st

from lstmviz.figures import FIGURES, Entry
from lstmviz.models import Run
from lstmviz.pages.drawing import PICTURE_FORMATS, draw, theme
from lstmviz.pages.place import seeded
from lstmviz.scene import Scene


def offered(run: Run) -> dict[str, Entry]:
    """Return the figures that a run can fill: beliefs need classes, differences an intervention."""
    missing = {"belief_lines"} if not run.model.classes else set()
    missing |= {"difference_heatmap"} if run.ghost is None else set()
    return {name: entry for name, entry in FIGURES.items() if entry.of_run and name not in missing}


def draw_figures(page: str, scene: Scene, run: Run) -> Scene:
    """Draw the figure that the reader chooses; none at first, so that the stepper is there at once."""
    st.subheader("Figures")
    figures = offered(run)
    key = seeded(page, "figure", scene.figure or None)
    if st.session_state[key] not in figures:
        st.session_state[key] = None
    chosen = st.segmented_control(
        "Figure of the whole run", list(figures), format_func=lambda name: figures[name].title, key=key
    )
    if chosen is None:
        st.caption("Choose a figure; each can be zoomed, and saved with its camera button.")
        return replace(scene, figure="")
    left, right = st.columns(2)
    with left:
        options = figure_options(page, chosen, scene, run)
    with right:
        picture = st.radio(
            "The camera button saves",
            PICTURE_FORMATS,
            format_func=str.upper,
            horizontal=True,
            key=seeded(page, "format", "png"),
        )
    draw(figures[chosen].draw(run, theme=theme(), **options), key=f"{page}.figures.{chosen}", picture=picture)
    return replace(scene, figure=chosen)


def figure_options(page: str, chosen: str, scene: Scene, run: Run) -> dict[str, object]:
    """Draw the one option that some figures have: which gate, which unit."""
    if chosen == "gate_heatmap":
        gates = run.model.cell.gate_names
        gate = scene.gate if scene.gate in gates else gates[0]
        key = f"{page}.option.gate.{run.model.cell.name}"
        return {"gate": st.selectbox("Gate", gates, gates.index(gate), key=key)}
    if chosen == "ledger_bars":
        names = run.trace.unit_names
        unit = min(scene.unit, run.trace.hidden_size - 1)
        key = f"{page}.option.unit.{run.trace.hidden_size}"
        return {"unit": st.selectbox("Unit", range(len(names)), unit, format_func=lambda row: names[row], key=key)}
    return {}
