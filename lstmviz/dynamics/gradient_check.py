"""A public gradient checker: compare back-propagation with central differences along random directions."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from lstmviz.cells.cell import Array, Cell, Parameters
from lstmviz.dynamics.backpropagate import Gradients, backpropagate
from lstmviz.dynamics.unroll import unroll


@dataclass(frozen=True)
class DirectionCheck:
    """The slope of the loss along one random direction, by both methods."""

    analytic: float
    numeric: float

    @property
    def relative_error(self) -> float:
        return abs(self.analytic - self.numeric) / max(abs(self.analytic), abs(self.numeric), 1e-8)


def gradient_check(
    cell: Cell,
    parameters: Parameters,
    inputs: Array,
    initial_state: Array | None = None,
    seed: int = 0,
    epsilon: float = 1e-6,
    gradient: Callable[..., Gradients] = backpropagate,
) -> dict[str, DirectionCheck]:
    """Check the gradient of a random linear loss of all hidden states, one direction per weight array, input and state.

    Shapes: as in `unroll`.
    Units: slopes of the loss.
    Error: the two slopes agree within a relative 1e-6 when the gradient is right, for networks of moderate weights.
    Source: (L(p + eps u) - L(p - eps u)) / 2 eps, u a random unit vector.
    """
    rng = np.random.default_rng(seed)
    start = np.zeros((len(cell.states), parameters.hidden_size)) if initial_state is None else initial_state
    point = {**parameters.arrays(), "inputs": np.asarray(inputs, dtype=float), "initial_state": start}
    read = rng.normal(size=(len(inputs), parameters.hidden_size))

    def trace_at(values: dict[str, Array]):
        weights = parameters.replace(**{name: values[name] for name in parameters.arrays()})
        return unroll(cell, weights, values["inputs"], initial_state=values["initial_state"])

    def loss(values: dict[str, Array]) -> float:
        return float((read * trace_at(values).hidden_state[1:]).sum())

    found = gradient(trace_at(point), read)
    slopes = {**found.parameters.arrays(), "inputs": found.inputs, "initial_state": found.states[0]}
    checks = {}
    for name, value in point.items():
        direction = rng.normal(size=value.shape)
        direction /= np.linalg.norm(direction)
        ahead, behind = ({**point, name: value + sign * epsilon * direction} for sign in (1, -1))
        numeric = (loss(ahead) - loss(behind)) / (2 * epsilon)
        checks[name] = DirectionCheck(float((slopes[name] * direction).sum()), numeric)
    return checks
