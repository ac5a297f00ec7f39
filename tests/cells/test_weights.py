"""The weights that a caller gives: copied, closed to writing, and refused in words where they do not fit."""

import numpy as np
import pytest

from lstmviz.cells import GRU, LSTM
from lstmviz.cells.cell import Parameters

GOOD = {"weight_input": np.zeros((4, 2, 3)), "weight_hidden": np.zeros((4, 2, 2)), "bias": np.zeros((4, 2))}


def test_weights_are_copies_closed_to_writing():
    """Changing the caller's array afterwards changes nothing, and the copy cannot be changed."""
    bias = np.zeros((4, 2))

    parameters = LSTM.parameters(**{**GOOD, "bias": bias})
    bias += 1.0

    np.testing.assert_array_equal(parameters.bias, 0.0)
    for array in parameters.arrays().values():
        with pytest.raises(ValueError, match="read-only"):
            array[...] = 1.0


def test_whole_numbers_become_floating_point():
    """Lists and arrays of whole numbers are weights like any other; float32 stays float32."""
    whole = LSTM.parameters([[[1]], [[2]], [[3]], [[4]]], np.ones((4, 1, 1), dtype=int), [[0]] * 4)
    single = LSTM.parameters(*(array.astype(np.float32) for array in GOOD.values()))
    mixed = LSTM.parameters(**{**GOOD, "bias": np.zeros((4, 2), dtype=np.float32)})

    assert {array.dtype for array in whole.arrays().values()} == {np.dtype(np.float64)}
    assert {array.dtype for array in single.arrays().values()} == {np.dtype(np.float32)}
    assert {array.dtype for array in mixed.arrays().values()} == {np.dtype(np.float64)}


REFUSED = {
    "two axes": ({"weight_input": np.zeros((4, 2))}, r"weight_input has the shape \(4, 2\); give \(gate, hid"),
    "no units": ({"weight_input": np.zeros((4, 0, 3))}, "each at least 1"),
    "another size": ({"weight_hidden": np.zeros((4, 3, 3))}, r"weight_hidden has .*; give \(4, 2, 2\)"),
    "three biases": ({"bias": np.zeros((3, 2))}, r"bias has the shape \(3, 2\); give \(4, 2\)"),
    "complex": ({"bias": np.zeros((4, 2), dtype=complex)}, "bias holds complex numbers; give real numbers"),
    "text": ({"bias": [["a", "b"]] * 4}, "bias cannot be read as an array of numbers"),
    "ragged": ({"bias": [[0.0], [0.0, 1.0]]}, "give rows of equal length"),
    "nothing": ({"bias": None}, "bias cannot be read as an array of numbers"),
}


@pytest.mark.parametrize(("changed", "message"), REFUSED.values(), ids=REFUSED)
def test_weights_that_do_not_fit_are_refused_in_words(changed, message):
    """Each refusal names the array, what came and what is needed."""
    with pytest.raises(ValueError, match=message):
        Parameters(**{**GOOD, **changed})


def test_the_bias_inside_the_reset_is_checked_too():
    """A GRU's fourth array has its own shape."""
    with pytest.raises(ValueError, match=r"bias_hidden has the shape \(3,\); give \(2,\)"):
        GRU.parameters(np.zeros((3, 2, 1)), np.zeros((3, 2, 2)), np.zeros((3, 2)), np.zeros(3))
