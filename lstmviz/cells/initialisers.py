"""Initial weights by name. Every random number comes from the seed that the caller gives.

What decides whether a gradient survives is not the name of the cell but these few lines.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from lstmviz.cells.cell import Array, Cell, Parameters
from lstmviz.cells.checks import number, whole


def pytorch(cell: Cell, input_size: int, hidden_size: int, seed: int) -> Parameters:
    """PyTorch's default: every weight and both biases uniform in +-1/sqrt(hidden); the biases are kept as their sum."""
    rng = np.random.default_rng(seed)
    bound = 1.0 / np.sqrt(hidden_size)

    def uniform(shape: tuple[int, ...]) -> Array:
        return rng.uniform(-bound, bound, shape)

    arrays = {name: uniform(shape) for name, shape in cell.shapes(input_size, hidden_size).items()}
    second_bias = uniform(arrays["bias"].shape)
    for summand in cell.summands:
        if summand.is_bias:
            second_bias[cell.gate_index(summand.gate)] = 0.0  # it stays apart, as that of a candidate inside the reset
    arrays["bias"] = arrays["bias"] + second_bias
    return cell.parameters(**arrays)


def forget_bias(cell: Cell, input_size: int, hidden_size: int, seed: int, value: float = 1.0) -> Parameters:
    """PyTorch's weights, all biases 0 but that of the gate that keeps (Jozefowicz et al. 2015 advise 1)."""
    parameters = pytorch(cell, input_size, hidden_size, seed)
    zeros = _zero_biases(parameters)
    zeros["bias"][_keeping_gate(cell)] = value
    return parameters.replace(**zeros)


def chrono(cell: Cell, input_size: int, hidden_size: int, seed: int, longest: float = 200.0) -> Parameters:
    """Keep-biases ln U(1, longest - 1), so that 1/(1-f) covers the lags 2..longest (Tallec & Ollivier 2018, eq. 16)."""
    parameters = forget_bias(cell, input_size, hidden_size, seed, 0.0)
    bias = parameters.bias.copy()
    spread = np.log(np.random.default_rng([seed, 1]).uniform(1.0, longest - 1.0, hidden_size))
    bias[_keeping_gate(cell)] = spread
    if "input_gate" in cell.gate_names:
        bias[cell.gate_index("input_gate")] = -spread
    return parameters.replace(bias=bias)


def gain(cell: Cell, input_size: int, hidden_size: int, seed: int, value: float = 1.0) -> Parameters:
    """PyTorch's input weights, biases 0, recurrent weights normal with sd gain/sqrt(hidden): spectral radius ~ gain."""
    rng = np.random.default_rng([seed, 2])
    shape = (len(cell.gates), hidden_size, hidden_size)
    return _with_recurrent(cell, input_size, seed, rng.normal(0.0, value / np.sqrt(hidden_size), shape))


def orthogonal(cell: Cell, input_size: int, hidden_size: int, seed: int, value: float = 1.0) -> Parameters:
    """PyTorch's input weights, biases 0, each gate's recurrent weights `value` times a rotation (Saxe et al. 2014)."""
    rng = np.random.default_rng([seed, 3])
    return _with_recurrent(cell, input_size, seed, value * np.stack([_rotation(rng, hidden_size) for _ in cell.gates]))


def _with_recurrent(cell: Cell, input_size: int, seed: int, weight_hidden: Array) -> Parameters:
    parameters = pytorch(cell, input_size, weight_hidden.shape[-1], seed)
    return parameters.replace(weight_hidden=weight_hidden, **_zero_biases(parameters))


def _zero_biases(parameters: Parameters) -> dict[str, Array]:
    return {name: np.zeros_like(array) for name, array in parameters.arrays().items() if name.startswith("bias")}


def _rotation(rng: np.random.Generator, size: int) -> Array:
    q, r = np.linalg.qr(rng.normal(size=(size, size)))
    # Without the signs of r the rotations would not be uniformly distributed.
    return q * np.sign(np.diag(r))


def _keeping_gate(cell: Cell) -> int:
    if cell.keeping_gate is None:
        raise ValueError(f"the {cell.title} has no gate that keeps, hence no forget bias; choose another initialiser")
    return cell.gates.index(cell.keeping_gate)


INITIALISERS: dict[str, Callable[..., Parameters]] = {
    "pytorch": pytorch,
    "forget_bias": forget_bias,
    "chrono": chrono,
    "gain": gain,
    "orthogonal": orthogonal,
}


@dataclass(frozen=True)
class InitialiserNumber:
    """The one number of an initialiser: what it means, its range, the step of a slider, the usual value."""

    label: str
    low: float
    high: float
    step: float
    usual: float


NUMBERS: dict[str, InitialiserNumber] = {
    "forget_bias": InitialiserNumber("Forget bias", -10.0, 10.0, 0.5, 1.0),
    "chrono": InitialiserNumber("Longest lag in steps", 3.0, 1000.0, 1.0, 200.0),
    "gain": InitialiserNumber("Gain", 0.0, 5.0, 0.1, 1.0),
    "orthogonal": InitialiserNumber("Gain", 0.0, 5.0, 0.1, 1.0),
}


def initialise(
    cell: Cell, input_size: int, hidden_size: int, seed: int, name: str = "pytorch", value: float | None = None
) -> Parameters:
    """Return initial weights by the name of an initialiser; `value` is its one number, where it has one.

    NUMBERS says what the number means, its range, and the usual value, taken when it is left out.
    """
    chosen = number_of(name, value)
    sizes = whole(input_size, "input_size", 1), whole(hidden_size, "hidden_size", 1)
    return INITIALISERS[name](cell, *sizes, whole(seed, "seed", 0), *(() if chosen is None else (chosen,)))


def number_of(name: str, value: float | None = None) -> float | None:
    """Return the number with which an initialiser works, None where it has none.

    >>> number_of("chrono"), number_of("pytorch")
    (200.0, None)
    """
    if name not in list(INITIALISERS):
        raise ValueError(f"there is no initialiser {name!r}; there are {', '.join(INITIALISERS)}")
    if name in NUMBERS:
        meant = NUMBERS[name]
        return number(meant.usual if value is None else value, f"value for {name}", meant.low, meant.high)
    if value is not None:
        raise ValueError(f"the initialiser {name} takes no number, and {value!r} came; leave value out")
    return None
