"""What the figure tests draw: the hand-built network, what it reads, and a small gradient experiment."""

from dataclasses import replace

import pytest

import lstmviz
from lstmviz.dynamics.gradient_decay import Experiment, gradient_decay
from lstmviz.figures import FIGURES
from lstmviz.models.peacock import SENTENCE

EVIL = (
    "<b>bold</b>", '<a href="javascript:alert(1)">click</a>', "&amp;", "%{x}", "$x^2$", "שלום", "👨‍👩‍👧‍👦",
    "Donaudampfschifffahrtsgesellschaft", "a\u202eb", "<br>", "panda", "panda",
)  # fmt: skip


@pytest.fixture(scope="session")
def run():
    """The hand-built network on its sentence, the keep valve held open at the switch word."""
    return lstmviz.load("peacock").run(SENTENCE).what_if(lstmviz.clamp("forget_gate", 1.0, steps=[8]))


@pytest.fixture(scope="session")
def trace(run):
    return run.ghost.trace


@pytest.fixture(scope="session")
def curves():
    """Two short gradient curves, one of a cell without a direct path."""
    small = {"hidden_size": 4, "time_steps": 24, "seeds": 1, "sequences": 1}
    return {"vanilla RNN": gradient_decay(Experiment("rnn", **small)), "LSTM": gradient_decay(Experiment(**small))}


@pytest.fixture(scope="session")
def evil_run():
    """A run over words that are markup, templates, formulas, right-to-left or very long."""
    return lstmviz.random_model("lstm", hidden_size=5, seed=1).run(EVIL)


@pytest.fixture(scope="session")
def evil_units(evil_run):
    """The same with units that are named as badly."""
    return replace(evil_run, trace=replace(evil_run.trace, units=EVIL[:5]))


@pytest.fixture(scope="session")
def draw(curves):
    """Draw any figure of the registry by name."""

    def draw_figure(name, run, **options):
        entry = FIGURES[name]
        return entry.draw(run, **options) if entry.of_run else entry.function(curves, **options)

    return draw_figure
