"""Explore: choose a network, type a sequence, and see everything that happens in it."""

from dataclasses import replace
from functools import partial

import streamlit as st

from lstmviz.link import LONGEST_LINK_TEXT, fits_a_link, from_query, to_query
from lstmviz.models import Run
from lstmviz.pages.attention import attend
from lstmviz.pages.cached import cached_simulate
from lstmviz.pages.downloads import draw_downloads
from lstmviz.pages.drawing import say_provenance
from lstmviz.pages.page import Page
from lstmviz.pages.place import adopt, keep, plain, say_problems, seeded, visit
from lstmviz.pages.run_figures import draw_figures
from lstmviz.pages.scene_controls import scene_controls
from lstmviz.pages.sentences import as_sentence, say_unknown, what_changed
from lstmviz.pages.what_if import what_if_controls
from lstmviz.scene import Scene, longest_sequence, token_count
from lstmviz.viewer.component import Position, stepper
from lstmviz.viewer.payload import steps_that_fit

SLUG = "explore"


def render() -> None:
    st.title("Explore")
    first = adopt(SLUG, partial(from_query, Scene))
    say_problems(SLUG)
    scene = scene_controls(SLUG, first)
    run = run_or_say(scene)
    if run is None:
        keep(SLUG, scene, to_query(scene))
        return
    scene = what_if_controls(SLUG, scene, run)
    changed = run_or_say(scene) or run
    scene = draw_stepper(scene, changed)
    scene = draw_figures(SLUG, scene, changed)
    draw_downloads(changed)
    attend(SLUG)
    keep(SLUG, scene, to_query(scene))


def run_or_say(scene: Scene) -> Run | None:
    """Return the run of a scene, or say in a sentence what to change and return None."""
    try:
        return cached_simulate(scene.what_runs())
    except ValueError as problem:
        st.error(plain(as_sentence(problem)), icon=":material/edit:")
        return None


def draw_stepper(scene: Scene, run: Run) -> Scene:
    """Draw the run to step through; return the scene with where the reader looks now."""
    say_length(scene, run)
    say_unknown(run)
    what_changed(run)
    first = window(scene, run)
    look = Position(min(scene.step, run.trace.time_steps - 1), min(scene.unit, run.trace.hidden_size - 1), scene.gate)
    count = steps_that_fit(run)
    here = stepper(run, key=f"{SLUG}-stepper-{visit(SLUG)}", start=look, first=first, count=count)
    say_provenance(run.model)
    return replace(scene, step=here.step, unit=here.unit, gate=here.gate) if here else scene


def window(scene: Scene, run: Run) -> int:
    """Return the first step that the stepper shows; a long sequence is shown in parts."""
    steps, count = run.trace.time_steps, steps_that_fit(run)
    if steps <= count:
        return 0
    starts = list(range(0, steps, count))
    return st.select_slider(
        f"Part of the sequence to step through ({count} of {steps} steps at a time; the figures below show all)",
        starts,
        format_func=lambda first: f"{first + 1} to {min(first + count, steps)}",
        key=seeded(SLUG, f"window.{steps}.{count}", min(scene.step, steps - 1) // count * count),
    )


def say_length(scene: Scene, run: Run) -> None:
    whole = token_count(scene)
    if whole > run.trace.time_steps:
        st.info(
            f"The text has {whole:,} words; the first {longest_sequence(run.model.hidden_size):,} are read.",
            icon=":material/content_cut:",
        )
    if not fits_a_link(scene):
        st.info(
            f"The text is longer than {LONGEST_LINK_TEXT:,} characters, too long for a link: the address of this page "
            "holds everything but the text.",
            icon=":material/link_off:",
        )


PAGE = Page(SLUG, "Explore", ":material/explore:", render)
