"""Models, encoders and runs: reading anything a reader may type."""

import json
from dataclasses import replace

import numpy as np
import pytest

import lstmviz
from lstmviz import clamp, replace_token, silence
from lstmviz.models import HashedWords, Numbers, Readout, Vocabulary, random_model, run_to_dict


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


@pytest.mark.parametrize("make", [np.asarray, np.ndarray.tolist, "torch"], ids=["array", "lists", "tensor"])
def test_an_array_may_come_as_lists_or_as_a_tensor(make):
    """Arrays, nested lists and tensors, also one that is being trained, are read alike."""
    if make == "torch":
        make = lambda values: pytest.importorskip("torch").tensor(values, requires_grad=True)  # noqa: E731
    values, model = np.random.default_rng(0).normal(size=(4, 16)), random_model(hidden_size=3)

    run = model.run(make(values))

    np.testing.assert_array_equal(run.trace.states, model.run(values).trace.states)
    assert run.tokens == ("0", "1", "2", "3")


@pytest.mark.parametrize("make", [list, np.array, lambda values: [[value] for value in values]])
def test_numbers_may_come_as_a_list(make):
    """A network that reads numbers reads a list of them as it reads the same numbers typed."""
    model = random_model(hidden_size=3, reads="numbers")

    run = model.run(make([1.0, -0.5, 0.1]))

    np.testing.assert_array_equal(run.trace.states, model.run("1 -0.5 0.1").trace.states)


def test_a_what_if_on_an_array_holds_what_it_says():
    """Over numbers, a what-if holds the gate at its step, leaves the steps before alone and keeps the ghost."""
    model = random_model("lstm", hidden_size=3, seed=0)
    run = model.run(np.random.default_rng(1).normal(size=(4, 16)))

    again = run.what_if(clamp("forget_gate", 0.25, steps=2))

    np.testing.assert_array_equal(again.trace.gate("forget_gate")[2], 0.25)
    np.testing.assert_array_equal(again.trace.states[:3], run.trace.states[:3])
    assert np.abs(again.trace.states[3] - run.trace.states[3]).max() > 1e-6
    np.testing.assert_array_equal(again.ghost.trace.states, run.trace.states)
    np.testing.assert_array_equal(again.trace.inputs, run.trace.inputs)


def test_one_intervention_needs_no_list():
    """run and what_if take one intervention or a list of them."""
    model, held = lstmviz.load("peacock"), clamp("forget_gate", 1.0, steps=1)

    runs = [model.run("peacock panda of", held), model.run("peacock panda of").what_if([held])]

    for run in runs:
        np.testing.assert_array_equal(run.trace.states, model.run("peacock panda of", [held]).trace.states)


def test_words_are_known_whatever_their_case():
    """The words of a vocabulary and the query are looked up without their case."""
    small = lstmviz.load("peacock")
    words = tuple(word.title() for word in small.encoder.words)

    model = replace(small, encoder=Vocabulary(words), query="OF")
    run = model.run("Peacock is the")

    assert run.unknown == ()
    np.testing.assert_array_equal(run.belief, small.run("peacock is the").belief)


def test_the_verdict_is_unsure_without_a_majority():
    """A symbol of one country answers it; a crane alone is torn, and so is a sentence without a symbol."""
    model = lstmviz.load("peacock")

    assert model.run("peacock is of").verdict == "India"
    assert model.run("crane is of").verdict == "unsure"
    assert model.run("is of").verdict == "unsure"


def test_if_asked_is_the_belief_of_the_last_step():
    """Before the query the output says nothing, and if asked the network would answer already."""
    run = lstmviz.load("peacock").run("peacock is the")

    answer, probability = run.if_asked

    assert (run.verdict, answer) == ("unsure", "India")
    assert probability == run.belief[-1].max() > 0.99
    assert lstmviz.load("peacock").run("crane").if_asked[0] == "unsure"


def test_without_classes_there_is_no_answer():
    """A network without a readout answers with an empty text and no probability, and draws no warning."""
    run = random_model(hidden_size=3).run("a b")

    assert (run.answer, run.verdict, run.if_asked[0]) == ("", "", "")
    assert np.isnan([run.answer_probability, run.if_asked[1]]).all()


