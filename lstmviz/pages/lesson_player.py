"""The lesson player: draws a Lesson, one step at a time. Predict first; what there is to see comes after."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import streamlit as st

from lstmviz.lesson import Choice, Control, FreeText, Lesson, Question, Slider, Step, Toggle
from lstmviz.link import Field, one_of, real, short_text, to_query, whole
from lstmviz.models import Run
from lstmviz.pages.cached import cached_curves, cached_simulate
from lstmviz.pages.drawing import draw, say_provenance, theme
from lstmviz.pages.links import page_link
from lstmviz.pages.page import Page
from lstmviz.pages.place import adopt, keep, plain, say_problems, seeded, visit
from lstmviz.scene import Scene
from lstmviz.viewer.component import Position, stepper

LONGEST_OWN_TEXT = 1000


@dataclass(frozen=True)
class Place:
    """Where a reader is in a lesson: the step, the committed answer, what the controls say, where the stepper is."""

    step: int = 1
    answer: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    position: Position | None = None


def lesson_page(lesson: Lesson) -> Page:
    return Page(lesson.slug, lesson.title, ":material/school:", partial(play, lesson))


def play(lesson: Lesson) -> None:
    """Draw the step of the lesson at which the reader is."""
    place = adopt(lesson.slug, partial(read_place, lesson))
    step = lesson.steps[place.step - 1]
    st.title(lesson.title)
    st.caption(f"Step {place.step} of {len(lesson.steps)} · about {lesson.minutes} minutes · {lesson.goal}")
    say_problems(lesson.slug)
    st.header(step.title)
    place = draw_step(lesson, step, place)
    draw_turning(lesson, place, step)
    keep(lesson.slug, place, write_place(lesson, place))


def draw_step(lesson: Lesson, step: Step, place: Place) -> Place:
    """Draw one step and return where the reader is after it."""
    result = simulate_cached(step.scene)
    st.markdown(step.filled(step.text, result))
    answer = ask(lesson, step, place, result) if step.question else ""
    if step.question and not answer:
        draw_before(lesson, step, place)
        return Place(place.step, "", place.values, place.position)
    if step.after:
        st.markdown(step.filled(step.after, result))
    values = {control.name: draw_control(lesson, place, control) for control in step.controls}
    scene = step.changed(values)
    problem, shown = try_simulate(scene)
    if problem:
        st.error(plain(problem), icon=":material/edit:")
        return Place(place.step, answer, values, place.position)
    position = draw_result(lesson, step, place, scene, shown)
    return Place(place.step, answer, values, position)


def ask(lesson: Lesson, step: Step, place: Place, result: Any) -> str:
    """Ask for a prediction; once committed, show it beside what happened. Returns the committed answer or ''."""
    question = step.question
    assert question is not None
    committed_key = f"{lesson.slug}:answer:{place.step}"
    if place.answer and committed_key not in st.session_state:
        st.session_state[committed_key] = place.answer
    committed = st.session_state.get(committed_key, "")
    if committed:
        reveal(step, question, committed, result)
        return committed
    with st.form(f"{lesson.slug}.question.{place.step}", border=True):
        guess = st.radio(question.prompt, question.options, index=None)
        sent = st.form_submit_button("This is my prediction", type="primary")
    if sent and guess is None:
        st.info("Choose one of the answers first; a wrong guess is as useful as a right one.")
    if sent and guess:
        st.session_state[committed_key] = guess
        st.rerun()
    return ""


def reveal(step: Step, question: Question, committed: str, result: Any) -> None:
    right = question.answer(result)
    because = step.filled(question.because, result)
    if committed == right:
        st.success(f"**You said {committed}, and so it is.** {because}", icon=":material/check_circle:")
    else:
        st.info(f"**You said {committed}; it is {right}.** {because}", icon=":material/lightbulb:")
    if question.often_written:
        st.caption(f"A common misreading: {question.often_written}.")


def draw_before(lesson: Lesson, step: Step, place: Place) -> None:
    """Show what the question is about without giving the answer away."""
    scene = step.opening or step.scene
    if isinstance(scene, Scene):
        run = cached_simulate(scene.what_runs())
        panels = ("strip",) if step.opening is None else ("strip", "timeline")
        stepper(run, key=f"{lesson.slug}-before-{place.step}", start=Position(scene.step, scene.unit, scene.gate), show=panels)
        say_provenance(run.model)


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


def default_value(control: Control, step: Step) -> Any:
    match control:
        case Toggle():
            return False
        case Choice():
            current = getattr(step.scene, control.name)
            return next((label for label, value in control.options.items() if value == current), control.values[0])
        case _:
            return getattr(step.scene, control.name)


def draw_result(lesson: Lesson, step: Step, place: Place, scene: Any, shown: Any) -> Position | None:
    """Draw the stepper, the table and the figures of a step; return where the stepper stands."""
    position = None
    if isinstance(scene, Scene) and step.stepper:
        position = stepper(
            shown,
            key=f"{lesson.slug}-{place.step}-{visit(lesson.slug)}",
            start=place.position or Position(scene.step, scene.unit, scene.gate),
        )
        say_run(shown)
    if step.table:
        st.table(step.table(scene))
    for number, figure_of in enumerate(step.show):
        draw(figure_of(shown, theme()), key=f"{lesson.slug}.{place.step}.figure{number}")
    if isinstance(scene, Scene):
        page_link("explore", "Open this in Explore", ":material/explore:", to_query(scene))
    else:
        page_link("gradients", "Open this in Gradients", ":material/monitoring:", to_query(scene))
    return position


def say_run(run: Run) -> None:
    say_provenance(run.model)
    if run.unknown:
        words = ", ".join(run.unknown[:8]) + (" …" if len(run.unknown) > 8 else "")
        st.caption(plain(f"This network has no weights for {words}: it reads them as words that change nothing."))


def draw_turning(lesson: Lesson, place: Place, step: Step) -> None:
    """Draw back and next; the last step ends with a sentence of the reader's own."""
    if place.step == len(lesson.steps):
        st.text_area(lesson.own_words, key=f"{lesson.slug}:own", max_chars=500, help="For you alone; it is not sent anywhere else and not kept.")
    back, forward, _ = st.columns([1, 1, 4])
    if place.step > 1:
        back.button("Back", key=f"{lesson.slug}:back", on_click=turn, args=(lesson, place.step - 1), icon=":material/arrow_back:", width="stretch")
    if place.step < len(lesson.steps):
        forward.button(
            "Next", key=f"{lesson.slug}:next", on_click=turn, args=(lesson, place.step + 1),
            icon=":material/arrow_forward:", width="stretch", type="primary",
        )
    if lesson.footnote:
        st.caption(lesson.footnote)


