"""The lesson player: draws a Lesson, one step at a time. Predict first; what there is to see comes after."""

from dataclasses import replace
from functools import partial
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from lstmviz.lesson import Choice, Control, FreeText, Lesson, Question, Slider, Step, Toggle
from lstmviz.link import to_query
from lstmviz.pages.attention import attend
from lstmviz.pages.cached import cached_curves, cached_simulate
from lstmviz.pages.drawing import draw, draw_table, say_provenance, theme
from lstmviz.pages.lesson_place import LONGEST_OWN_TEXT, Place, default_value, read_place, start_of, write_place
from lstmviz.pages.links import page_link
from lstmviz.pages.page import Page
from lstmviz.pages.place import adopt, keep, plain, say_problems, seeded, visit
from lstmviz.pages.sentences import as_sentence, say_unknown
from lstmviz.scene import Scene
from lstmviz.viewer.component import Position, stepper


def lesson_page(lesson: Lesson) -> Page:
    return Page(lesson.slug, lesson.title, ":material/school:", partial(play, lesson))


def play(lesson: Lesson) -> None:
    """Draw the step of the lesson at which the reader is."""
    place = adopt(lesson.slug, partial(read_place, lesson))
    step = lesson.steps[place.step - 1]
    st.title(lesson.title)
    st.caption(f"Step {place.step} of {len(lesson.steps)} · about {lesson.minutes} minutes · {lesson.goal}")
    say_problems(lesson.slug)
    words, picture = st.columns([5, 13], gap="medium")
    with words:
        st.header(step.title)
    place = draw_step(lesson, step, place, words, picture)
    draw_end(lesson, place)
    attend(f"{lesson.slug}/{place.step}", bool(place.answer))
    remember(lesson, place)
    keep(lesson.slug, place, write_place(lesson, place))


def draw_step(lesson: Lesson, step: Step, place: Place, words: DeltaGenerator, picture: DeltaGenerator) -> Place:
    """Draw the words of a step beside its picture and return where the reader is after it."""
    result = simulate_cached(step.scene)
    with words:
        st.markdown(step.filled(step.text, result))
        if step.question:
            place = ask(lesson, step, step.question, place, result)
    if step.question and not place.answer:
        with picture:
            draw_before(lesson, step, place)
        return place
    with words:
        st.markdown(step.filled(step.after, result))
        if step.table:
            draw_table(step.table(step.scene))
    with picture:
        place = replace(place, values=draw_controls(lesson, step, place))
        return try_result(lesson, step, place)


def try_result(lesson: Lesson, step: Step, place: Place) -> Place:
    """Draw what the reader's settings give, or say in a sentence what is wrong with them."""
    scene = step.changed(place.values)
    try:
        shown = simulate_cached(scene)
    except ValueError as problem:
        st.error(plain(as_sentence(problem)), icon=":material/edit:")
        return place
    return draw_result(lesson, step, place, scene, shown)


def ask(lesson: Lesson, step: Step, question: Question, place: Place, result: Any) -> Place:
    """Ask for a prediction; once it is committed, show it beside what happened."""
    if place.answer:
        reveal(step, question, place.answer, result)
        return place
    with st.form(f"{lesson.slug}.question.{place.step}", border=True):
        guess = st.radio(question.prompt, question.options, index=None)
        sent = st.form_submit_button("This is my prediction", type="primary")
    if sent and guess is None:
        st.info("Choose one of the answers first; a wrong guess is as useful as a right one.")
    if sent and guess is not None:
        go_to(lesson, replace(place, answer=guess))
        st.rerun()
    return place


def reveal(step: Step, question: Question, committed: str, result: Any) -> None:
    right = question.answer(result)
    because = step.filled(question.because, result)
    if committed == right:
        st.success(f"**You said {committed}, and so it is.** {because}", icon=":material/check_circle:")
    else:
        st.info(f"**You said {committed}; it is {right}.** {because}", icon=":material/lightbulb:")
    if question.often_written:
        st.caption(question.often_written[:1].upper() + question.often_written[1:] + ".")


