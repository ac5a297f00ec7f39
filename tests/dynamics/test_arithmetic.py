"""The arithmetic of one gate value."""

import numpy as np
import pytest

from lstmviz.cells import CELLS, GRU, LSTM
from lstmviz.dynamics import arithmetic, clamp, unroll


@pytest.mark.parametrize("cell", CELLS.values(), ids=CELLS)
def test_the_terms_add_up(cell, small_problem):
    """For every gate, unit and step the terms sum to the pre-activation within 1e-12 of the largest term."""
    problem = small_problem(cell)
    trace = unroll(*problem[:3], initial_state=problem.initial_state)

    for gate in cell.gate_names:
        for step in range(trace.time_steps):
            for unit in range(trace.hidden_size):
                found = arithmetic(trace, step, gate, unit)

                largest, total = abs(found.terms[0].value), sum(term.value for term in found.terms)
                assert total == pytest.approx(found.pre_activation, abs=1e-12 * largest)
                assert found.value == trace.gate(gate)[step, unit]
                sizes = [abs(term.value) for term in found.terms]
                assert sizes == sorted(sizes, reverse=True)


def test_a_word_is_named_and_absent_words_are_not_listed():
    """A one-hot input has one term, with the word's name; the units of h have theirs."""
    weights = LSTM.parameters(np.ones((4, 2, 3)), np.ones((4, 2, 2)), np.zeros((4, 2)))

    trace = unroll(LSTM, weights, np.eye(3), tokens=("the", "red", "crane"), units=("China", "Japan"))
    terms = arithmetic(trace, 2, "forget_gate", 0).terms

    assert {(term.kind, term.name) for term in terms} == {
        ("bias", "bias"), ("input", "crane"), ("hidden", "China"), ("hidden", "Japan")
    }  # fmt: skip


def test_the_reset_gate_is_seen_in_the_candidates_terms(small_problem):
    """With the reset at 0 the candidate hears nothing of h, and the bias inside the reset is silent too."""
    problem = small_problem(GRU)
    trace = unroll(*problem[:3], (clamp("reset_gate", 0.0),), problem.initial_state)

    terms = arithmetic(trace, 3, "candidate", 1).terms

    assert all(term.value == 0.0 for term in terms if term.kind == "hidden" or "reset" in term.name)


def test_a_held_gate_says_so(small_problem):
    """The arithmetic of a clamped value keeps the computed pre-activation and is marked as forced."""
    problem = small_problem(LSTM)
    trace = unroll(*problem[:3], (clamp("forget_gate", 1.0, steps=[2]),))

    held, free = (arithmetic(trace, step, "forget_gate", 0) for step in (2, 3))

    assert (held.value, held.forced, free.forced) == (1.0, True, False)
