"""record(): a torch module's own numbers, with everything it does not show."""

import sys

import numpy as np
import pytest

from lstmviz.recording import record

torch = pytest.importorskip("torch", reason="torch is not installed: the comparison with PyTorch is skipped")

KINDS = ("LSTM", "GRU", "RNN")


def module_of(kind, dtype=torch.float64, **options):
    torch.manual_seed(3)
    return getattr(torch.nn, kind)(5, 4, **options).to(dtype)


def inputs_of(*shape, dtype=torch.float64):
    return torch.randn(*shape, generator=torch.Generator().manual_seed(4), dtype=torch.float64).to(dtype)


def start_of(kind, *shape):
    hidden = inputs_of(*shape)
    return (hidden, 0.5 * hidden.flip(0)) if kind == "LSTM" else hidden


def final_hidden_of(kind, final):
    return (final[0] if kind == "LSTM" else final).detach().numpy()


@pytest.mark.parametrize("bias", [True, False], ids=["bias", "no bias"])
@pytest.mark.parametrize("bidirectional", [False, True], ids=["one way", "both ways"])
@pytest.mark.parametrize("layers", [1, 3])
@pytest.mark.parametrize("kind", KINDS)
def test_outputs_and_final_states_are_those_of_torch(kind, layers, bidirectional, bias):
    """Outputs and final states equal torch's within 1e-12 in float64, from a given initial state."""
    module = module_of(kind, num_layers=layers, bidirectional=bidirectional, bias=bias)
    inputs, start = inputs_of(9, 5), start_of(kind, layers * (1 + bidirectional), 4)

    expected, final = module(inputs, start)
    recording = record(module, inputs, start)

    np.testing.assert_allclose(recording.outputs, expected.detach().numpy(), atol=1e-12, rtol=0)
    np.testing.assert_allclose(recording.final_hidden_state, final_hidden_of(kind, final), atol=1e-12, rtol=0)
    if kind == "LSTM":
        np.testing.assert_allclose(recording.final_cell_state, final[1].detach().numpy(), atol=1e-12, rtol=0)


@pytest.mark.parametrize("kind", KINDS)
def test_a_float32_module_is_recorded_in_float64(kind):
    """A float32 module is recorded in float64 and differs from its own outputs by less than 1e-5."""
    module, inputs = module_of(kind, torch.float32, num_layers=2), inputs_of(50, 5, dtype=torch.float32)

    recording = record(module, inputs)

    assert recording.outputs.dtype == np.float64
    np.testing.assert_allclose(recording.outputs, module(inputs)[0].detach().numpy(), atol=1e-5, rtol=0)


@pytest.mark.parametrize("batch_first", [False, True])
@pytest.mark.parametrize("kind", KINDS)
def test_one_sequence_is_chosen_from_a_batch(kind, batch_first):
    """sequence=k records the k-th sequence of a batch, with its own initial state, on either batch axis."""
    module = module_of(kind, batch_first=batch_first, bidirectional=True)
    batch, start = inputs_of(3, 7, 5), start_of(kind, 2, 3, 4)

    expected, _ = module(batch if batch_first else batch.swapaxes(0, 1), start)
    recording = record(module, batch if batch_first else batch.swapaxes(0, 1), start, sequence=2)

    expected = expected if batch_first else expected.swapaxes(0, 1)
    np.testing.assert_allclose(recording.outputs, expected[2].detach().numpy(), atol=1e-12, rtol=0)


def test_a_batch_of_one_needs_no_choice():
    """A batch of one, an unbatched tensor and a plain array give the same recording bit for bit."""
    module, inputs = module_of("LSTM"), inputs_of(6, 5)

    unbatched = record(module, inputs).outputs

    np.testing.assert_array_equal(record(module, inputs[:, None]).outputs, unbatched)
    np.testing.assert_array_equal(record(module, inputs.numpy()).outputs, unbatched)
    np.testing.assert_array_equal(record(module, inputs, sequence=0).outputs, unbatched)


def test_the_gates_are_those_of_the_equations():
    """The recorded gates are sigmoid and tanh of W x + U h + both biases, in PyTorch's order i, f, g, o."""
    module, inputs = module_of("LSTM"), inputs_of(4, 5)

    trace = record(module, inputs).traces[0][0]

    before = torch.tensor(trace.hidden_state[:-1])
    stacked = (
        inputs @ module.weight_ih_l0.T + module.bias_ih_l0 + before @ module.weight_hh_l0.T + module.bias_hh_l0
    ).detach()
    names = ("input_gate", "forget_gate", "candidate", "output_gate")
    for name, rows in zip(names, stacked.split(4, dim=1), strict=True):
        squashed = torch.tanh(rows) if name == "candidate" else torch.sigmoid(rows)
        np.testing.assert_allclose(trace.gate(name), squashed.numpy(), atol=1e-12, rtol=0)


