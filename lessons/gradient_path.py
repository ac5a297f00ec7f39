"""Where the gradient goes: how the learning signal fades on its way back, in a vanilla RNN and in an LSTM."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from lstmviz.dynamics.gradient_decay import FLOAT32_SMALLEST, DecayCurve
from lstmviz.figures import gradient_norms
from lstmviz.lesson import Choice, Claim, Lesson, Question, Slider, Step
from lstmviz.numbers import number
from lstmviz.scene import GradientScene, Scene, simulate

Curves = Mapping[str, DecayCurve]

GUESSES = {"about 1e-2": 1e-2, "about 1e-6": 1e-6, "about 1e-13": 1e-13}


def curve(cell: str, result: Curves) -> DecayCurve:
    """Return the first curve of a cell; a step draws at most one per cell that its text speaks of."""
    return next(found for found in result.values() if found.experiment.cell == cell)


def at_lag(cell: str, lag: int):
    """Return a measure: the norm of the gradient of h, `lag` steps before the loss."""
    return lambda result: float(curve(cell, result).hidden_state[lag])


def factor(cell: str, quantity: str = "hidden_state"):
    """Return a measure: the factor per step of one cell's gradient."""
    return lambda result: curve(cell, result).factor(quantity)


def nearest_guess(result: Curves) -> str:
    """Return the option whose power of ten is nearest to the measured norm at lag 50."""
    measured = np.log10(at_lag("rnn", 50)(result))
    return min(GUESSES, key=lambda guess: abs(np.log10(GUESSES[guess]) - measured))


def who_keeps_more(result: Curves) -> str:
    """Return which cell's gradient is still useful at lag 100; below 1e-10 neither is."""
    lstm, rnn = at_lag("lstm", 100)(result), at_lag("rnn", 100)(result)
    if max(lstm, rnn) < 1e-10:
        return "neither: both are below 1e-10"
    return "the LSTM's is above 1e-3" if lstm > rnn else "the RNN's is larger"


def in_words(result: Curves, quantity: str = "hidden_state") -> str:
    """Say of every curve what is left of its gradient per step and 100 steps before the loss."""
    return "  \n".join(
        f"**{label}**: a factor of {number(found.factor(quantity))} a step; at lag 100 the norm is "
        f"{number(float(getattr(found, quantity)[100]))}"
        for label, found in result.items()
    )


def memory_words(result: Curves) -> str:
    return in_words(result, "memory")


def hidden_curves(result: Curves, theme: str):
    return gradient_norms(result, theme=theme)


def memory_curves(result: Curves, theme: str):
    """Draw the memory's gradient: whole, and the share that came by the cell path alone."""
    return gradient_norms(result, theme=theme, quantity="memory")


# What such a network does going forward: fifty random numbers read by an untrained RNN of the same size.
FORWARD = Scene(
    model="random",
    cell="rnn",
    hidden_size=32,
    reads="numbers",
    text=" ".join(f"{x:.2f}" for x in np.random.default_rng(0).normal(size=50)),
    step=49,
    gate="candidate",
)

base = GradientScene(curves=("rnn",), hidden_size=32, time_steps=150, seeds=5)

