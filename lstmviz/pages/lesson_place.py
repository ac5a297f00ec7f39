"""Where a reader is in a lesson, and how that is written in a link."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from lstmviz.lesson import Choice, Control, FreeText, Lesson, Slider, Step, Toggle
from lstmviz.link import GATES, Field, one_of, read_fields, real, short_text, whole
from lstmviz.models.random_model import LARGEST_HIDDEN
from lstmviz.scene import Scene
from lstmviz.viewer.position import Position

LONGEST_OWN_TEXT = 1000


@dataclass(frozen=True)
class Place:
    """The step, the committed answer, what the controls say, and where the stepper stands (None: at its start)."""

    step: int = 1
    answer: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    position: Position | None = None


def start_of(step: Step) -> Position | None:
    """Return where the stepper of a step stands at first; None where there is none."""
    scene = step.scene
    return Position(scene.step, scene.unit, scene.gate) if isinstance(scene, Scene) else None


def default_value(control: Control, step: Step) -> Any:
    """Return what a control says before the reader moves it."""
    match control:
        case Toggle():
            return False
        case Choice():
            current = getattr(step.scene, control.name)
            return next((label for label, value in control.options.items() if value == current), control.values[0])
        case _:
            return getattr(step.scene, control.name)


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


def fields_of(step: Step) -> dict[str, Field]:
    """Return every setting that a link to one step of a lesson may have."""
    answers = {"answer": one_of(*step.question.options)} if step.question else {}
    look = {"word": whole(0, 10**6), "unit": whole(0, LARGEST_HIDDEN - 1), "gate": one_of(*GATES)}
    controls = {control.name: control_field(control) for control in step.controls}
    return {**answers, **(look if step.stepper else {}), **controls}


def read_place(lesson: Lesson, query: Mapping[str, str]) -> tuple[Place, list[str]]:
    """Return the place that a link names, with a sentence for each part that could not be used."""
    number = {name: text for name, text in query.items() if name == "step"}
    found, problems = read_fields({"step": whole(1, len(lesson.steps))}, number)
    place = Place(found.get("step", 1))
    step = lesson.steps[place.step - 1]
    found, more = read_fields(fields_of(step), {name: text for name, text in query.items() if name != "step"})
    start = start_of(step)
    looks = start and {"word", "unit", "gate"} & set(found)
    position = (
        Position(found.get("word", start.step), found.get("unit", start.unit), found.get("gate", start.gate))
        if start and looks
        else None
    )
    values = {control.name: found[control.name] for control in step.controls if control.name in found}
    return Place(place.step, found.get("answer", ""), values, position), problems + more


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
    if place.position and place.position != start_of(step):
        query |= {"word": str(place.position.step), "unit": str(place.position.unit), "gate": place.position.gate}
    return query
