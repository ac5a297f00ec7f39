"""What a run must be, whatever the cell: properties of the recurrence itself.

Identities of the science that are not tested yet, because what they speak of is not in the library:
    clipping by norm and by value (20, 20b): nothing here trains, so nothing clips;
    masking of padded steps (38): a run reads one sequence to its end, and `record` takes it without its padding (26);
    the layouts of Keras, LSTM and GRU (35, 36, 36b): `record` reads PyTorch modules alone;
    variants, peephole, CIFG and the six without a gate (6, 30, 30b), and ConvLSTM (33, 34): no such cells yet;
    the baselines of the adding and the copying task (31, 32): there are no tasks yet.
"""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lstmviz.cells import CELLS, GRU, LSTM, RNN
from lstmviz.dynamics import clamp, memory_ledger, unroll

every_cell = pytest.mark.parametrize("cell", CELLS.values(), ids=CELLS)
seeds = st.integers(0, 10_000)
few = settings(max_examples=25, deadline=None, derandomize=True)


def run_of(problem, inputs=None, interventions=(), initial_state=None):
    start = problem.initial_state if initial_state is None else initial_state
    return unroll(problem.cell, problem.parameters, problem.inputs if inputs is None else inputs, interventions, start)


@every_cell
@few
@given(seed=seeds, scale=st.floats(0.1, 30.0))
def test_gates_and_hidden_state_stay_in_their_ranges(cell, small_problem, seed, scale):
    """Every gate is within the range its cell declares, and |h| <= 1, for inputs of any size."""
    problem = small_problem(cell, seed)

    trace = run_of(problem, scale * problem.inputs)

    for gate in cell.gates:
        assert gate.low <= trace.gate(gate.name).min()
        assert trace.gate(gate.name).max() <= gate.high
    assert np.abs(trace.hidden_state).max() <= 1.0


@few
@given(seed=seeds, scale=st.floats(0.1, 30.0))
def test_the_cell_state_grows_by_one_a_step_at_most(small_problem, seed, scale):
    """|c_t| <= f |c_{t-1}| + i, so |c_t| <= t + |c_0|: not bounded by 1."""
    problem = small_problem(LSTM, seed)

    trace = run_of(problem, scale * problem.inputs)
    c = np.abs(trace.cell_state)

    assert (c[1:] <= trace.gate("forget_gate") * c[:-1] + trace.gate("input_gate") + 1e-15).all()
    assert (c <= np.arange(len(c))[:, None] + c[0] + 1e-12).all()


@few
@given(seed=seeds)
def test_forget_one_and_input_zero_keep_the_memory(small_problem, seed):
    """With f held at 1 and i at 0 the cell state is kept bit for bit."""
    problem = small_problem(LSTM, seed)

    trace = run_of(problem, interventions=(clamp("forget_gate", 1.0), clamp("input_gate", 0.0)))

    np.testing.assert_array_equal(trace.cell_state, np.broadcast_to(problem.initial_state[1], trace.cell_state.shape))


def test_a_gru_that_keeps_copies_its_hidden_state(small_problem):
    """With z held at 1 the hidden state is kept bit for bit, whatever r does."""
    problem = small_problem(GRU)

    trace = run_of(problem, interventions=(clamp("update_gate", 1.0),))

    np.testing.assert_array_equal(trace.hidden_state, np.broadcast_to(problem.initial_state[0], (8, 4)))


@every_cell
@few
@given(seed=seeds, cut=st.integers(1, 6))
def test_the_future_does_not_reach_the_past(cell, small_problem, seed, cut):
    """Changing the words from `cut` on leaves every earlier number unchanged bit for bit."""
    problem = small_problem(cell, seed)
    edited = problem.inputs.copy()
    edited[cut:] += 1.0

    before, after = run_of(problem), run_of(problem, edited)

    np.testing.assert_array_equal(after.gates[:cut], before.gates[:cut])
    np.testing.assert_array_equal(after.states[: cut + 1], before.states[: cut + 1])
    assert not np.array_equal(after.states[cut + 1], before.states[cut + 1])


@every_cell
@few
@given(seed=seeds, cut=st.integers(1, 6))
def test_a_run_split_in_two_is_one_run(cell, small_problem, seed, cut):
    """Carrying the states over a cut gives the run without a cut, up to the rounding of the input's product."""
    problem = small_problem(cell, seed)

    first = run_of(problem, problem.inputs[:cut])
    second = run_of(problem, problem.inputs[cut:], initial_state=first.states[-1])

    split = np.concatenate([first.states, second.states[1:]])
    np.testing.assert_allclose(split, run_of(problem).states, atol=1e-15)