def draw_before(lesson: Lesson, step: Step, place: Place) -> None:
    """Show what the question is about without giving the answer away."""
    scene = step.opening or step.scene
    if isinstance(scene, Scene):
        run = cached_simulate(scene.what_runs())
        stepper(
            run,
            key=f"{lesson.slug}-before-{place.step}",
            start=Position(scene.step, scene.unit, scene.gate),
            show=("strip", "timeline", "transport") if step.opening else ("strip",),
        )
        say_provenance(run.model)
    if step.opening_table:
        draw_table(step.opening_table(step.scene))


def draw_controls(lesson: Lesson, step: Step, place: Place) -> dict[str, Any]:
    """Draw what the reader may change, above what it changes; return the values by name."""
    columns = st.columns(len(step.controls)) if step.controls else []
    values = {}
    for column, control in zip(columns, step.controls, strict=True):
        with column:
            values[control.name] = draw_control(lesson, place, control)
    return values


def draw_control(lesson: Lesson, place: Place, control: Control) -> Any:
    """Draw one control and return its value."""
    step = lesson.steps[place.step - 1]
    first = place.values.get(control.name, default_value(control, step))
    key = seeded(lesson.slug, f"{place.step}.{control.name}", first)
    match control:
        case Toggle():
            return st.toggle(control.label, key=key)
        case Choice():
            return st.radio(control.label, tuple(control.options), key=key, horizontal=True)
        case Slider():
            return st.slider(control.label, control.low, control.high, step=control.step, key=key)
        case FreeText():
            return st.text_input(control.label, key=key, max_chars=LONGEST_OWN_TEXT)


def draw_result(lesson: Lesson, step: Step, place: Place, scene: Any, shown: Any) -> Place:
    """Draw the stepper, the table and the figures of a step; return the place with where the stepper stands."""
    start = start_of(step)
    if step.stepper and start:
        key = f"{lesson.slug}-{place.step}-{visit(lesson.slug)}"
        place = replace(place, position=stepper(shown, key=key, start=place.position or start) or place.position)
        say_unknown(shown)
        say_provenance(shown.model)
    if step.readings:
        st.markdown(step.readings(shown))
    for number, figure_of in enumerate(step.show):
        draw(figure_of(shown, theme()), key=f"{lesson.slug}.{place.step}.figure{number}")
    if isinstance(scene, Scene):
        page_link("explore", "Open this in Explore", ":material/explore:", to_query(scene))
    else:
        page_link("gradients", "Open this in Gradients", ":material/monitoring:", to_query(scene))
    return place


def draw_end(lesson: Lesson, place: Place) -> None:
    """Draw back and next; the last step ends with a sentence of the reader's own."""
    last = place.step == len(lesson.steps)
    if last:
        st.text_area(lesson.own_words, key=f"{lesson.slug}:own", max_chars=500, help="For you alone: it is not kept.")
    back, forward, _ = st.columns([1, 1, 4])
    if place.step == 1:
        forward = back
    else:
        turn(back, lesson, "Back", place.step - 1, ":material/arrow_back:")
    if not last:
        asked = lesson.steps[place.step - 1].question is not None and not place.answer
        label = "Skip the question" if asked else "Next"
        turn(forward, lesson, label, place.step + 1, ":material/arrow_forward:", primary=not asked)
    if last and lesson.then:
        page_link(lesson.then[0], f"Next lesson: {lesson.then[1]}", ":material/arrow_forward:")
    st.caption(lesson.footnote)


def turn(column: Any, lesson: Lesson, label: str, step: int, icon: str, primary: bool = False) -> None:
    column.button(
        label,
        key=f"{lesson.slug}:turn:{label}",
        on_click=go_to,
        args=(lesson, remembered(lesson).get(step, Place(step))),
        icon=icon,
        width="stretch",
        type="primary" if primary else "secondary",
    )


def go_to(lesson: Lesson, place: Place) -> None:
    """Make a place the one with which the next run of the lesson begins."""
    st.session_state[f"{lesson.slug}:state"] = place


def remembered(lesson: Lesson) -> dict[int, Place]:
    """Return how the reader left each step of the lesson, so that going back loses nothing."""
    return st.session_state.setdefault(f"{lesson.slug}:places", {})


def remember(lesson: Lesson, place: Place) -> None:
    remembered(lesson)[place.step] = place


def simulate_cached(scene: Any) -> Any:
    return cached_simulate(scene.what_runs()) if isinstance(scene, Scene) else cached_curves(scene)
