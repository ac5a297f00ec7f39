"""The hand-built network does exactly what science says of it."""

import numpy as np
import pytest

import lstmviz
from lstmviz import clamp
from lstmviz.models.peacock import REVERSED, SENTENCE

SWITCH = REVERSED.split().index("peacock")

# word: forget gates, input gates, memory after, output gate; units peacock, panda, crane, sakura
TRACE = {
    0: ("peacock", [0, 0, 0, 0], [1, 0, 0, 0], [1, 0, 0, 0], 0),
    3: ("national", [1, 1, 1, 1], [0, 0, 0, 0], [1, 0, 0, 0], 0),
    5: ("of", [1, 1, 1, 1], [0, 0, 0, 0], [1, 0, 0, 0], 1),
    7: ("whereas", [1, 1, 1, 1], [0, 0, 0, 0], [1, 0, 0, 0], 0),
    8: ("panda", [0, 0, 1, 0], [0, 1, 0, 0], [0, 1, 0, 0], 0),
    10: ("crane", [0, 1, 0, 1], [0, 0, 1, 0], [0, 1, 1, 0], 0),
    13: ("national", [1, 1, 1, 1], [0, 0, 0, 0], [0, 1, 1, 0], 0),
    17: ("of", [1, 1, 1, 1], [0, 0, 0, 0], [0, 1, 1, 0], 1),
}


@pytest.fixture(scope="module")
def model():
    return lstmviz.load("peacock")


@pytest.fixture(scope="module")
def run(model):
    return model.run(SENTENCE)


@pytest.mark.parametrize("step", TRACE)
def test_trace_of_the_sentence(run, step):
    """Gates are within 4.6e-5 of 0 or 1 and memory within 1e-3 of the table, at every kind of word."""
    word, forget, write, memory, show = TRACE[step]

    trace = run.trace

    assert run.tokens[step] == word
    np.testing.assert_allclose(trace.gate("forget_gate")[step], forget, atol=4.6e-5)
    np.testing.assert_allclose(trace.gate("input_gate")[step], write, atol=4.6e-5)
    np.testing.assert_allclose(trace.gate("output_gate")[step], show, atol=4.6e-5)
    np.testing.assert_allclose(trace.cell_state[step + 1], memory, atol=1e-3)


def test_nothing_is_exposed_before_the_question(run):
    """At every word but 'of' each country has a third, within 1e-4."""
    silent = [step for step, word in enumerate(run.tokens) if word != "of"]

    np.testing.assert_allclose(run.output[silent], 1 / 3, atol=1e-4)


ANSWERS = {
    "peacock is the national bird of": (0.9951, 0.0025, 0.0025),
    SENTENCE: (0.0000, 0.9975, 0.0025),
    REVERSED: (0.9951, 0.0025, 0.0025),
    "crane of": (0.0012, 0.4994, 0.4994),
    "sakura and crane of": (0.0000, 0.0025, 0.9975),
    "panda and crane of": (0.0000, 0.9975, 0.0025),
}


@pytest.mark.parametrize("sentence", ANSWERS)
def test_answers(model, sentence):
    """The probabilities of India, China and Japan agree with the table within 1e-4."""
    run = model.run(sentence)

    np.testing.assert_allclose(run.output[-1], ANSWERS[sentence], atol=1e-4)


KEEP, SHUT = clamp("forget_gate", 1.0, steps=[SWITCH]), clamp("input_gate", 0.0, steps=[SWITCH])
TWO_BY_TWO = {
    "untouched": ((), (0.9951, 0.0025, 0.0025)),
    "keep held open: wrong": ((KEEP,), (0.0025, 0.9951, 0.0025)),
    "write held shut: nothing to say": ((SHUT,), (1 / 3, 1 / 3, 1 / 3)),
    "both: the old answer": ((KEEP, SHUT), (0.0000, 0.9975, 0.0025)),
}


@pytest.mark.parametrize("setting", TWO_BY_TWO)
def test_two_by_two_at_the_switch_word(model, setting):
    """All four settings of the two gates at 'peacock' answer as science.md says, within 3e-4."""
    held, expected = TWO_BY_TWO[setting]

    run = model.run(REVERSED, held)

    np.testing.assert_allclose(run.output[-1], expected, atol=3e-4)


def test_interference(model):
    """With keep held open at panda, peacock and panda tie: India .499, China .500."""
    run = model.run("peacock panda of", [clamp("forget_gate", 1.0, steps=[1])])

    np.testing.assert_allclose(run.output[-1], [0.4994, 0.4994, 0.0012], atol=1e-4)


def test_output_gate_hides_the_answer(model):
    """With show held at 0 at 'of' each country has a third."""
    run = model.run("peacock of", [clamp("output_gate", 0.0, steps=[1])])

    np.testing.assert_allclose(run.output[-1], 1 / 3, atol=1e-12)


def test_two_hundred_fillers(model):
    """After 200 fillers .9909 of the memory is left: the gates are nearly, not exactly, 1."""
    run = model.run("peacock" + " is" * 200)

    assert run.trace.cell_state[-1, 0] == pytest.approx(0.9909, abs=1e-4)


NEGATIONS = {
    "peacock and not panda of": (0.9951, 0.0025, 0.0025),
    "not panda and crane and sakura of": (0.0000, 0.0025, 0.9975),
    "not peacock of": (1 / 3, 1 / 3, 1 / 3),
    "panda not peacock of": (0.0025, 0.9951, 0.0025),
}


@pytest.mark.parametrize("sentence", NEGATIONS)
def test_the_unit_for_not(sentence):
    """With the NOT unit a negated symbol neither erases nor writes."""
    run = lstmviz.load("peacock-not").run(sentence)

    np.testing.assert_allclose(run.output[-1], NEGATIONS[sentence], atol=1e-4)


def test_without_the_not_unit_the_negation_is_not_heard(model):
    """With U = 0 the gates hear no earlier word: 'peacock and not panda' gives China."""
    assert model.run("peacock and not panda of").answer == "China"


def test_belief_is_the_answer_if_asked_now(run, model):
    """At every step belief equals the output after reading 'of' next."""
    asked = [model.run([*run.tokens[: step + 1], "of"]).output[-1] for step in range(len(run.tokens))]

    asked = np.where(np.array(run.tokens)[:, None] == "of", run.output, asked)

    np.testing.assert_allclose(run.belief, asked, atol=1e-12)


def test_belief_switches_at_panda(run):
    """The belief is India up to 'whereas' and China from 'panda' on."""
    assert [run.model.classes[best] for best in run.belief.argmax(axis=1)] == ["India"] * 8 + ["China"] * 10


def test_belief_obeys_endless_interventions(model):
    """Show held at 0 at every step also holds when the network is asked: a third each."""
    run = model.run("peacock is", [clamp("output_gate", 0.0)])

    np.testing.assert_allclose(run.belief, 1 / 3, atol=1e-12)