def test_shared_arrays_are_closed_to_writing():
    """What several readers share, weights, traces, beliefs, cannot be changed by one of them."""
    for run in (lstmviz.load("peacock").run("crane of"), random_model("gru", hidden_size=3).run("a b")):
        shared = [*run.model.parameters.arrays().values(), run.trace.gates, run.trace.states, run.output, run.belief]
        if run.model.readout is not None:
            shared += [run.model.readout.weight, run.model.readout.bias]
        for array in shared:
            with pytest.raises(ValueError, match="read-only"):
                array[...] = 0.0


def test_the_card_of_a_random_network_is_true():
    """The card says the number that was used, also where it was left out, and none where there is none."""
    cards = [random_model(initialiser=name, value=value).card["made"] for name, value in (
        ("chrono", None), ("gain", 1.23456789), ("pytorch", None)
    )]  # fmt: skip

    assert "initialiser chrono 200.0, seed 0" in cards[0]
    assert "initialiser gain 1.23456789, seed 0" in cards[1]
    assert "initialiser pytorch, seed 0" in cards[2]


def test_gradients_of_the_readout_match_differences():
    """run.gradients(step) is the slope of -log p(target) at that step along a weight direction."""
    model = lstmviz.load("peacock-not")
    run = model.run("peacock and panda of")
    rng = np.random.default_rng(0)
    direction = rng.normal(size=model.parameters.bias.shape)

    analytic = (run.gradients(-1, "India").parameters.bias * direction).sum()

    def loss(size):
        moved = replace(model, parameters=model.parameters.replace(bias=model.parameters.bias + size * direction))
        return -np.log(moved.run("peacock and panda of").output[-1, 0])

    assert (loss(1e-5) - loss(-1e-5)) / 2e-5 == pytest.approx(analytic, rel=1e-5)


def test_gradient_flow_of_a_run_has_the_last_row_of_its_gradients():
    """The last row of the flow is the norms of the gradients of the last loss."""
    run = random_model("lstm", hidden_size=5, seed=2).run("a b c d e f")

    flow, gradients = lstmviz.gradient_flow(run), run.gradients(-1)

    np.testing.assert_allclose(flow.memory[-1], np.linalg.norm(gradients.memory, axis=1), rtol=1e-12)


def test_gradient_flow_takes_a_trace_too():
    """A trace has no loss of its own: it is the mean hidden state times the root of its size, as for its run."""
    run = random_model("lstm", hidden_size=5, seed=2).run("a b c d e f")
    read = np.random.default_rng(0).normal(size=(6, 5))

    of_run, of_trace, own = (lstmviz.gradient_flow(*given) for given in ((run,), (run.trace,), (run.trace, None, read)))

    np.testing.assert_array_equal(of_trace.hidden_state, of_run.hidden_state)
    np.testing.assert_allclose(np.diag(of_trace.hidden_state, 1), 1.0)
    np.testing.assert_allclose(np.diag(own.hidden_state, 1), np.linalg.norm(read, axis=1))
    np.testing.assert_array_equal(lstmviz.gradient_flow(run, read=read).memory, own.memory)


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
    assert exported["inputs"] == run.trace.inputs.tolist()
    assert (exported["ghost"], exported["held"], exported["interventions"]) == (None, {}, [])


