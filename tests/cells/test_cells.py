"""What every cell of the registry must do."""

import pickle

import numpy as np
import pytest

from lstmviz.cells import CELLS, GRU, LSTM, RNN, cell_named
from lstmviz.cells.quantities import OPERATIONS
from lstmviz.cells.squashing import sigmoid
from lstmviz.dynamics import clamp, unroll
from lstmviz.dynamics.interventions import force_always
from lstmviz.dynamics.unroll import project

every_cell = pytest.mark.parametrize("cell", CELLS.values(), ids=CELLS)


@every_cell
@pytest.mark.parametrize("held", [False, True], ids=["free", "held"])
def test_step_by_step_is_unroll(cell, held, small_problem):
    """Calling step by hand gives the rows of unroll bit for bit, also with a clamped gate."""
    problem = small_problem(cell)
    interventions = (clamp(cell.gate_names[0], 0.25, units=[1]),) if held else ()
    trace = unroll(cell, problem.parameters, problem.inputs, interventions, problem.initial_state)
    shares = project(problem.parameters, problem.inputs)

    state = problem.initial_state
    for t, share in enumerate(shares):
        a, gates, state = cell.step(problem.parameters, share, state, force_always(cell, interventions, 4))

        np.testing.assert_array_equal(a, trace.pre_activation[t])
        np.testing.assert_array_equal(gates, trace.gates[t])
        np.testing.assert_array_equal(state, trace.states[t + 1])


@every_cell
def test_a_step_changes_only_its_room(cell, small_problem):
    """A step without room leaves the input's share and the state as they were."""
    problem = small_problem(cell)
    share, state = project(problem.parameters, problem.inputs)[0], problem.initial_state
    before = share.copy(), state.copy()

    cell.step(problem.parameters, share, state)

    np.testing.assert_array_equal(share, before[0])
    np.testing.assert_array_equal(state, before[1])


@every_cell
def test_sequences_in_a_batch_do_not_meet(cell, small_problem):
    """A step of many sequences at once is the step of each alone, up to the rounding of the matrix product."""
    problems = [small_problem(cell, seed) for seed in range(5)]
    weights = problems[0].parameters
    shares = np.stack([project(weights, problem.inputs)[0] for problem in problems])
    states = np.stack([problem.initial_state for problem in problems])

    together = cell.step(weights, shares, states)

    for row, (share, state) in enumerate(zip(shares, states, strict=True)):
        for joint, alone in zip(together, cell.step(weights, share, state), strict=True):
            np.testing.assert_allclose(joint[row], alone, atol=1e-15)


@every_cell
def test_weights_as_columns_of_a_larger_array_give_the_same_run(cell, small_problem):
    """The layout of the given arrays in memory changes no bit of the run."""
    problem = small_problem(cell)
    arrays = {name: np.asfortranarray(np.repeat(array, 2, axis=-1))[..., ::2]
              for name, array in problem.parameters.arrays().items()}  # fmt: skip

    strided = unroll(cell, cell.parameters(**arrays), problem.inputs)

    np.testing.assert_array_equal(strided.states, unroll(cell, problem.parameters, problem.inputs).states)


@every_cell
def test_cells_and_weights_survive_pickle(cell, small_problem):
    """A pickled cell is the same object again, and pickled weights give the same run bit for bit."""
    problem = small_problem(cell)

    copied, weights = pickle.loads(pickle.dumps((cell, problem.parameters)))

    assert copied is cell
    np.testing.assert_array_equal(
        unroll(cell, weights, problem.inputs).states, unroll(cell, problem.parameters, problem.inputs).states
    )


@every_cell
def test_changing_the_given_array_later_changes_nothing(cell, small_problem):
    """Recurrent weights belong to their record: a later change of the caller's array does not reach a run."""
    problem = small_problem(cell)
    mine = problem.parameters.weight_hidden.copy()
    weights = problem.parameters.replace(weight_hidden=mine)
    before = unroll(cell, weights, problem.inputs).states

    mine[...] = 0.0

    np.testing.assert_array_equal(unroll(cell, weights, problem.inputs).states, before)


@every_cell
def test_a_pre_activation_is_a_product_with_the_concatenation(cell, small_problem):
    """U h + W x = [U, W] [h; x]: what the articles write as one product of the concatenated vector."""
    weights, inputs, state = small_problem(cell)[1:4]
    a, gates, _ = cell.step(weights, project(weights, inputs)[0], state)
    further = np.zeros_like(a)
    for summand in cell.summands:
        factor = gates[cell.gate_index(summand.factor)]
        further[cell.gate_index(summand.gate)] = getattr(weights, summand.weight) * factor

    both = np.concatenate([weights.weight_hidden * cell.hears(gates)[..., None], weights.weight_input], axis=2)
    concatenated = both @ np.concatenate([state[0], inputs[0]]) + weights.bias + further

    np.testing.assert_allclose(a, concatenated, atol=1e-15)


