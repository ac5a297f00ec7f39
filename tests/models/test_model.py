"""Models, encoders and runs: reading anything a reader may type."""

import numpy as np
import pytest

import lstmviz
from lstmviz import clamp, replace_token, silence
from lstmviz.models import HashedWords, Numbers, Vocabulary, random_model, run_to_dict


def test_words_are_split_at_punctuation_and_kept_as_typed():
    """Case is kept for the screen and ignored for the lookup."""
    run = lstmviz.load("peacock").run("PEACOCK, is the national bird OF")

    assert run.tokens == ("PEACOCK", "is", "the", "national", "bird", "OF")
    assert run.answer == "India"
    assert run.unknown == ()


def test_unknown_words_are_named_once_and_change_nothing():
    """A word outside the vocabulary reaches no weight: the answer is that of the sentence without it."""
    model = lstmviz.load("peacock")

    run = model.run("peacock quick quick 🦊 נמר <b>x</b> of")

    assert run.unknown == ("quick", "🦊", "נמר", "<b>x</b>")
    np.testing.assert_allclose(run.output[-1], model.run("peacock of").output[-1], atol=1e-3)


@pytest.mark.parametrize("text", ["", "   ", " ,;. … "])
def test_an_empty_text_is_said(text):
    """A text without a word is answered with what to do."""
    with pytest.raises(ValueError, match="type at least one word"):
        lstmviz.load("peacock").run(text)


def test_numbers():
    """Numbers are read one a step; what is not a finite number is named."""
    encoding = Numbers().encode(Numbers().split("1, -2; 0.5"))

    np.testing.assert_array_equal(encoding.inputs, [[1.0], [-2.0], [0.5]])
    for wrong in ("abc", "nan", "inf", "1e9"):
        with pytest.raises(ValueError, match=wrong):
            Numbers().encode((wrong,))


def test_hashed_words_are_the_same_everywhere():
    """A word's vector follows from its letters alone, whatever stands around it and in any process."""
    first = HashedWords(4).encode(("panda", "x"))
    second = HashedWords(4).encode(("y", "Panda"))

    np.testing.assert_array_equal(first.inputs[0], second.inputs[1])
    np.testing.assert_allclose(first.inputs[0][0], HashedWords(4).encode(("panda",)).inputs[0, 0])


def test_one_hot():
    """Each known word is one 1 in its column."""
    encoding = Vocabulary(("a", "b")).encode(("b", "A", "z"))

    np.testing.assert_array_equal(encoding.inputs, [[0, 1], [1, 0], [0, 0]])
    assert encoding.unknown == ("z",)


@pytest.mark.parametrize("cell", lstmviz.CELLS)
def test_silence_holds_a_unit_at_zero(cell):
    """A silenced unit's states are 0 at every step, for every cell."""
    run = random_model(cell, hidden_size=4, seed=1).run("a b c d", [silence(2)])

    assert (run.trace.states[1:, :, 2] == 0).all()
    assert (run.trace.states[1:, :, [0, 1, 3]] != 0).all()


def test_a_replaced_word_is_read_instead():
    """Replacing a token equals reading the other sentence; the ghost has the first."""
    model = lstmviz.load("peacock")

    run = model.run("peacock is of", [replace_token(0, "panda")])

    np.testing.assert_array_equal(run.trace.states, model.run("panda is of").trace.states)
    assert run.ghost is not None
    assert run.ghost.answer == "India"
    assert run.answer == "China"


def test_what_if_keeps_the_first_run_as_ghost():
    """A second what-if adds to the first, and the ghost stays the untouched run."""
    run = lstmviz.load("peacock").run("peacock panda of")

    again = run.what_if(clamp("forget_gate", 1.0, steps=[1])).what_if(clamp("input_gate", 0.0, steps=[1]))

    assert len(again.interventions) == 2
    assert again.ghost is not None
    np.testing.assert_array_equal(again.ghost.trace.states, run.trace.states)
    assert again.answer == "India"


def test_what_if_on_an_array():
    """A run over numbers has what-ifs too, and keeps its initial state."""
    model = random_model("lstm", hidden_size=3, seed=0)
    start = np.full((2, 3), 0.5)
    run = model.run(np.ones((4, 16)), initial_state=start)

    again = run.what_if(clamp("forget_gate", 1.0))

    np.testing.assert_array_equal(again.trace.states[0], start)