def test_a_wrong_gate_order_is_noticed():
    """Weights stacked in another gate order give other outputs, so the comparison can fail."""
    module, inputs = module_of("LSTM"), inputs_of(6, 5)
    right = record(module, inputs).outputs

    with torch.no_grad():
        for name in ("weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0"):
            i, f, g, o = getattr(module, name).split(4)
            getattr(module, name).copy_(torch.cat([i, f, o, g]))

    assert np.abs(record(module, inputs).outputs - right).max() > 1e-3


def test_the_backward_trace_reads_the_reversed_sequence():
    """The backward trace and its tokens stand in the order read: step 0 is the last word."""
    module, inputs = module_of("GRU", bidirectional=True), inputs_of(3, 5)

    recording = record(module, inputs, tokens=("one", "two", "three"))
    forward, backward = recording.traces[0]

    assert (forward.tokens, backward.tokens) == (("one", "two", "three"), ("three", "two", "one"))
    np.testing.assert_array_equal(backward.inputs, inputs.numpy()[::-1])
    both_ways = np.concatenate([forward.hidden_state[1], backward.hidden_state[3]])
    np.testing.assert_array_equal(recording.outputs[0], both_ways)


def test_the_last_backward_state_belongs_to_the_first_word():
    """The backward direction's final state is the first row of the outputs, not the last."""
    module, inputs = module_of("LSTM", bidirectional=True), inputs_of(5, 5)

    recording = record(module, inputs)

    np.testing.assert_array_equal(recording.final_hidden_state[1], recording.outputs[0, 4:])
    assert np.abs(recording.final_hidden_state[1] - recording.outputs[-1, 4:]).max() > 1e-3


def test_editing_the_last_word_changes_what_the_backward_direction_says_of_the_first():
    """Changing the last word changes the backward state at the first word and no forward state before the last."""
    module, inputs = module_of("LSTM", bidirectional=True), inputs_of(5, 5)
    before = record(module, inputs).outputs

    inputs[-1] += 1.0
    after = record(module, inputs).outputs

    np.testing.assert_array_equal(after[:-1, :4], before[:-1, :4])
    assert np.abs(after[0, 4:] - before[0, 4:]).max() > 1e-6


@pytest.mark.parametrize("kind", KINDS)
def test_a_padded_and_packed_sequence_ends_where_it_ends(kind):
    """The final state of a packed sequence is the recording's at its true length."""
    module, inputs = module_of(kind), inputs_of(8, 2, 5)
    packed = torch.nn.utils.rnn.pack_padded_sequence(inputs, torch.tensor([8, 5]))

    _, final = module(packed)
    recording = record(module, inputs[:5], sequence=1)

    np.testing.assert_allclose(recording.final_hidden_state, final_hidden_of(kind, final)[:, 1], atol=1e-12, rtol=0)


def test_dropout_is_left_out_as_in_eval():
    """A module in training mode with dropout is recorded as in eval()."""
    module, inputs = module_of("LSTM", num_layers=2, dropout=0.5), inputs_of(6, 5)

    recorded = record(module.train(), inputs).outputs

    np.testing.assert_allclose(recorded, module.eval()(inputs)[0].detach().numpy(), atol=1e-12, rtol=0)


def test_recording_leaves_the_module_alone():
    """Recording changes no weight, and later training changes no recording."""
    module, inputs = module_of("GRU"), inputs_of(6, 5)
    weights = [weight.clone() for weight in module.parameters()]

    recording = record(module, inputs)
    assert all(torch.equal(now, then) for now, then in zip(module.parameters(), weights, strict=True))
    kept = recording.traces[0][0].parameters.weight_hidden.copy()
    with torch.no_grad():
        module.weight_hh_l0.zero_()

    np.testing.assert_array_equal(recording.traces[0][0].parameters.weight_hidden, kept)


def test_a_gru_has_no_cell_state():
    """Asking a GRU's recording for a cell state is answered with the states there are."""
    recording = record(module_of("GRU"), inputs_of(2, 5))

    with pytest.raises(ValueError, match="GRU has no state 'cell_state'; it has hidden_state"):
        _ = recording.final_cell_state


def broken(module):
    with torch.no_grad():
        module.bias_hh_l0.fill_(np.nan)
    return module


