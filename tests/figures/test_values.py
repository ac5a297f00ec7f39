"""The numbers on a figure are those of the trace, on the axes that the cell declares."""

from dataclasses import replace

import numpy as np
import pytest

import lstmviz
from lstmviz.cells import CELLS
from lstmviz.dynamics.gradient_decay import FLOAT32_SMALLEST
from lstmviz.figures import (
    belief_lines,
    describe,
    difference_heatmap,
    flow_matrix,
    gate_heatmap,
    gate_heatmaps,
    gradient_norms,
    gradient_rows,
    ledger_bars,
    memory_heatmap,
    state_lines,
)


@pytest.mark.parametrize("gate", ["input_gate", "forget_gate", "candidate", "output_gate"])
def test_heat_map_shows_the_gate_in_its_declared_range(trace, gate):
    """A heat map holds the gate transposed, exactly, and its colours span the range of the cell."""
    figure = gate_heatmap(trace, gate)

    np.testing.assert_array_equal(figure.data[0].z, trace.gate(gate).T)
    assert (figure.layout.coloraxis.cmin, figure.layout.coloraxis.cmax) == trace.gate_range(gate)


@pytest.mark.parametrize("name", CELLS)
def test_all_gates_of_a_cell_are_panels(name):
    """Every gate has a panel with its name, what 1 means first."""
    trace = lstmviz.random_model(name, hidden_size=3).run("some words").trace

    names = [note.text for note in gate_heatmaps(trace).layout.annotations]

    assert len(names) == len(trace.cell.gates_in_order)
    assert all(gate.label in text for gate, text in zip(trace.cell.gates_in_order, names, strict=True))


def test_the_sentence_names_the_lowest_gate(trace):
    """The description finds a lowest value, with its word and its unit."""
    assert "lowest 0.000045 at peacock (step 0), unit peacock" in describe(gate_heatmap(trace))


def test_a_held_gate_is_marked(run):
    """Every entry that an intervention overwrote carries a mark, and no other entry does."""
    marks = gate_heatmap(run.trace).data[1]

    assert marks.name == "held by an intervention (4)"
    assert set(marks.x) == {8}


def test_memory_scale_is_symmetric_and_rounded(trace):
    """0 is neutral: the memory's colours reach equally far on both sides."""
    axis = memory_heatmap(trace).layout.coloraxis

    assert (axis.cmin, axis.cmax) == (-1.0, 1.0)


def test_state_lines_start_before_the_first_word(trace):
    """Lines of states have a point for the initial state, named start."""
    figure = state_lines(trace)

    assert len(figure.data[0].y) == trace.time_steps + 1
    assert figure.layout.xaxis.labelalias["-1"] == "start"


def test_chosen_units_are_drawn_alone(trace):
    """Only the units asked for are drawn; one that does not exist is refused in words."""
    assert {line.name for line in state_lines(trace, units=[1, 3]).data} == {"panda", "sakura"}
    with pytest.raises(ValueError, match="units 0 to 3"):
        state_lines(trace, units=[4])


def test_very_many_units_become_a_band():
    """More than 20 units are drawn as lowest, median and highest, and the figure says so."""
    trace = lstmviz.random_model(hidden_size=21).run("some words").trace
    figure = state_lines(trace)

    lowest, highest, _ = figure.data[:3]

    np.testing.assert_array_equal(lowest.y, trace.cell_state.min(axis=1))
    np.testing.assert_array_equal(highest.y, trace.cell_state.max(axis=1))
    assert "21 units" in figure.layout.title.subtitle.text


def test_belief_lines_hold_the_belief_and_the_ghost(run):
    """A line per answer, and a pale one for the run without intervention."""
    figure = belief_lines(run)

    ghosts, lines = figure.data[:3], figure.data[3:6]
    np.testing.assert_array_equal([line.y for line in lines], run.belief.T)
    np.testing.assert_array_equal([line.y for line in ghosts], run.ghost.belief.T)


def test_a_network_without_answers_says_so():
    """Without a readout there is nothing to believe, and the figure says it in a sentence."""
    figure = belief_lines(lstmviz.random_model().run("some words"))

    assert not figure.data
    assert "no readout" in describe(figure)


def test_ledger_bars_add_up_to_the_memory():
    """The bars of a step, other words included, sum to the memory of the unit."""
    trace = (
        lstmviz.random_model(hidden_size=3, initialiser="forget_bias", value=2.0)
        .run("to be or not to be that is it")
        .trace
    )

    bars = [part.y for part in ledger_bars(trace, 1).data if part.type == "bar"]

    np.testing.assert_allclose(np.sum(bars, axis=0), trace.memory[1:, 1], atol=1e-12)


