"""Scene: one value that every picture depends on.

Widgets make a Scene, a lesson step is a Scene, a shared link is a Scene in the query string.
"""

from dataclasses import dataclass, replace
from functools import singledispatch
from typing import Any

from lstmviz.cells import cell_named
from lstmviz.cells.initialisers import NUMBERS
from lstmviz.dynamics import Intervention
from lstmviz.dynamics.gradient_decay import DecayCurve, Experiment, gradient_decay
from lstmviz.models import SHIPPED, Model, Run, load, random_model
from lstmviz.models.peacock import SENTENCE

RANDOM = "random"  # in place of a shipped name: an untrained network made from the fields below
LONGEST_TEXT = 5000  # steps
LARGEST_RUN = 640_000  # steps times units: 50 MB of intermediates


@dataclass(frozen=True)
class Scene:
    """A network that reads a sequence, and where the reader looks."""

    model: str = "peacock"
    text: str = SENTENCE
    interventions: tuple[Intervention, ...] = ()
    step: int = 0
    unit: int = 0
    gate: str = "forget_gate"
    figure: str = ""
    cell: str = "lstm"
    hidden_size: int = 16
    seed: int = 0
    initialiser: str = "pytorch"
    value: float = 1.0
    reads: str = "words"

    def what_runs(self) -> "Scene":
        """Return the scene without where the reader looks: two scenes that run alike are equal."""
        return replace(self, step=0, unit=0, gate="forget_gate", figure="")


@dataclass(frozen=True)
class GradientScene:
    """The gradient laboratory: which cells, how large, how far back.

    `curves` names presets of CURVES; `forget_bias` and `gain` are the numbers of the two presets that have a slider.
    """

    curves: tuple[str, ...] = ("rnn", "lstm-0", "lstm-bias")
    forget_bias: float = 3.0
    gain: float = 1.5
    hidden_size: int = 32
    time_steps: int = 120
    seeds: int = 4
    quantity: str = "hidden_state"
    matrix: str = ""


@dataclass(frozen=True)
class Preset:
    """A curve of the laboratory: its label and the experiment behind it; `slider` names the field with its number."""

    label: str
    cell: str
    initialiser: str
    value: float | None = None
    slider: str | None = None


CURVES: dict[str, Preset] = {
    "rnn": Preset("vanilla RNN", "rnn", "pytorch"),
    "rnn-gain": Preset("vanilla RNN, gain %g", "rnn", "gain", slider="gain"),
    "rnn-orthogonal": Preset("vanilla RNN, orthogonal", "rnn", "orthogonal"),
    "gru": Preset("GRU", "gru", "pytorch"),
    "gru-chrono": Preset("GRU, chrono", "gru", "chrono", 200.0),
    "lstm": Preset("LSTM, PyTorch's default", "lstm", "pytorch"),
    "lstm-0": Preset("LSTM, forget bias 0", "lstm", "forget_bias", 0.0),
    "lstm-1": Preset("LSTM, forget bias 1", "lstm", "forget_bias", 1.0),
    "lstm-bias": Preset("LSTM, forget bias %g", "lstm", "forget_bias", slider="forget_bias"),
    "lstm-chrono": Preset("LSTM, chrono", "lstm", "chrono", 200.0),
}


def experiment(scene: GradientScene, name: str) -> tuple[str, Experiment]:
    """Return the label of a curve and the experiment that measures it."""
    preset = CURVES[name]
    value = getattr(scene, preset.slider) if preset.slider else preset.value
    label = preset.label % value if preset.slider else preset.label
    return label, Experiment(
        preset.cell, preset.initialiser, value, scene.hidden_size, scene.time_steps, scene.seeds, sequences=1
    )


def model_of(scene: Scene) -> Model:
    """Return the network of a scene."""
    if scene.model in SHIPPED:
        return load(scene.model)
    return random_model(
        scene.cell,
        scene.hidden_size,
        scene.seed,
        scene.initialiser,
        scene.value if scene.initialiser in NUMBERS else None,
        scene.reads,
    )


@singledispatch
def simulate(scene: Any) -> Any:
    """Return what a scene shows: a Run for a Scene, the curves by label for a GradientScene."""
    raise TypeError(f"{type(scene).__name__} is not a scene; give a Scene or a GradientScene")


@simulate.register
def _(scene: Scene) -> Run:
    model = model_of(scene)
    tokens = model.encoder.split(scene.text)
    return model.run(tokens[: longest_sequence(model.hidden_size)], scene.interventions)


@simulate.register
def _(scene: GradientScene) -> dict[str, DecayCurve]:
    return {label: gradient_decay(found) for label, found in (experiment(scene, name) for name in scene.curves)}


def longest_sequence(hidden_size: int) -> int:
    """Return how many steps of a text are read: 5,000, fewer for a network of more than 128 units."""
    return min(LONGEST_TEXT, LARGEST_RUN // hidden_size)


def token_count(scene: Scene) -> int:
    """Return how many steps the whole text of a scene has, read or not."""
    return len(model_of(scene).encoder.split(scene.text))


def gate_names(scene: Scene) -> tuple[str, ...]:
    return load(scene.model).cell.gate_names if scene.model in SHIPPED else cell_named(scene.cell).gate_names