def test_one_lstm_step_by_hand():
    """One unit, round weights: i = f = 1/2, c = 1/2 * 2 + 1/2 * tanh(1) and h = 1/2 * tanh(c)."""
    bias = np.array([[0.0], [0.0], [1.0], [0.0]])
    weights = LSTM.parameters(np.zeros((4, 1, 1)), np.zeros((4, 1, 1)), bias)

    _, gates, after = LSTM.step(weights, bias, np.array([[0.3], [2.0]]))

    np.testing.assert_allclose(gates[:, 0], [0.5, 0.5, 0.76159416, 0.5], atol=1e-8)
    np.testing.assert_allclose(after[:, 0], [0.5 * np.tanh(1.38079708), 1.38079708], atol=1e-8)


def test_the_gate_multiplies_after_the_tanh():
    """i * g is not tanh(i * a): with i = 1/2 and a = 2 they are .482 and .762."""
    assert 0.5 * np.tanh(2.0) == pytest.approx(0.482, abs=5e-4)
    weights = LSTM.parameters(np.zeros((4, 1, 1)), np.zeros((4, 1, 1)), np.array([[0.0], [0.0], [2.0], [0.0]]))

    written = unroll(LSTM, weights, np.zeros((1, 1))).cell_state[1, 0]

    assert written == pytest.approx(0.482, abs=5e-4)
    assert np.tanh(0.5 * 2.0) == pytest.approx(0.762, abs=5e-4)


def reset_before(weights, x_share, h):
    """The other GRU, of Cho et al. 2014 as first written: the reset is applied to h before the product."""
    a = x_share[:2] + weights.weight_hidden[:2] @ h
    r, z = sigmoid(a)
    n = np.tanh(x_share[2] + weights.weight_hidden[2] @ (r * h))
    return z * h + (1.0 - z) * n


def test_reset_after_is_not_reset_before(small_problem):
    """The two published GRUs differ, and agree when the candidate's recurrent weights are diagonal without a bias."""
    weights, inputs, state = small_problem(GRU)[1:4]
    share, h = project(weights, inputs)[0], state[0]
    no_bias = weights.replace(bias_hidden=np.zeros(4), weight_hidden=3.0 * weights.weight_hidden)
    recurrent = no_bias.weight_hidden.copy()
    recurrent[2] = np.diag(np.diag(recurrent[2]))
    diagonal = no_bias.replace(weight_hidden=recurrent)

    general = GRU.step(no_bias, share, state)[2][0]
    special = GRU.step(diagonal, share, state)[2][0]

    assert np.abs(general - reset_before(no_bias, share, h)).max() > 1e-2
    np.testing.assert_allclose(special, reset_before(diagonal, share, h), atol=1e-15)


@pytest.mark.parametrize(("cell", "torch_count"), [(LSTM, 2560), (GRU, 1920), (RNN, 640)], ids=["lstm", "gru", "rnn"])
def test_parameter_counts(cell, torch_count):
    """With 10 inputs and 20 units PyTorch counts 4:3:1 times 640; here the redundant second bias is left out."""
    redundant = len(cell.gates) * 20 - (20 if cell is GRU else 0)

    assert cell.parameter_count(10, 20) == torch_count - redundant


@every_cell
def test_a_cell_declares_itself(cell):
    """Each gate has a range and says what 1 means; the memory is one of the states."""
    assert cell.memory in cell.states
    assert cell_named(cell.name) is cell
    for gate in cell.gates:
        assert gate.low < gate.high == 1.0
        assert gate.one_means
        assert cell.gates[cell.gate_index(gate.name)] is gate


@every_cell
def test_a_cell_declares_what_it_computes(cell, small_problem):
    """Every declared quantity is made of known parts, and those that are states equal the states of a run."""
    problem = small_problem(cell)
    trace = unroll(*problem[:3], initial_state=problem.initial_state)
    known = {**dict(zip(cell.gate_names, trace.gates.swapaxes(0, 1), strict=True)), "memory_before": trace.memory[:-1]}
    given = [quantity.name for quantity in cell.quantities if quantity.how == "given"]
    known |= {name: trace.state(name)[1:] for name in given}

    for quantity in cell.quantities:
        if quantity.how in OPERATIONS:
            known[quantity.name] = OPERATIONS[quantity.how](*(known[part] for part in quantity.of))

    assert set(cell.order) <= known.keys()
    for state in cell.states:
        np.testing.assert_allclose(known[state], trace.state(state)[1:], rtol=1e-15, atol=1e-300)


def test_unknown_names_are_answered_with_the_known_ones():
    """A wrong cell, gate or state is answered with the names there are."""
    with pytest.raises(ValueError, match="no cell 'peephole'; there are lstm, gru, rnn"):
        cell_named("peephole")
    with pytest.raises(ValueError, match="LSTM has no gate 'reset_gate'; it has input_gate"):
        LSTM.gate_index("reset_gate")
    with pytest.raises(ValueError, match="GRU has no state 'cell_state'; it has hidden_state"):
        GRU.state_index("cell_state")
