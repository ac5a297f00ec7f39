"""The records that a lesson is written in: text beside the scene that it talks about.

A lesson cannot teach what the code does not do: numbers in a text are computed from the run, the right answer of a
question is a function of the run, and the test suite executes every claim.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import plotly.graph_objects as go

from lstmviz.dynamics import Intervention
from lstmviz.numbers import number
from lstmviz.scene import GradientScene, Scene, simulate

AnyScene = Scene | GradientScene
Result = Any  # what simulate(scene) returns: a Run, or curves by label


@dataclass(frozen=True)
class Claim:
    """A sentence and a check of it on the run of the step."""

    sentence: str
    holds: Callable[[Result], bool]


@dataclass(frozen=True)
class Question:
    """Predict, then reveal. `answer` finds the right option in the run; `because` gives the reason in one line."""

    prompt: str
    options: tuple[str, ...]
    answer: Callable[[Result], str]
    because: str
    often_written: str = ""


@dataclass(frozen=True)
class Toggle:
    """A switch that adds an intervention."""

    name: str
    label: str
    intervention: Intervention

    @property
    def values(self) -> tuple[Any, ...]:
        return (False, True)

    def apply(self, scene: Scene, value: bool) -> Scene:
        return replace(scene, interventions=(*scene.interventions, self.intervention)) if value else scene


@dataclass(frozen=True)
class Choice:
    """A choice among values of one field of the scene; `labels` are what the reader sees."""

    name: str
    label: str
    options: Mapping[str, Any]

    @property
    def values(self) -> tuple[Any, ...]:
        return tuple(self.options)

    def apply(self, scene: Any, value: str) -> Any:
        return replace(scene, **{self.name: self.options[value]})


@dataclass(frozen=True)
class Slider:
    """A number of the scene that the reader may move."""

    name: str
    label: str
    low: float
    high: float
    step: float

    @property
    def values(self) -> tuple[Any, ...]:
        return (self.low, self.high)

    def apply(self, scene: Any, value: float) -> Any:
        return replace(scene, **{self.name: value})


@dataclass(frozen=True)
class FreeText:
    """A text of the reader's own."""

    name: str
    label: str

    @property
    def values(self) -> tuple[Any, ...]:
        return ("panda of",)

    def apply(self, scene: Any, value: str) -> Any:
        return replace(scene, **{self.name: value})


Control = Toggle | Choice | Slider | FreeText
FigureOf = Callable[[Result, str], go.Figure]


@dataclass(frozen=True)
class Step:
    """One screen of a lesson.

    text: markdown, at most 120 words; after: what is said once the question is answered; both may hold %(name)s.
    stepper: whether the run is stepped through; before the answer only its sentence is shown, or the scene `opening`.
    opening_table, table: rows computed from the scene, shown before and after the answer.
    show: figure functions of (result, theme), drawn after the answer; readings: their key numbers in words.
    controls: what the reader may change.
    """

    title: str
    text: str
    scene: AnyScene
    after: str = ""
    question: Question | None = None
    controls: tuple[Control, ...] = ()
    stepper: bool = False
    opening: Scene | None = None
    show: tuple[FigureOf, ...] = ()
    readings: Callable[[Result], str] | None = None
    opening_table: Callable[[Any], list[dict[str, str]]] | None = None
    table: Callable[[Any], list[dict[str, str]]] | None = None
    numbers: Mapping[str, Callable[[Result], float]] = field(default_factory=dict)
    claims: tuple[Claim, ...] = ()

    def filled(self, text: str, result: Result) -> str:
        """Return a text of this step with its numbers, computed from the run and printed as everywhere."""
        return text % {name: number(measure(result)) for name, measure in self.numbers.items()}

    def changed(self, values: Mapping[str, Any]) -> Any:
        """Return the scene with what the reader chose."""
        scene: Any = self.scene
        for control in self.controls:
            if control.name in values:
                scene = control.apply(scene, values[control.name])
        return scene


@dataclass(frozen=True)
class Lesson:
    """A lesson: one goal, a few steps, and a sentence for the reader to finish in their own words.

    `then` is the address and the name of what to open next.
    """

    slug: str
    title: str
    goal: str
    minutes: int
    steps: tuple[Step, ...]
    own_words: str
    footnote: str = ""
    then: tuple[str, str] | None = None


def results(step: Step) -> Result:
    """Return what the untouched scene of a step shows; claims and numbers are about it."""
    return simulate(step.scene)