predict = Step(
    title="Predict",
    text=(
        "A network learns from a **gradient**: how much would the loss at the end change if the state at an earlier "
        "step were a little different? It is computed backwards, one step at a time, and each step multiplies by the "
        "step's own slopes and weights.\n\n"
        "Take a vanilla RNN with %(units)s units, fresh from PyTorch's initialiser. At the loss the gradient has a "
        "norm near 1. Go 50 steps back."
    ),
    scene=base,
    opening=FORWARD,
    question=Question(
        prompt="How large is the gradient 50 steps before the loss?",
        options=tuple(GUESSES),
        answer=nearest_guess,
        because=(
            "It is %(lag50)s. Each step leaves %(factor)s of it, and fifty such factors multiply: no step of training "
            "can hear what happened there."
        ),
        often_written="it is often written that losses get multiplied; what multiplies are the Jacobians of the steps",
    ),
    after=(
        "On this axis equal distances are equal powers of ten, and a constant factor is a straight line. Below the "
        "dotted line at %(limit)s float32, the usual number of training, loses digits; below %(zero)s it reads zero. "
        "This page computes in float64."
    ),
    show=(hidden_curves,),
    readings=in_words,
    numbers={
        "units": lambda result: base.hidden_size,
        "lag50": at_lag("rnn", 50),
        "factor": factor("rnn"),
        "limit": lambda result: FLOAT32_SMALLEST,
        "zero": lambda result: float(np.finfo(np.float32).smallest_subnormal),
    },
    claims=(
        Claim("The RNN's factor is between .50 and .63.", lambda result: 0.50 <= factor("rnn")(result) <= 0.63),
        Claim("At lag 50 it is nearest to 1e-13.", lambda result: nearest_guess(result) == "about 1e-13"),
        Claim("At lag 100 it is below 1e-20.", lambda result: at_lag("rnn", 100)(result) < 1e-20),
        Claim(
            "By lag 150 float32 has lost digits of it.",
            lambda result: abs(float(np.float32(at_lag("rnn", 150)(result))) / at_lag("rnn", 150)(result) - 1) > 1e-7,
        ),
        Claim("float32 reads zero below its smallest number.", lambda result: np.float32(6e-46) == 0.0),
    ),
)

gain = Step(
    title="Turn the gain",
    text=(
        "The factor comes from the recurrent weights and the slope of tanh. Move the **gain**, the scale of those "
        "weights. Well below it vanishes; at %(gain)s the gradient grows by %(factor)s a step and explodes. Find the "
        "setting in between at which it survives.\n\nSo an RNN is not incapable of long memory. It is hard to train, "
        "because the useful setting is a narrow ridge."
    ),
    scene=replace(base, curves=("rnn-gain",), gain=2.0),
    controls=(Slider("gain", "Gain of the recurrent weights", 0.5, 2.5, 0.1),),
    show=(hidden_curves,),
    readings=in_words,
    after="",
    numbers={"gain": lambda result: float(curve("rnn", result).experiment.value or 0.0), "factor": factor("rnn")},
    claims=(
        Claim("With gain 2 it explodes: a factor above 1.05.", lambda result: factor("rnn")(result) > 1.05),
        Claim("It then exceeds 1 at lag 50.", lambda result: at_lag("rnn", 50)(result) > 1.0),
    ),
)

lstm_zero = Step(
    title="Does the LSTM fix it?",
    text=(
        "An LSTM has a path with no weight matrix on it: from memory to memory, the gradient is multiplied by the "
        "**forget gate** alone. That is the conveyor belt of many drawings.\n\n"
        "Take a fresh LSTM with forget bias 0 beside the same RNN, and go 100 steps back."
    ),
    scene=replace(base, curves=("rnn", "gru", "lstm-0")),
    question=Question(
        prompt="Whose gradient can still teach anything at lag 100?",
        options=("the LSTM's is above 1e-3", "the RNN's is larger", "neither: both are below 1e-10"),
        answer=who_keeps_more,
        because=(
            "LSTM %(lstm100)s, RNN %(rnn100)s. With bias 0 the gates start half open, the direct path shrinks by "
            "%(direct)s a step and the whole by %(lstm)s."
        ),
        often_written="it is often written that the LSTM prevents vanishing gradients; it can, with open gates",
    ),
    after=(
        "The belt is only as good as its gate. Half open, it nearly halves the signal at every step. What passes "
        "through the hidden state and the gates decays a little more slowly. The GRU, which has such a belt too, "
        "begins no better: %(gru)s a step."
    ),
    show=(hidden_curves, memory_curves),
    readings=in_words,
    numbers={
        "lstm100": at_lag("lstm", 100),
        "rnn100": at_lag("rnn", 100),
        "direct": factor("lstm", "direct"),
        "lstm": factor("lstm"),
        "gru": factor("gru"),
    },
    claims=(
        Claim("The GRU begins like the LSTM: .58 to .70.", lambda result: 0.58 <= factor("gru")(result) <= 0.70),
        Claim("Bias 0 decays by .58 to .70 a step.", lambda result: 0.58 <= factor("lstm")(result) <= 0.70),
        Claim("Its direct path by .51.", lambda result: abs(factor("lstm", "direct")(result) - 0.51) <= 0.02),
        Claim("Both are below 1e-10 at lag 100.", lambda result: who_keeps_more(result).startswith("neither")),
    ),
)