@every_cell
@few
@given(seed=seeds)
def test_the_order_of_the_units_is_arbitrary(cell, small_problem, seed):
    """Permuting the units of all weights permutes the states and does nothing else."""
    problem = small_problem(cell, seed)
    order = np.random.default_rng(seed).permutation(4)
    permuted = {name: array[..., order] if name.startswith("bias") else array[:, order]
                for name, array in problem.parameters.arrays().items()}  # fmt: skip
    permuted["weight_hidden"] = permuted["weight_hidden"][:, :, order]

    other = unroll(cell, cell.parameters(**permuted), problem.inputs, (), problem.initial_state[:, order])

    np.testing.assert_allclose(other.states, run_of(problem).states[..., order], atol=1e-14)


@every_cell
@few
@given(seed=seeds, unit=st.integers(0, 3))
def test_the_sign_of_a_unit_is_arbitrary(cell, small_problem, seed, unit):
    """Turning a unit's candidate row and its outgoing column turns the sign of its states and nothing else."""
    problem = small_problem(cell, seed)
    candidate = next(row for row, gate in enumerate(cell.gates) if gate.low < 0)
    sign = np.ones(4)
    sign[unit] = -1.0
    turned = {name: array.copy() for name, array in problem.parameters.arrays().items()}
    turned["weight_input"][candidate] *= sign[:, None]
    turned["weight_hidden"][candidate] *= sign[:, None]
    turned["weight_hidden"] *= sign
    turned["bias"][candidate] *= sign
    for summand in cell.summands:
        turned[summand.weight] *= sign if cell.gate_index(summand.gate) == candidate else 1.0

    other = unroll(cell, cell.parameters(**turned), problem.inputs, (), problem.initial_state * sign)

    np.testing.assert_allclose(other.states, run_of(problem).states * sign, atol=1e-14)


@every_cell
def test_the_same_run_twice_has_the_same_bits(cell, small_problem):
    """A run is a pure function: the same weights and words give the same bits."""
    np.testing.assert_array_equal(run_of(small_problem(cell)).states, run_of(small_problem(cell)).states)


def test_all_zero_weights_halve_the_memory():
    """With all weights 0 the gates are 1/2 and the candidate 0, so c_t = c_0 / 2^t exactly."""
    weights = LSTM.parameters(np.zeros((4, 1, 1)), np.zeros((4, 1, 1)), np.zeros((4, 1)))

    trace = unroll(LSTM, weights, np.ones((20, 1)), initial_state=np.array([[0.0], [1.0]]))

    np.testing.assert_array_equal(trace.cell_state[:, 0], 0.5 ** np.arange(21))


def test_saturated_biases_keep_the_memory():
    """Biases of +50 on the forget gate and -50 on the input gate keep c over 200 steps, by weights alone."""
    bias = np.array([[-50.0], [50.0], [0.0], [0.0]])
    weights = LSTM.parameters(np.ones((4, 1, 1)), np.zeros((4, 1, 1)), bias)

    trace = unroll(LSTM, weights, np.ones((200, 1)), initial_state=np.array([[0.0], [0.7]]))

    assert trace.cell_state[-1, 0] == pytest.approx(0.7, abs=1e-15)


def test_open_gates_count_the_steps():
    """All gates open and a candidate of 1: c_t = t, the endless stream of the 1997 cell."""
    weights = LSTM.parameters(np.zeros((4, 1, 1)), np.zeros((4, 1, 1)), np.full((4, 1), 60.0))

    trace = unroll(LSTM, weights, np.zeros((1000, 1)))

    np.testing.assert_array_equal(trace.cell_state[:, 0], np.arange(1001.0))


def test_gates_are_deaf_to_the_cell_state(small_problem):
    """Changing c_0 alone moves no gate of the first step, and moves the gates of the second through h."""
    problem = small_problem(LSTM)
    other = problem.initial_state.copy()
    other[1] += 1.0

    before, after = run_of(problem), run_of(problem, initial_state=other)

    np.testing.assert_array_equal(after.gates[0], before.gates[0])
    assert np.abs(after.gates[1] - before.gates[1]).max() > 1e-3


