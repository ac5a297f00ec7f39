"""A scene in the query string of a link, and back.

Each field is checked by itself: an unknown, broken or out-of-range one is left out and named in a plain sentence.
Nothing in a link is ever evaluated or unpickled.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from typing import Any, TypeVar
from urllib.parse import quote, unquote

from lstmviz.cells import CELLS
from lstmviz.cells.initialisers import INITIALISERS, NUMBERS
from lstmviz.dynamics import Clamp, Intervention, ReplaceToken, Silence
from lstmviz.figures import FIGURES
from lstmviz.models import SHIPPED
from lstmviz.models.random_model import LARGEST_HIDDEN
from lstmviz.scene import CURVES, RANDOM, GradientScene, Scene

LONGEST_LINK_TEXT = 2000  # characters; browsers and chat programs cut longer addresses
MOST_INTERVENTIONS = 20

SceneType = TypeVar("SceneType", Scene, GradientScene)


@dataclass(frozen=True)
class Field:
    """How one field of a scene is written and read; `read` raises ValueError with what is allowed."""

    read: Callable[[str], Any]
    write: Callable[[Any], str] = str


def one_of(*allowed: str) -> Field:
    def read(text: str) -> str:
        if text not in allowed:
            raise ValueError(f"one of {', '.join(allowed)}")
        return text

    return Field(read)


def some_of(*allowed: str) -> Field:
    def read(text: str) -> tuple[str, ...]:
        chosen = tuple(text.split(",")) if text else ()
        if not chosen or not set(chosen) <= set(allowed):
            raise ValueError(f"some of {', '.join(allowed)}")
        return tuple(dict.fromkeys(chosen))

    return Field(read, ",".join)


def whole(low: int, high: int) -> Field:
    def read(text: str) -> int:
        # Only plain digits: int() would also take "1_000" and the digits of other scripts.
        if not text.isascii() or not text.isdigit() or len(text) > 9 or not low <= int(text) <= high:
            raise ValueError(f"a whole number from {low} to {high}")
        return int(text)

    return Field(read)


def real(low: float, high: float) -> Field:
    def read(text: str) -> float:
        try:
            value = float(text)
        except ValueError:
            value = math.nan
        if not low <= value <= high:
            raise ValueError(f"a number from {low:g} to {high:g}")
        return value

    return Field(read, lambda value: f"{value:.12g}")


def short_text(longest: int) -> Field:
    def read(text: str) -> str:
        if len(text) > longest:
            raise ValueError(f"at most {longest} characters")
        return text

    return Field(read)


def read_interventions(text: str) -> tuple[Intervention, ...]:
    """Read `clamp:GATE:VALUE:UNITS:STEPS`, `silence:UNIT:STEPS` and `replace:STEP:WORD`, separated by `|`."""
    parts = [part for part in text.split("|") if part]
    if len(parts) > MOST_INTERVENTIONS:
        raise ValueError(f"at most {MOST_INTERVENTIONS} interventions")
    try:
        return tuple(_read_intervention(part) for part in parts)
    except (ValueError, TypeError):
        raise ValueError("interventions such as clamp:forget_gate:1::8") from None


def _read_intervention(text: str) -> Intervention:
    match text.split(":", 4):
        case ["clamp", gate, value, units, steps] if any(gate in cell.gate_names for cell in CELLS.values()):
            return Clamp(gate, real(-1.0, 1.0).read(value), _read_indices(units), _read_indices(steps))
        case ["silence", unit, steps]:
            return Silence(whole(0, LARGEST_HIDDEN - 1).read(unit), _read_indices(steps))
        case ["replace", step, word] if 0 < len(word) <= 200:
            return ReplaceToken(whole(0, 10**6).read(step), unquote(word))
    raise ValueError(text)


def _read_indices(text: str) -> tuple[int, ...] | None:
    return tuple(whole(0, 10**6).read(part) for part in text.split(",")) if text else None


def write_interventions(interventions: tuple[Intervention, ...]) -> str:
    return "|".join(_write_intervention(item) for item in interventions)


def _write_intervention(item: Intervention) -> str:
    match item:
        case Clamp(gate, value, units, steps):
            return f"clamp:{gate}:{value:.12g}:{_write_indices(units)}:{_write_indices(steps)}"
        case Silence(unit, steps):
            return f"silence:{unit}:{_write_indices(steps)}"
        case ReplaceToken(step, token):
            return f"replace:{step}:{quote(token, safe='')}"  # the word may hold a separator


def _write_indices(chosen: tuple[int, ...] | None) -> str:
    return "" if chosen is None else ",".join(map(str, chosen))


GATES = tuple(dict.fromkeys(name for cell in CELLS.values() for name in cell.gate_names))

FIELDS: dict[type, dict[str, Field]] = {
    Scene: {
        "model": one_of(*SHIPPED, RANDOM),
        "text": short_text(LONGEST_LINK_TEXT),
        "interventions": Field(read_interventions, write_interventions),
        "step": whole(0, 10**6),
        "unit": whole(0, LARGEST_HIDDEN - 1),
        "gate": one_of(*GATES),
        "figure": one_of("", *FIGURES),
        "cell": one_of(*CELLS),
        "hidden_size": whole(1, LARGEST_HIDDEN),
        "seed": whole(0, 10**6),
        "initialiser": one_of(*INITIALISERS),
        "value": real(-10.0, 1000.0),
        "reads": one_of("words", "numbers"),
    },
    GradientScene: {
        "curves": some_of(*CURVES),
        "forget_bias": real(-2.0, 6.0),
        "gain": real(0.1, 3.0),
        "hidden_size": whole(2, 64),
        "time_steps": whole(20, 200),
        "seeds": whole(1, 10),
        "quantity": one_of("hidden_state", "memory"),
        "matrix": one_of("", *CURVES),
    },
}


def to_query(scene: Scene | GradientScene) -> dict[str, str]:
    """Return the fields that differ from the defaults, as texts; a text too long for a link is left out."""
    default = type(scene)()
    changed = {
        name: field.write(getattr(scene, name))
        for name, field in FIELDS[type(scene)].items()
        if getattr(scene, name) != getattr(default, name)
    }
    return {name: text for name, text in changed.items() if len(text) <= LONGEST_LINK_TEXT}


def fits_a_link(scene: Scene) -> bool:
    """Return whether the text of a scene is short enough for a link; the page says so where it is not."""
    return len(scene.text) <= LONGEST_LINK_TEXT


def from_query(
    kind: type[SceneType], query: Mapping[str, str], start: SceneType | None = None
) -> tuple[SceneType, list[str]]:
    """Return the scene of a link and a sentence for each field that could not be used.

    `start` gives the fields that the link does not mention; by default the scene's own defaults.

    >>> from_query(Scene, {"step": "8", "unit": "x"})[1]
    ["The link's unit 'x' was not used: a whole number from 0 to 511 is allowed."]
    """
    start = start or kind()
    first = {field.name: getattr(start, field.name) for field in fields(start)}
    found, problems = read_fields(FIELDS[kind], query)
    if isinstance(start, Scene):
        problems += check_together(found, start)
    return kind(**{**first, **found}), problems


def check_together(found: dict[str, Any], start: Scene) -> list[str]:
    """Check what single fields cannot know: the number of a scene must fit its initialiser."""
    meant = NUMBERS.get(found.get("initialiser", start.initialiser))
    value = found.get("value", start.value)
    if meant is None or meant.low <= value <= meant.high:
        return []
    problem = f"The link's value '{value:g}' was not used: a number from {meant.low:g} to {meant.high:g} is allowed."
    problems = [problem] if "value" in found else []
    found["value"] = meant.usual
    return problems


def read_fields(known: Mapping[str, Field], query: Mapping[str, str]) -> tuple[dict[str, Any], list[str]]:
    """Return the settings of a query that can be used, and a sentence for each that cannot."""
    found: dict[str, Any] = {}
    problems: list[str] = []
    for name, text in query.items():
        if name not in known:
            problems.append(f"The link's {name[:30]!r} was not used: there is no such setting here.")
            continue
        try:
            found[name] = known[name].read(text)
        except ValueError as allowed:
            problems.append(f"The link's {name} {text[:30]!r} was not used: {allowed} is allowed.")
    return found, problems
