"""Wrong calls of the dynamics: each is answered with one sentence that says what came and what is needed."""

import numpy as np
import pytest

from lstmviz.cells import GRU, LSTM, RNN
from lstmviz.dynamics import (
    arithmetic,
    backpropagate,
    clamp,
    gradient_flow,
    memory_ledger,
    replace_token,
    silence,
    unroll,
)
from lstmviz.dynamics.gradient_decay import Experiment, gradient_decay
from lstmviz.dynamics.measures import decay_per_step, saturation


@pytest.fixture(scope="module")
def trace(small_problem):
    problem = small_problem(LSTM)
    return unroll(LSTM, problem.parameters, problem.inputs)


UNROLL = {
    "a state of another size": ({"initial_state": np.zeros((2, 3))}, r"initial_state has the shape \(2, 3\); give"),
    "a state to be stretched": ({"initial_state": 1.0}, r"initial_state has the shape \(\); give \(2, 4\)"),
    "a state with a hole": ({"initial_state": np.full((2, 4), np.nan)}, "initial_state holds NaN or infinity"),
    "too few tokens": ({"tokens": ("one",)}, "there are 1 tokens for 7 steps; give one token a step, or none"),
    "too many names": ({"units": "abcde"}, "there are 5 names for 4 units; give one name a unit, or none"),
    "numbers as tokens": ({"tokens": range(7)}, "a token must be a text; 0 is none"),
    "text as inputs": ({"inputs": [["a", "b", "c"]]}, "the sequence cannot be read as an array of numbers"),
    "ragged inputs": ({"inputs": [[1.0, 2.0, 3.0], [1.0]]}, "give rows of equal length"),
    "complex inputs": ({"inputs": np.zeros((2, 3), dtype=complex)}, "the sequence holds complex numbers"),
    "nothing": ({"inputs": None}, "the sequence cannot be read as an array of numbers"),
    "a cell by name": ({"cell": "lstm"}, r"cell is 'lstm'; give one of lstmviz.CELLS"),
    "another cell": ({"cell": RNN}, "parameters have 4 gates; the vanilla RNN needs Parameters of 1 gates"),
    "another kind of weights": ({"cell": GRU}, "of the type Parameters; the GRU needs GRUParameters of 3 gates"),
    "a word for an intervention": ({"interventions": "clamp"}, "'clamp' is no intervention; make one with clamp"),
    "a number for one": ({"interventions": [1]}, "1 is no intervention; make one with clamp, silence or replace"),
    "nothing for one": ({"interventions": None}, "None is no intervention"),
}


@pytest.mark.parametrize(("changed", "message"), UNROLL.values(), ids=UNROLL)
def test_unroll_refuses_in_words(small_problem, changed, message):
    """States, names, inputs, weights and interventions that do not fit are named."""
    problem = small_problem(LSTM)
    call = {"cell": LSTM, "parameters": problem.parameters, "inputs": problem.inputs}

    with pytest.raises(ValueError, match=message):
        unroll(**{**call, **changed})


def test_numbers_too_large_for_the_weights_are_refused(small_problem):
    """1e300 does not fit into float32: it is refused as infinite, without a warning."""
    single = LSTM.parameters(*(array.astype(np.float32) for array in small_problem(LSTM).parameters.arrays().values()))

    with pytest.raises(ValueError, match="step 0 is not a finite number"):
        unroll(LSTM, single, np.full((1, 3), 1e300))


INTERVENTIONS = {
    "half a step": (lambda: clamp("forget_gate", 1.0, steps=1.5), "steps is 1.5; give a whole number"),
    "a step as text": (lambda: clamp("forget_gate", 1.0, steps="8"), "steps is '8'; give a whole number"),
    "a unit by name": (lambda: clamp("forget_gate", 1.0, units=["peacock"]), "units is 'peacock'; give a whole number"),
    "a value as text": (lambda: clamp("forget_gate", "open"), "the value of a clamp is 'open'; give a number"),
    "silence of a word": (lambda: silence("peacock"), "unit is 'peacock'; give a whole number, counted from 0"),
    "a number for a word": (lambda: replace_token(0, 5), "token is 5; give the word to read as a text"),
    "a step that is none": (lambda: replace_token("first", "x"), "step is 'first'; give a whole number"),
}


@pytest.mark.parametrize(("call", "message"), INTERVENTIONS.values(), ids=INTERVENTIONS)
def test_interventions_refuse_in_words(call, message):
    """An intervention says at once what is wrong with it."""
    with pytest.raises(ValueError, match=message):
        call()