@few
@given(seed=seeds)
def test_the_ledger_balances(small_problem, seed):
    """c_t is the sum of what each step wrote and what is left of c_0, within 1e-12 of the largest entry."""
    for cell in CELLS.values():
        trace = run_of(small_problem(cell, seed))

        ledger = memory_ledger(trace)

        np.testing.assert_allclose(ledger.sum(axis=1), trace.memory[1:], atol=1e-12 * max(1.0, np.abs(ledger).max()))


def test_a_ledger_entry_is_what_was_written_times_the_forget_gates_since(small_problem):
    """Entry [t, k + 1] is i_k g_k times the product of f from k + 1 to t; the future has written nothing."""
    trace = run_of(small_problem(LSTM))
    f = trace.gate("forget_gate")

    ledger = memory_ledger(trace)

    written = trace.gate("input_gate")[2] * trace.gate("candidate")[2]
    np.testing.assert_allclose(ledger[5, 3], written * f[3] * f[4] * f[5], rtol=1e-14)
    np.testing.assert_allclose(ledger[5, 0], trace.cell_state[0] * f[:6].prod(axis=0), rtol=1e-14)
    np.testing.assert_array_equal(ledger[5, 7:], 0.0)
    np.testing.assert_array_equal(memory_ledger(trace, units=[2])[..., 0], ledger[..., 2])


def test_the_ledger_reaches_the_readout(small_problem):
    """Credit per word through o * tanh(c) / c adds up to what a linear readout makes of h."""
    trace = run_of(small_problem(LSTM))
    weight = np.random.default_rng(0).normal(size=(3, 4))

    shown = trace.gate("output_gate") * np.tanh(trace.cell_state[1:]) / trace.cell_state[1:]
    credit = np.einsum("kh,th,tsh->tsk", weight, shown, memory_ledger(trace))

    np.testing.assert_allclose(credit.sum(axis=1), trace.hidden_state[1:] @ weight.T, atol=1e-14)


def test_a_ledger_too_large_to_hold_is_refused(small_problem):
    """A ledger beyond 400 MB says to choose fewer units or steps."""
    problem = small_problem(RNN, 0, time_steps=8000, input_size=1, hidden_size=1)

    with pytest.raises(ValueError, match=r"8000 steps and 1 units .* choose fewer"):
        memory_ledger(run_of(problem))


@every_cell
def test_what_is_derived_is_what_the_equations_say(cell, small_problem):
    """kept + written is the memory, and the last signal of a step is the hidden state."""
    trace = run_of(small_problem(cell))

    if cell in (LSTM, GRU):
        np.testing.assert_allclose(trace.derived["kept"] + trace.derived["written"], trace.memory[1:], atol=1e-16)
    assert list(trace.signals)[-1] == "hidden_state"
    np.testing.assert_array_equal(trace.signals["hidden_state"], trace.hidden_state[1:])


@every_cell
def test_the_tidy_table_holds_every_number(cell, small_problem):
    """to_frame has one row per step, unit and signal, each with the number of the trace."""
    pytest.importorskip("pandas", reason="pandas is not installed: the tidy table is skipped")
    problem = small_problem(cell)
    trace = unroll(cell, problem.parameters, problem.inputs, tokens="abcdefg", units=("p", "q", "r", "s"))

    frame = trace.to_frame()

    assert list(frame.columns) == ["step", "token", "unit", "signal", "value"]
    assert len(frame) == 7 * 4 * len(trace.signals)
    for signal, values in trace.signals.items():
        chosen = frame[(frame.signal == signal) & (frame.unit == "r")]
        np.testing.assert_array_equal(chosen.value, values[:, 2])
        assert "".join(chosen.token) == "abcdefg"


BROKEN = {
    "one number too many": (np.zeros((3, 4)), r"shape \(3, 4\); this network reads \(time, 3\)"),
    "one axis": (np.zeros(3), r"shape \(3,\); this network reads \(time, 3\)"),
    "nothing": (np.zeros((0, 3)), "the sequence is empty"),
    "a hole": (np.array([[0.0, 0.0, 0.0], [0.0, np.nan, 0.0]]), "input at step 1 is not a finite number"),
    "an infinity": (np.full((1, 3), np.inf), "input at step 0 is not a finite number"),
}


@pytest.mark.parametrize(("inputs", "message"), BROKEN.values(), ids=BROKEN)
def test_inputs_that_cannot_be_read_are_refused_in_words(small_problem, inputs, message):
    """Wrong shapes, nothing at all, and numbers that are none are named."""
    with pytest.raises(ValueError, match=message):
        unroll(LSTM, small_problem(LSTM).parameters, inputs)
