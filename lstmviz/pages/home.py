"""Home: what this is, already moving, and one click to the first lesson."""

import streamlit as st

from lstmviz.pages.cached import cached_simulate
from lstmviz.pages.drawing import say_provenance
from lstmviz.pages.links import page_button, page_link
from lstmviz.pages.page import Page
from lstmviz.pages.place import arrive
from lstmviz.scene import Scene
from lstmviz.viewer.component import Position, stepper

START = 6  # two words before panda, so that the first thing that happens is the forgetting


def render() -> None:
    arrive(PAGE.slug)
    st.title("See what an LSTM keeps, writes and forgets")
    st.markdown(
        "Type a sequence and see what every gate does with it, why, and what would have happened otherwise. "
        "Below, a small network has just read about a peacock; watch its memory when it meets a *panda*."
    )
    page_button("peacock", "Start the first lesson", ":material/school:")
    scene = Scene()
    run = cached_simulate(scene.what_runs())
    stepper(run, key="home-stepper", start=Position(START, 0, "forget_gate"), autoplay=True)
    say_provenance(run.model)
    where_to_go()


def where_to_go() -> None:
    first, second, third = st.columns(3)
    with first, st.container(border=True):
        st.markdown("**Learn.** Two lessons: a memory that forgets on purpose, and a learning signal that fades.")
        page_link("peacock", "Peacock, panda, crane")
        page_link("gradient-path", "Where the gradient goes")
    with second, st.container(border=True):
        st.markdown("**Explore.** Your own words or numbers, any cell, every number with its arithmetic, and what-ifs.")
        page_link("explore", "Open Explore")
    with third, st.container(border=True):
        st.markdown("**Measure.** How far back each cell can learn: forget bias, gain, initialisers, all on one axis.")
        page_link("gradients", "Open Gradients")


PAGE = Page("home", "Home", ":material/home:", render)
