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
        st.caption(
            "Choose a figure; each can be zoomed, and saved with its camera button. *One gate* and *Who wrote the "
            "memory* follow the gate and the unit chosen above."
        )
        return replace(scene, figure="")
    picture = st.radio(
        "The camera button saves",
        PICTURE_FORMATS,
        format_func=str.upper,
        horizontal=True,
        key=seeded(page, "format", "png"),
    )
    with st.spinner("Drawing …"):
        figure = figures[chosen].draw(run, theme=theme(), **followed(chosen, scene))
    draw(figure, f"{page}.figures.{chosen}", picture)
    return replace(scene, figure=chosen)


def followed(chosen: str, scene: Scene) -> dict[str, object]:
    """Return the gate or the unit that a figure is about: the one that the reader chose in the stepper."""
    chosen_above: dict[str, dict[str, object]] = {
        "gate_heatmap": {"gate": scene.gate},
        "ledger_bars": {"unit": scene.unit},
    }
    return chosen_above.get(chosen, {})