def test_export_holds_what_was_changed():
    """Interventions are names and values, held gates a mask, and the ghost has its own words and signals."""
    run = lstmviz.load("peacock").run("peacock of", [clamp("forget_gate", 1.0, steps=0), replace_token(0, "panda")])

    exported = json.loads(json.dumps(run_to_dict(run)))

    assert exported["interventions"] == [
        {"kind": "Clamp", "gate": "forget_gate", "value": 1.0, "units": None, "steps": [0]},
        {"kind": "ReplaceToken", "step": 0, "token": "panda"},
    ]
    assert exported["held"] == {"forget_gate": [[True] * 4, [False] * 4]}
    assert (exported["tokens"], exported["ghost"]["tokens"]) == (["panda", "of"], ["peacock", "of"])
    assert exported["ghost"]["signals"]["cell_state"] == run.ghost.trace.cell_state[1:].tolist()


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: lstmviz.load("peacocks"), "there is no network 'peacocks'"),
        (lambda: random_model(hidden_size=0), "hidden_size is 0; give a whole number from 1 to 512"),
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
        (lambda: lstmviz.load("peacock").run(None), r"the sequence is None; give a text, .* array \(time, 22\)"),
        (lambda: lstmviz.load("peacock").run(5), "the sequence is 5; give a text"),
        (lambda: lstmviz.load("peacock").run(b"of"), "the sequence is b'of'; give a text"),
        (lambda: lstmviz.load("peacock").run([[1.0], [1.0, 2.0]]), "give rows of equal length"),
        (lambda: lstmviz.load("peacock").run(["of", 1]), "cannot be read as an array of numbers"),
        (lambda: lstmviz.load("peacock").run([1.0, 2.0]), r"shape \(2,\); this network reads \(time, 22\)"),
        (lambda: lstmviz.load("peacock").run([]), "type at least one word"),
        (lambda: lstmviz.load("peacock").run("of", "clamp"), "'clamp' is no intervention; make one with clamp"),
        (lambda: lstmviz.load("peacock").run("of", [{"gate": 1}]), "is no intervention"),
        (lambda: lstmviz.load("peacock").run(np.zeros((1, 22)), [replace_token(0, "x")]), "no words to replace"),
        (lambda: lstmviz.load("peacock").run("of", (), np.zeros(4)), r"the shape \(4,\); give \(2, 4\)"),
        (lambda: lstmviz.load("peacock").run("of").ledger([4]), "unit 4 is outside"),
        (lambda: lstmviz.load(5), "there is no network 5; give a name or a path"),
        (lambda: random_model(hidden_size=2.5), "hidden_size is 2.5; give a whole number"),
        (lambda: random_model(seed="x"), "seed is 'x'; give a whole number"),
        (lambda: random_model(reads="letters"), "reads is 'letters'; choose words or numbers"),
        (lambda: random_model(value=1.0), "pytorch takes no number"),
        (lambda: random_model(initialiser="gain", value=float("nan")), "value for gain is nan; give a number"),
        (lambda: random_model().run("a").gradients(target="x"), "no class 'x'; there are none"),
        (lambda: lstmviz.gradient_flow("x"), "'x' is no run; give a run, or a trace"),
        (lambda: lstmviz.gradient_flow(random_model().run("a").trace, "India"), "target names a class of a run's own"),
        (lambda: lstmviz.gradient_flow(random_model().run("a"), read=np.ones(3)), r"shape \(3,\); give \(1, 16\)"),
        (lambda: run_to_dict("x"), "'x' is no run"),
        (lambda: Vocabulary(("a", "A")), "holds 'A' twice"),
        (lambda: Vocabulary(("a", "")), "holds ''; every word must be a text"),
        (lambda: HashedWords(0), "size of hashed words is 0; give a whole number from 1 to 4096"),
        (lambda: replace(lstmviz.load("peacock"), query="whom"), "query 'whom' is not in the vocabulary"),
        (lambda: replace(random_model(), query="of"), "needs a vocabulary, and this network reads hashed words"),
        (lambda: replace(lstmviz.load("peacock"), classes=()), r"readout has the shape \(3, 4\); \(0, 4\) is needed"),
        (lambda: replace(random_model(), classes=("a",)), "1 classes and no readout; give both or neither"),
        (lambda: replace(random_model(hidden_size=2), units=("a",)), "1 names for 2 units"),
        (lambda: replace(random_model(hidden_size=2), units=("a", "a")), "units name 'a' twice"),
        (lambda: replace(random_model(), encoder=HashedWords(3)), "gives 3 numbers a step and weight_input takes 16"),
        (lambda: Readout(np.ones(3), np.ones(3)), r"weight has the shape \(3,\); give \(class, hidden\)"),
        (lambda: Readout(np.ones((2, 3)), np.ones(3)), r"bias has the shape \(3,\); give \(2,\)"),
    ],
)
def test_errors_say_what_came_and_what_is_allowed(call, words):
    """A wrong call is answered with one sentence."""
    with pytest.raises(ValueError, match=words):
        call()
