"""What the viewer is sent: complete, exact, JSON, and the same that the JavaScript tests read from fixtures/."""

import base64
import json
import os
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import lstmviz
from lstmviz.cells import CELLS
from lstmviz.viewer.payload import EXACT_BYTES, identity, memory_range, payload, steps_that_fit

FIXTURES = Path(__file__).parent / "fixtures"
WRITE = "LSTMVIZ_WRITE_FIXTURES" in os.environ  # after a wanted change of the payload

SENTENCE = "peacock is the bird whereas panda of"
RUNS = {
    "peacock": lambda: lstmviz.load("peacock").run(SENTENCE),
    "held": lambda: lstmviz.load("peacock").run(
        SENTENCE, [lstmviz.clamp("forget_gate", 1.0, steps=[5]), lstmviz.clamp("input_gate", 0.0, steps=[5])]
    ),
    "gru": lambda: lstmviz.random_model("gru", hidden_size=12, seed=1).run("one two three four"),
    "rnn": lambda: lstmviz.random_model("rnn", hidden_size=2, seed=2, reads="numbers").run("0.5 -1 2"),
}


def unpacked(array):
    flat = np.frombuffer(base64.b64decode(array["data"]), dtype=f"<{array['type']}")
    return flat.reshape(array["shape"])


def small_run(**options):
    return lstmviz.random_model("lstm", hidden_size=3, seed=0, **options).run("a b c d e f g h")


@pytest.mark.parametrize("name", RUNS)
def test_every_number_arrives_exactly(name):
    """Gates, pre-activations, states, belief and weights come out of the payload bit for bit."""
    run = RUNS[name]()

    sent = json.loads(json.dumps(payload(run), allow_nan=False))

    trace, arrays = run.trace, sent["arrays"]
    for key, expected in {"gates": trace.gates, "pre_activation": trace.pre_activation, "states": trace.states}.items():
        np.testing.assert_array_equal(unpacked(arrays[key]), expected, strict=True)
    for key, expected in run.model.parameters.arrays().items():
        np.testing.assert_array_equal(unpacked(sent["weights"][key]), expected, strict=True)
    if run.model.classes:
        np.testing.assert_array_equal(unpacked(arrays["belief"]), run.belief)


def test_ghost_and_forced_travel_with_interventions():
    """A run with interventions carries the untouched run and says which gates are held; one without carries neither."""
    held, free = payload(RUNS["held"]()), payload(RUNS["peacock"]())

    assert unpacked(held["arrays"]["forced"]).sum() == 2 * 4
    np.testing.assert_array_equal(unpacked(held["ghost"]["arrays"]["gates"]), unpacked(free["arrays"]["gates"]))
    assert free["ghost"] is None
    assert "forced" not in free["arrays"]


def test_nan_and_infinity_survive():
    """Numbers that JSON cannot write arrive as they are."""
    run = small_run()
    gates, states = run.trace.gates.copy(), run.trace.states.copy()
    gates[2, 1, 0], states[3, 1] = np.nan, (np.inf, -np.inf, 1.0)
    broken = replace(run, trace=replace(run.trace, gates=gates, states=states))

    sent = json.loads(json.dumps(payload(broken), allow_nan=False))

    assert np.isnan(unpacked(sent["arrays"]["gates"])[2, 1, 0])
    assert unpacked(sent["arrays"]["states"])[3, 1].tolist() == [np.inf, -np.inf, 1.0]
    assert np.isfinite(sent["memory_range"])


def test_a_window_sends_its_steps_and_the_state_before_them():
    """Steps 3 to 5 of 8 are three rows of gates and four of states, and the payload says where they are."""
    run = small_run()

    sent = payload(run, first=3, count=3)

    assert (sent["first"], sent["total"], sent["tokens"]) == (3, 8, ["d", "e", "f"])
    np.testing.assert_array_equal(unpacked(sent["arrays"]["gates"]), run.trace.gates[3:6])
    np.testing.assert_array_equal(unpacked(sent["arrays"]["states"]), run.trace.states[3:7])


WINDOWS = ((99, 5, ["h"]), (-4, 2, ["a", "b"]), (6, None, ["g", "h"]), (7, 0, ["h"]))


@pytest.mark.parametrize(("first", "count", "tokens"), WINDOWS)
def test_a_window_beyond_the_run_is_moved_inside(first, count, tokens):
    """Whatever window is asked for, at least one step of the run is sent."""
    assert payload(small_run(), first=first, count=count)["tokens"] == tokens


