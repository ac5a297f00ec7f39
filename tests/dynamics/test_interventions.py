"""Interventions: what is held is held, the rest follows, and nothing else moves."""

import numpy as np
import pytest

from lstmviz.cells import CELLS, GRU, LSTM, RNN
from lstmviz.dynamics import backpropagate, clamp, replace_token, silence, unroll

every_cell = pytest.mark.parametrize("cell", CELLS.values(), ids=CELLS)
every_gate = pytest.mark.parametrize(
    ("cell", "gate"),
    [(cell, gate) for cell in CELLS.values() for gate in cell.gate_names],
    ids=lambda value: value if isinstance(value, str) else value.name,
)


def run_of(problem, *interventions):
    return unroll(problem.cell, problem.parameters, problem.inputs, interventions, problem.initial_state)


@every_gate
def test_a_clamp_holds_the_chosen_units_at_the_chosen_steps(cell, gate, small_problem):
    """The chosen entries have the value; steps before the clamp keep every bit; the mask says which are held."""
    problem = small_problem(cell)

    free, held = run_of(problem), run_of(problem, clamp(gate, 0.5, units=[1, 3], steps=[2, 4]))

    row = cell.gate_index(gate)
    np.testing.assert_array_equal(held.gate(gate)[np.ix_([2, 4], [1, 3])], 0.5)
    np.testing.assert_array_equal(held.states[:3], free.states[:3])
    np.testing.assert_array_equal(held.gate(gate)[2, [0, 2]], free.gate(gate)[2, [0, 2]])
    assert held.forced.sum() == held.forced[:, row].sum() == 4
    assert free.forced is None
    assert np.abs(held.states[-1] - free.states[-1]).max() > 1e-6


@every_gate
def test_the_pre_activation_stays_what_the_cell_computed(cell, gate, small_problem):
    """A clamp overwrites the value after the squashing: the pre-activation of that step is the free one."""
    problem = small_problem(cell)

    free, held = run_of(problem), run_of(problem, clamp(gate, 0.5, steps=[0]))

    if (cell, gate) != (GRU, "reset_gate"):  # the candidate's pre-activation hears the reset of the same step
        np.testing.assert_array_equal(held.pre_activation[0], free.pre_activation[0])
    row = cell.gate_index(gate)
    np.testing.assert_array_equal(held.pre_activation[0, row], free.pre_activation[0, row])


@every_gate
def test_holding_a_gate_at_its_own_value_changes_nothing(cell, gate, small_problem):
    """Clamping a gate at every step and unit to the value it takes anyway changes no bit."""
    problem = small_problem(cell)
    free = run_of(problem)

    own = [
        clamp(gate, value, units=[unit], steps=[step]) for (step, unit), value in np.ndenumerate(free.gate(gate))
    ]
    held = run_of(problem, *own)

    np.testing.assert_array_equal(held.gates, free.gates)
    np.testing.assert_array_equal(held.states, free.states)


@every_gate
def test_a_held_gate_teaches_its_weights_nothing(cell, gate, small_problem):
    """A gate clamped at every step is a constant: no gradient reaches its weights, and some reaches the others'."""
    problem = small_problem(cell)

    found = backpropagate(run_of(problem, clamp(gate, 0.5)), problem.read)

    row = cell.gate_index(gate)
    for name in ("weight_input", "weight_hidden", "bias"):
        gradient = getattr(found.parameters, name)
        np.testing.assert_array_equal(gradient[row], 0.0)
        others = np.delete(gradient, row, axis=0)
        assert others.size == 0 or np.abs(others).max() > 1e-6
    assert np.abs(found.gate(gate)).max() > 1e-6


@every_gate
def test_the_gradient_of_a_held_run_is_its_slope(cell, gate, small_problem):
    """With some units held at some steps, BPTT still agrees with central differences in every weight."""
    problem, interventions = small_problem(cell), (clamp(gate, 0.5, units=[0, 2], steps=[1, 2, 5]),)

    def loss(weights):
        trace = unroll(cell, weights, problem.inputs, interventions, problem.initial_state)
        return (problem.read * trace.hidden_state[1:]).sum()

    found = backpropagate(run_of(problem, *interventions), problem.read).parameters
    rng = np.random.default_rng(1)
    for name, array in problem.parameters.arrays().items():
        direction = rng.normal(size=array.shape)
        ahead, behind = (
            loss(problem.parameters.replace(**{name: array + sign * 1e-6 * direction})) for sign in (1, -1)
        )

        assert (ahead - behind) / 2e-6 == pytest.approx((found.arrays()[name] * direction).sum(), rel=1e-6, abs=1e-9)


@every_cell
def test_a_silenced_unit_is_zero_and_the_others_go_on(cell, small_problem):
    """A silenced unit's states are exactly 0 at the chosen steps; nothing of the past changes."""
    problem = small_problem(cell)

    free, held = run_of(problem), run_of(problem, silence(1, steps=[3, 4]))

    np.testing.assert_array_equal(held.states[4:6, :, 1], 0.0)
    np.testing.assert_array_equal(held.states[:4], free.states[:4])
    assert np.abs(held.states[4:, :, [0, 2, 3]]).min() > 0.0


def test_a_later_clamp_wins():
    """Of two clamps on the same entry the later one counts."""
    weights = RNN.parameters(np.ones((1, 1, 1)), np.ones((1, 1, 1)), np.zeros((1, 1)))

    trace = unroll(RNN, weights, np.ones((3, 1)), (clamp("candidate", 1.0), clamp("candidate", -1.0, steps=[-1])))

    np.testing.assert_array_equal(trace.hidden_state[:, 0], [0.0, 1.0, 1.0, -1.0])


def test_replacing_a_word_holds_no_gate(small_problem):
    """replace_token changes what is read, which is the model's affair: the cell is left alone."""
    problem = small_problem(LSTM)

    assert run_of(problem, replace_token(0, "panda")).forced is None


REFUSED = {
    "no such gate": (clamp("reset_gate", 0.5), "LSTM has no gate 'reset_gate'; it has input_gate, forget_gate"),
    "beyond 1": (clamp("forget_gate", 1.5), "forget_gate cannot be held at 1.5: its range is 0 to 1"),
    "below 0": (clamp("output_gate", -0.1), "output_gate cannot be held at -0.1: its range is 0 to 1"),
    "not a number": (clamp("forget_gate", float("nan")), "forget_gate cannot be held at nan"),
    "after the end": (clamp("forget_gate", 1.0, steps=[7]), "step 7 is outside this run, which has steps 0 to 6"),
    "no such unit": (clamp("forget_gate", 1.0, units=[4]), "unit 4 is outside this run, which has units 0 to 3"),
    "silence of nobody": (silence(9), "unit 9 is outside this run, which has units 0 to 3"),
}


@pytest.mark.parametrize(("intervention", "message"), REFUSED.values(), ids=REFUSED)
def test_an_impossible_intervention_is_refused_in_words(small_problem, intervention, message):
    """Each refusal names what came and what there is."""
    with pytest.raises(ValueError, match=message):
        run_of(small_problem(LSTM), intervention)