REFUSED = {
    "a module of another kind": (lambda: (torch.nn.Linear(5, 4), inputs_of(3, 5)), {}, "Linear cannot be recorded"),
    "something that is no module": (lambda: ("lstm", inputs_of(3, 5)), {}, "a str cannot be recorded"),
    "a projected LSTM": (lambda: (module_of("LSTM", proj_size=2), inputs_of(3, 5)), {}, "proj_size=2.*proj_size=0"),
    "a relu": (lambda: (module_of("RNN", nonlinearity="relu"), inputs_of(3, 5)), {}, "'relu'; only .*'tanh'"),
    "a batch without a choice": (lambda: (module_of("LSTM"), inputs_of(3, 2, 5)), {}, "batch of 2.*sequence=k"),
    "a choice outside the batch": (
        lambda: (module_of("LSTM"), inputs_of(3, 2, 5)),
        {"sequence": 2},
        "sequence=2 is not among them.*from 0 to 1",
    ),
    "four axes": (lambda: (module_of("LSTM"), inputs_of(1, 3, 2, 5)), {}, r"shape \(1, 3, 2, 5\); give \(time, 5\)"),
    "another input size": (lambda: (module_of("LSTM"), inputs_of(3, 6)), {}, r"shape \(3, 6\).*reads \(time, 5\)"),
    "an empty sequence": (lambda: (module_of("LSTM"), inputs_of(0, 5)), {}, "sequence is empty"),
    "a NaN": (lambda: (module_of("LSTM"), np.full((3, 5), np.nan)), {}, "step 0 is not a finite number"),
    "half an LSTM state": (
        lambda: (module_of("LSTM"), inputs_of(3, 5)),
        {"initial_state": [np.zeros((1, 4))]},
        r"1 parts; .*\(h_0, c_0\)",
    ),
    "a state of another size": (
        lambda: (module_of("GRU"), inputs_of(3, 5)),
        {"initial_state": np.zeros((2, 4))},
        r"initial hidden_state has the shape \(2, 4\); give \(1, 4\)",
    ),
    "complex inputs": (lambda: (module_of("GRU"), inputs_of(3, 5) * 1j), {}, "inputs holds complex numbers"),
    "a text": (lambda: (module_of("GRU"), "a sentence"), {}, "inputs cannot be read as an array of numbers"),
    "rows of unequal length": (lambda: (module_of("GRU"), [[1.0] * 5, [1.0]]), {}, "give rows of equal length"),
    "nothing": (lambda: (module_of("GRU"), None), {}, "inputs cannot be read as an array of numbers"),
    "a choice that is no whole number": (
        lambda: (module_of("LSTM"), inputs_of(3, 2, 5)),
        {"sequence": 1.0},
        "sequence is 1.0; give a whole number",
    ),
    "NaN weights": (
        lambda: (broken(module_of("GRU")), inputs_of(3, 5)),
        {},
        "bias_hh_l0 of this module holds NaN or infinity",
    ),
    "a NaN state": (
        lambda: (module_of("GRU"), inputs_of(3, 5)),
        {"initial_state": np.full((1, 4), np.nan)},
        "initial hidden_state holds NaN or infinity",
    ),
    "an LSTM state of one tensor": (
        lambda: (module_of("LSTM"), inputs_of(3, 5)),
        {"initial_state": inputs_of(1, 4)},
        r"1 parts; .*\(h_0, c_0\)",
    ),
    "a state as text": (
        lambda: (module_of("GRU"), inputs_of(3, 5)),
        {"initial_state": "zeros"},
        "the initial hidden_state cannot be read as an array of numbers",
    ),
    "numbers as tokens": (lambda: (module_of("GRU"), inputs_of(2, 5)), {"tokens": (1, 2)}, "a token must be a text"),
    "too few tokens": (lambda: (module_of("GRU"), inputs_of(3, 5)), {"tokens": ("one",)}, "1 tokens for 3 steps"),
}


@pytest.mark.parametrize(("make", "options", "message"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_recorded_is_refused_in_words(make, options, message):
    """Each refusal says what came, what is allowed and what to do."""
    module, inputs = make()

    with pytest.raises(ValueError, match=message):
        record(module, inputs, **options)


def test_a_packed_sequence_is_refused_with_the_way_out():
    """A PackedSequence is answered with how to unpack it."""
    packed = torch.nn.utils.rnn.pack_sequence([inputs_of(3, 5)])

    with pytest.raises(ValueError, match="pad_packed_sequence"):
        record(module_of("LSTM"), packed)


def test_without_torch_the_message_says_what_to_install(monkeypatch):
    """Where torch is absent, record says so and what to install."""
    module = module_of("LSTM")
    monkeypatch.setitem(sys.modules, "torch", None)

    with pytest.raises(ImportError, match="pip install torch"):
        record(module, np.zeros((3, 5)))