def test_many_numbers_are_sent_in_single_precision():
    """Above 1 MB the numbers are float32, and the relative error is below 6e-8."""
    run = lstmviz.random_model("lstm", hidden_size=64, seed=0).run(["word"] * 300)

    sent = payload(run)

    assert sent["arrays"]["gates"]["type"] == "f4"
    np.testing.assert_allclose(unpacked(sent["arrays"]["gates"]), run.trace.gates, rtol=6e-8)
    assert run.trace.gates.nbytes + run.trace.pre_activation.nbytes > EXACT_BYTES


def test_too_many_weights_stay_behind():
    """A network of 300 units is sent without its weights; its gates are sent."""
    sent = payload(lstmviz.random_model("gru", hidden_size=300, seed=0).run("a b"))

    assert sent["weights"] is None
    assert sent["arrays"]["gates"]["shape"] == [2, 3, 300]


@pytest.mark.parametrize("cell", CELLS)
@pytest.mark.parametrize("hidden_size", [4, 16, 64, 128, 300])
def test_what_is_said_to_fit_fits(cell, hidden_size):
    """The steps said to fit are at most 1.5 MB with the untouched run beside them, or as few as 50."""
    model = lstmviz.random_model(cell, hidden_size=hidden_size)
    run = model.run(["word"] * 500, [lstmviz.clamp(model.cell.gate_names[-1], 0.5)])

    count = steps_that_fit(run)

    assert count in range(50, 501, 50)
    assert count == 50 or len(json.dumps(payload(run, count=count))) < 1_510_000
    assert count == 500 or hidden_size > 16
    assert steps_that_fit(model.run(["word"] * 500)) == count


def test_identity_changes_with_words_and_weights_only():
    """Another text or seed is another identity; an intervention or another window is not."""
    model = lstmviz.load("peacock")
    run = model.run("peacock of")

    assert identity(run) == identity(model.run("peacock of", [lstmviz.clamp("forget_gate", 0.5)]))
    assert identity(run) != identity(model.run("panda of"))
    assert identity(run) != identity(lstmviz.load("peacock-not").run("peacock of"))


def test_memory_range_is_a_limit_with_two_digits():
    """The scale of the memory holds every value of the run, is rounded up by less than a tenth, and is never 0."""
    run = small_run()
    largest = np.abs(run.trace.memory).max()

    assert largest <= memory_range(run) <= 1.1 * largest
    assert payload(lstmviz.load("peacock").run("the"))["memory_range"] > 0


@pytest.mark.parametrize("name", RUNS)
def test_fixtures_are_what_python_sends(name):
    """The files that the JavaScript tests read hold today's payload, and Python's own arithmetic of it."""
    run, file = RUNS[name](), FIXTURES / f"{name}.json"
    expected = json.loads(json.dumps({"payload": payload(run), "arithmetic": arithmetic_of(run)}))
    if WRITE:
        file.parent.mkdir(exist_ok=True)
        file.write_text(json.dumps(expected, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")

    assert_alike(json.loads(file.read_text(encoding="utf-8")), expected)


def arithmetic_of(run):
    """Return the terms of every gate of the last unit at every step, as Python finds them."""
    return [
        {"t": step, "gate": gate, "unit": run.trace.hidden_size - 1, "pre_activation": told.pre_activation,
         "hidden": {term.name: term.value for term in told.terms if term.kind == "hidden"},
         "read": sum(term.value for term in told.terms if term.kind == "input"),
         "bias": sum(term.value for term in told.terms if term.kind == "bias")}
        for step in range(run.trace.time_steps)
        for gate in run.trace.cell.gate_names
        for told in [lstmviz.arithmetic(run.trace, step, gate, run.trace.hidden_size - 1)]
    ]  # fmt: skip


def assert_alike(found, expected):
    """Compare plain data; numbers and arrays within rounding, since the last bit differs between processors."""
    if isinstance(expected, dict) and "data" in expected:
        assert found["shape"] == expected["shape"]
        np.testing.assert_allclose(unpacked(found), unpacked(expected), rtol=1e-9, atol=1e-12)
    elif isinstance(expected, dict):
        assert found.keys() == expected.keys()
        for key in expected.keys() - {"identity"}:
            assert_alike(found[key], expected[key])
    elif isinstance(expected, list):
        assert len(found) == len(expected)
        for one, other in zip(found, expected, strict=True):
            assert_alike(one, other)
    else:
        assert found == (pytest.approx(expected, rel=1e-9, abs=1e-12) if isinstance(expected, float) else expected)