forget_bias = Step(
    title="Open the gate",
    text=(
        "Now move the **forget bias**, the one number that decides how open the keep gates start. The solid line is "
        "the whole gradient of the memory, the dashed one its share by the direct path.\n\n"
        "**An LSTM can keep the gradient; that does not mean it does.** It depends on the gates, and before training "
        "the gates depend on this bias."
    ),
    scene=replace(base, curves=("rnn", "lstm-bias"), forget_bias=1.0, quantity="memory"),
    controls=(Slider("forget_bias", "Forget bias", 0.0, 5.0, 0.5),),
    show=(memory_curves,),
    readings=memory_words,
    after="",
    claims=(
        Claim("Bias 1 decays by .80 to .90 a step.", lambda result: 0.80 <= factor("lstm")(result) <= 0.90),
        Claim(
            "The direct path is the smaller part: the whole is more than ten times larger at lag 50.",
            lambda result: curve("lstm", result).memory[50] > 10 * curve("lstm", result).direct[50],
        ),
    ),
)


def measured(name: str) -> DecayCurve:
    """Return one curve of this lesson's sizes, with the sliders as they begin."""
    (found,) = simulate(replace(base, curves=(name,))).values()
    return found


def settings_factor(name: str) -> float:
    return measured(name).factor()


chrono = Step(
    title="What can keep it",
    text=(
        "Three settings can keep the learning signal alive over the whole sequence: a forget bias of 3; the *chrono* "
        "initialiser, which spreads the units' time constants over all lags; and, for the RNN, a gain on the ridge.\n\n"
        "With chrono the memory's gradient and its direct path agree: their cosine at lag 100 is %(cosine)s. Here the "
        "conveyor belt really carries the signal. Compare the others."
    ),
    scene=replace(base, curves=("lstm-chrono",)),
    controls=(
        Choice(
            "curves",
            "Setting",
            {
                "chrono": ("lstm-chrono",),
                "forget bias 3": ("lstm-bias",),
                "RNN on the ridge": ("rnn-gain",),
                "PyTorch's LSTM": ("lstm",),
                "all four": ("lstm-chrono", "lstm-bias", "rnn-gain", "lstm"),
            },
        ),
    ),
    show=(memory_curves,),
    readings=memory_words,
    numbers={"cosine": lambda result: float(curve("lstm", result).cosine[100])},
    claims=(
        Claim("Chrono keeps more than .97 a step.", lambda result: factor("lstm")(result) > 0.97),
        Claim("Its cosine is above .85.", lambda result: curve("lstm", result).cosine[100] > 0.85),
        Claim("A forget bias of 3 keeps more than .97 a step.", lambda result: settings_factor("lstm-bias") > 0.97),
        Claim("So does an RNN on the ridge.", lambda result: settings_factor("rnn-gain") > 0.97),
        Claim(
            "With bias 3 the direct path is not what carries it: cosine below .5.",
            lambda result: measured("lstm-bias").cosine[100] < 0.5,
        ),
    ),
)

LESSON = Lesson(
    slug="gradient-path",
    title="Where the gradient goes",
    goal="Compare how far back an RNN and an LSTM can learn, and say what decides it.",
    minutes=10,
    steps=(predict, gain, lstm_zero, forget_bias, chrono),
    own_words="In one sentence of your own: when can an LSTM learn from 100 steps back, and when can it not?",
    then=("explore", "your own sequence, in Explore"),
    footnote=(
        "Measured here, in this program: random inputs, a random linear loss at the last step, float64, geometric mean "
        "over networks. Other sizes move the factors by a few hundredths."
    ),
)