def test_difference_is_run_minus_ghost(run):
    """The heat map holds the memory with the intervention minus the memory without."""
    figure = difference_heatmap(run)

    expected = (run.trace.memory - run.ghost.trace.memory)[1:].T
    np.testing.assert_array_equal(figure.data[0].z, expected)


def test_difference_without_intervention_is_a_sentence(run):
    """A run that was left alone has nothing to compare."""
    assert "Nothing was changed" in describe(difference_heatmap(run.ghost))


def test_gradient_norms_say_zero_in_words(curves):
    """The RNN's missing direct path is a sentence, not a line at minus infinity."""
    figure = gradient_norms(curves, quantity="memory")

    assert [line.name for line in figure.data] == ["vanilla RNN", "LSTM", "LSTM, direct path"]
    assert "vanilla RNN has no direct path" in figure.layout.title.subtitle.text.replace("<br>", " ")


def test_gradient_norms_share_one_absolute_axis(curves):
    """The axis reaches from 1e-40 to 100 whatever is drawn, with a line where float32 ends."""
    figures = [gradient_norms({name: curve}) for name, curve in curves.items()]

    assert {tuple(figure.layout.yaxis.range) for figure in figures} == {(-40, 2)}
    assert all(figure.layout.shapes[0].y0 == FLOAT32_SMALLEST for figure in figures)


def test_gradient_norms_take_pairs_and_refuse_unknown_quantities(curves):
    """A sequence of pairs draws the same figure as a mapping."""
    assert gradient_norms(list(curves.items())).to_json() == gradient_norms(curves).to_json()
    with pytest.raises(ValueError, match="hidden_state, memory, direct, rest"):
        gradient_norms(curves, quantity="weights")


def test_gradient_rows_leave_the_future_out(run):
    """Behind the word of the loss the gradient is 0: a gap in the line and a sentence."""
    figure = gradient_rows(run.gradients(step=5), run.tokens)

    assert np.isnan(figure.data[1].y[7:]).all()
    assert "memory has gradient exactly 0 after of (step 5)" in figure.layout.title.subtitle.text.replace("<br>", " ")


def test_flow_matrix_is_log10_with_a_blank_future():
    """Cells of the past hold log10 of the norm, those of the future nothing."""
    run = lstmviz.random_model(hidden_size=4).run("to be or not to be")
    flow = lstmviz.gradient_flow(run)

    z = flow_matrix(flow, run.tokens).data[0].z

    past = np.tri(*z.shape, k=1, dtype=bool)
    np.testing.assert_allclose(z[past], np.log10(flow.hidden_state[past]))
    assert np.isnan(z[~past]).all()


def test_flow_matrix_marks_an_exact_zero(trace, run):
    """Without weights from h nothing flows back through it: the zeros of the past are marked and counted."""
    flow = lstmviz.gradient_flow(run.ghost)

    marks = flow_matrix(flow, trace.words).data[1]

    past = np.tri(*flow.hidden_state.shape, k=1, dtype=bool)
    assert marks.name == f"exactly 0 ({int((past & (flow.hidden_state == 0)).sum())})"


@pytest.mark.parametrize(("value", "name"), [(np.nan, "not a number"), (np.inf, "+infinity"), (-np.inf, "-infinity")])
@pytest.mark.parametrize(
    ("figure", "broken_gate"),
    [(gate_heatmap, 1), (gate_heatmaps, 1), (memory_heatmap, None), (state_lines, None), (ledger_bars, None)],
)
def test_what_is_not_finite_is_marked(trace, figure, broken_gate, value, name):
    """A value that is not a finite number gets a mark with its name; it is never clipped silently."""
    gates, states = trace.gates.copy(), trace.states.copy()
    states[3, 1, 0] = value
    if broken_gate is not None:
        gates[2, broken_gate, 0] = value
    broken = replace(trace, gates=gates, states=states)

    names = [part.name for part in figure(broken).data if part.name]

    assert any(name in text for text in names)


def test_a_written_part_that_is_not_a_number_is_marked(trace):
    """A bar that cannot be drawn leaves a mark at every step at which it is missing."""
    gates = trace.gates.copy()
    gates[2, 0, 0] = np.nan

    (mark,) = [part for part in ledger_bars(replace(trace, gates=gates)).data if "not a number" in part.name]

    assert list(mark.x) == list(range(2, trace.time_steps))