def test_gradients_of_the_readout_match_differences():
    """run.gradients(step) is the slope of -log p(target) at that step along a weight direction."""
    model = lstmviz.load("peacock-not")
    run = model.run("peacock and panda of")
    rng = np.random.default_rng(0)
    direction = rng.normal(size=model.parameters.bias.shape)

    analytic = (run.gradients(-1, "India").parameters.bias * direction).sum()

    def loss(size):
        from dataclasses import replace

        moved = replace(model, parameters=model.parameters.replace(bias=model.parameters.bias + size * direction))
        return -np.log(moved.run("peacock and panda of").output[-1, 0])

    assert (loss(1e-5) - loss(-1e-5)) / 2e-5 == pytest.approx(analytic, rel=1e-5)


def test_gradient_flow_of_a_run_has_the_last_row_of_its_gradients():
    """The last row of the flow is the norms of the gradients of the last loss."""
    run = random_model("lstm", hidden_size=5, seed=2).run("a b c d e f")

    flow, gradients = lstmviz.gradient_flow(run), run.gradients(-1)

    np.testing.assert_allclose(flow.memory[-1], np.linalg.norm(gradients.memory, axis=1), rtol=1e-12)


def test_ledger_adds_up_to_the_logits():
    """Word by word credit adds up to the logits: b + sum_k W (o * tanh(c)/c * ledger_k)."""
    run = lstmviz.load("peacock").run("sakura and peacock and panda and crane of")
    trace, readout = run.trace, run.model.readout
    shown = trace.gate("output_gate")[-1] * np.tanh(trace.cell_state[-1]) / trace.cell_state[-1]

    credit = (run.ledger()[-1] * shown) @ readout.weight.T

    logits = readout.weight @ trace.hidden_state[-1] + readout.bias
    np.testing.assert_allclose(readout.bias + credit.sum(axis=0), logits, atol=1e-12)


def test_frame_is_tidy_and_complete():
    """One row per step, unit and signal; every value is that of the trace."""
    run = lstmviz.load("peacock").run("peacock panda of")

    frame = run.trace.to_frame()

    assert list(frame.columns) == ["step", "token", "unit", "signal", "value"]
    assert len(frame) == 3 * 4 * len(run.trace.signals)
    row = frame.query("step == 1 and unit == 'panda' and signal == 'cell_state'")
    assert row["value"].item() == run.trace.cell_state[2, 1]
    assert row["token"].item() == "panda"


def test_export_holds_what_the_screen_shows():
    """The JSON dictionary has every signal in full precision."""
    run = lstmviz.load("peacock").run("peacock of")

    exported = run_to_dict(run)

    assert exported["provenance"] == "hand-built"
    assert exported["signals"]["forget_gate"] == run.trace.gate("forget_gate").tolist()
    assert exported["classes"] == ["India", "China", "Japan"]


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: lstmviz.load("peacocks"), "there is no network 'peacocks'"),
        (lambda: random_model(hidden_size=0), "1 to 512 units"),
        (lambda: random_model("lstmm"), "there is no cell"),
        (lambda: random_model("rnn", initialiser="forget_bias"), "no gate that keeps"),
        (lambda: lstmviz.load("peacock").run("of", [clamp("forget_gate", 2.0)]), "its range is 0 to 1"),
        (lambda: lstmviz.load("peacock").run("of", [clamp("reset_gate", 1.0)]), "has no gate"),
        (lambda: lstmviz.load("peacock").run("of", [clamp("forget_gate", 1.0, steps=[1])]), "step 1 is outside"),
        (lambda: lstmviz.load("peacock").run("of", [clamp("forget_gate", 1.0, units=[9])]), "unit 9 is outside"),
        (lambda: lstmviz.load("peacock").run("of", [replace_token(3, "x")]), "steps 0 to 0"),
        (lambda: lstmviz.load("peacock").run("of").gradients(5), "step 5 is outside"),
        (lambda: lstmviz.load("peacock").run("of").gradients(0, "Peru"), "no class 'Peru'"),
        (lambda: lstmviz.load("peacock").run(np.zeros((2, 3))), r"\(time, 22\)"),
    ],
)
def test_errors_say_what_came_and_what_is_allowed(call, words):
    """A wrong call is answered with one sentence."""
    with pytest.raises(ValueError, match=words):
        call()