def turn(lesson: Lesson, step: int) -> None:
    """Go to another step; its answer and its controls are as the reader left them."""
    st.session_state[f"{lesson.slug}:state"] = Place(step)


def simulate_cached(scene: Any) -> Any:
    return cached_simulate(scene.what_runs()) if isinstance(scene, Scene) else cached_curves(scene)


def try_simulate(scene: Any) -> tuple[str, Any]:
    """Return ('', result), or the sentence that says what is wrong with the reader's input and None."""
    try:
        return "", simulate_cached(scene)
    except ValueError as problem:
        return sentence(str(problem)), None


def sentence(text: str) -> str:
    return text[:1].upper() + text[1:] + ("" if text.endswith(".") else ".")


def control_field(control: Control) -> Field:
    """Return how a control is written in a link."""
    match control:
        case Toggle():
            return Field(lambda text: one_of("0", "1").read(text) == "1", lambda value: str(int(value)))
        case Choice():
            return one_of(*control.options)
        case Slider():
            return real(control.low, control.high)
        case FreeText():
            return short_text(LONGEST_OWN_TEXT)


def place_fields(lesson: Lesson, step: Step) -> dict[str, Field]:
    """Return every setting that a link to one step of a lesson may have."""
    answers = {"answer": one_of(*step.question.options)} if step.question else {}
    look = {"word": whole(0, 10**6), "unit": whole(0, 511), "gate": one_of(*gates_of(step))}
    controls = {control.name: control_field(control) for control in step.controls}
    return {"step": whole(1, len(lesson.steps)), **answers, **look, **controls}


def gates_of(step: Step) -> tuple[str, ...]:
    from lstmviz.link import GATES

    return GATES


def read_place(lesson: Lesson, query: Mapping[str, str]) -> tuple[Place, list[str]]:
    """Return the place that a link names, with a sentence for each part that could not be used."""
    found: dict[str, Any] = {}
    problems: list[str] = []
    read_into(found, problems, {"step": whole(1, len(lesson.steps))}, {k: v for k, v in query.items() if k == "step"})
    number = found.get("step", 1)
    step = lesson.steps[number - 1]
    rest = {name: text for name, text in query.items() if name != "step"}
    read_into(found, problems, place_fields(lesson, step), rest)
    start = step.scene if isinstance(step.scene, Scene) else Scene()
    looked = {"word", "unit", "gate"} & set(found)
    position = (
        Position(found.get("word", start.step), found.get("unit", start.unit), found.get("gate", start.gate))
        if looked
        else None
    )
    values = {control.name: found[control.name] for control in step.controls if control.name in found}
    return Place(number, found.get("answer", ""), values, position), problems


def read_into(found: dict[str, Any], problems: list[str], known: Mapping[str, Field], query: Mapping[str, str]) -> None:
    for name, text in query.items():
        if name not in known:
            problems.append(f"The link's {name[:30]!r} was not used: this step has no such setting.")
            continue
        try:
            found[name] = known[name].read(text)
        except ValueError as allowed:
            problems.append(f"The link's {name} {text[:30]!r} was not used: {allowed} is allowed.")


def write_place(lesson: Lesson, place: Place) -> dict[str, str]:
    """Return the query string of a place; what is as the lesson begins is left out."""
    step = lesson.steps[place.step - 1]
    query = {"step": str(place.step)} if place.step > 1 else {}
    if place.answer:
        query["answer"] = place.answer
    for control in step.controls:
        value = place.values.get(control.name, default_value(control, step))
        if value != default_value(control, step):
            query[control.name] = control_field(control).write(value)
    start = step.scene if isinstance(step.scene, Scene) else None
    if place.position and start and place.position != Position(start.step, start.unit, start.gate):
        query |= {"word": str(place.position.step), "unit": str(place.position.unit), "gate": place.position.gate}
    return query
