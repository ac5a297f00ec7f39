"""The readout: what a hidden state answers."""

from dataclasses import dataclass

import numpy as np

from lstmviz.cells.checks import finite_array, read_only, real_array


@dataclass(frozen=True, eq=False)
class Readout:
    """A linear layer and a softmax: weight (class, hidden), bias (class,)."""

    weight: np.ndarray
    bias: np.ndarray

    def __post_init__(self) -> None:
        weight = real_array(self.weight, "the readout's weight")
        if weight.ndim != 2:
            raise ValueError(f"the readout's weight has the shape {weight.shape}; give (class, hidden)")
        for name, array, shape in (("weight", weight, weight.shape), ("bias", self.bias, weight.shape[:1])):
            checked = finite_array(array, f"the readout's {name}", shape)
            object.__setattr__(self, name, read_only(np.array(checked, dtype=np.float64)))

    def probabilities(self, hidden_state: np.ndarray) -> np.ndarray:
        """Return the probability of each class, (..., class), for hidden states (..., hidden)."""
        return softmax(hidden_state @ self.weight.T + self.bias)

    def loss_gradient(self, hidden_state: np.ndarray, target: np.ndarray | None = None) -> np.ndarray:
        """Return the gradient of -log p(target) with respect to each hidden state.

        Shapes: hidden_state (time, hidden), target (time,) class numbers; the result (time, hidden).
            Without a target the loss is that of the answer which is most likely at each step.
        Units: nats per unit of hidden state.
        Source: softmax and cross-entropy, p - onehot(target).
        """
        probability = self.probabilities(hidden_state)
        target = probability.argmax(axis=1) if target is None else target
        return (probability - np.eye(len(self.bias))[target]) @ self.weight


def softmax(logits: np.ndarray) -> np.ndarray:
    """Return exp(l) / sum exp(l) over the last axis; shifted by the largest, so that it never overflows."""
    exponential = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return exponential / exponential.sum(axis=-1, keepdims=True)