ASKED = {
    "a step after the end": (lambda trace: arithmetic(trace, 7, "forget_gate", 0), "step 7 is outside this run"),
    "half a step": (lambda trace: arithmetic(trace, 0.5, "forget_gate", 0), "step 0.5 is outside this run"),
    "no such unit": (lambda trace: arithmetic(trace, 0, "forget_gate", 4), "unit 4 is outside .* units 0 to 3"),
    "a unit by name": (lambda trace: arithmetic(trace, 0, "forget_gate", "x"), "unit 'x' is outside this run"),
    "no such gate": (lambda trace: arithmetic(trace, 0, "reset_gate", 0), "LSTM has no gate 'reset_gate'"),
    "a ledger of nobody": (lambda trace: memory_ledger(trace, [9]), "unit 9 is outside this run, which has units 0"),
    "a ledger by name": (lambda trace: memory_ledger(trace, ["x"]), "unit 'x' is outside this run"),
    "a read of one step": (
        lambda trace: backpropagate(trace, np.ones(4)),
        r"d_hidden_state has the shape \(4,\); give \(7, 4\)",
    ),
    "a memory of one step": (
        lambda trace: backpropagate(trace, np.ones((7, 4)), np.ones((1, 4))),
        r"d_memory has the shape \(1, 4\); give \(7, 4\)",
    ),
    "a read with a hole": (lambda trace: backpropagate(trace, np.full((7, 4), np.nan)), "d_hidden_state holds NaN"),
    "a flow of one step": (
        lambda trace: gradient_flow(trace, np.ones(4)),
        r"d_hidden_state has the shape \(4,\); give \(7, 4\)",
    ),
    "a margin of more than half": (lambda trace: saturation(trace, "candidate", 0.6), "margin is 0.6; .* 0 to 0.5"),
}


@pytest.mark.parametrize(("call", "message"), ASKED.values(), ids=ASKED)
def test_questions_about_a_trace_refuse_in_words(trace, call, message):
    """Steps, units, gates and shapes that a trace does not have are named beside those it has."""
    with pytest.raises(ValueError, match=message):
        call(trace)


MEASURED = {
    "no networks": (lambda: Experiment(seeds=0), "seeds is 0; give a whole number of at least 1"),
    "half a unit": (lambda: Experiment(hidden_size=1.5), "hidden_size is 1.5; give a whole number"),
    "one step": (lambda: Experiment(time_steps=1), "time_steps is 1; give a whole number of at least 2"),
    "no sequences": (lambda: Experiment(sequences=0), "sequences is 0; give a whole number of at least 1"),
    "no such cell": (lambda: Experiment("lstmm"), "there is no cell 'lstmm'"),
    "no such initialiser": (lambda: Experiment(initialiser="xavier"), "there is no initialiser 'xavier'"),
    "too large a number": (lambda: Experiment(initialiser="gain", value=9.0), "value for gain is 9.0; .* 0 to 5"),
    "no such quantity": (
        lambda: gradient_decay(Experiment(hidden_size=2, time_steps=2, seeds=1, sequences=1)).factor("lags"),
        "no norm of 'lags'; there are hidden_state, memory, direct, rest",
    ),
    "no norms": (lambda: decay_per_step(np.ones((2, 200))), r"norms have the shape \(2, 200\); give one row"),
    "norms below 0": (lambda: decay_per_step(-np.ones(200)), "none below 0"),
    "a lag before the loss": (lambda: decay_per_step(np.ones(200), -1), "first_lag is -1; give a whole number"),
}


@pytest.mark.parametrize(("call", "message"), MEASURED.values(), ids=MEASURED)
def test_measures_refuse_in_words(call, message):
    """Experiments without networks, and lags or norms that cannot be, are named."""
    with pytest.raises(ValueError, match=message):
        call()


def test_a_single_number_or_a_single_intervention_is_enough(small_problem):
    """steps=2 is steps=[2], units=1 is units=[1], and one intervention needs no list."""
    problem = small_problem(LSTM)

    alone = unroll(*problem[:3], clamp("forget_gate", 0.5, units=1, steps=2))
    listed = unroll(*problem[:3], [clamp("forget_gate", 0.5, units=[1], steps=np.array([2]))])

    np.testing.assert_array_equal(alone.states, listed.states)
    assert alone.forced.sum() == 1
    np.testing.assert_array_equal(memory_ledger(alone, 1), memory_ledger(alone, [1]))


def test_negative_steps_count_from_the_end(trace):
    """The arithmetic of step -1 is that of the last step, with the hidden state before it."""
    assert arithmetic(trace, -1, "candidate", -1) == arithmetic(trace, 6, "candidate", 3)


def test_a_trace_is_closed_to_writing(small_problem):
    """No array of a trace can be changed, and the caller's own inputs stay the caller's."""
    problem, inputs = small_problem(LSTM), np.ones((3, 3))

    trace = unroll(LSTM, problem.parameters, inputs, clamp("forget_gate", 0.5, steps=1))
    inputs += 1.0

    np.testing.assert_array_equal(trace.inputs, 1.0)
    arrays = (trace.inputs, trace.pre_activation, trace.gates, trace.states, trace.forced, *trace.derived.values())
    for array in arrays:
        with pytest.raises(ValueError, match="read-only"):
            array[...] = 0
