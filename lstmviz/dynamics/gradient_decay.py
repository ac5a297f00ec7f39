"""The gradient laboratory: how fast the learning signal of a freshly initialised cell fades with distance.

The set-up of the experiment is fixed so that curves compare: x_t normal, one loss v.h_T at the end with v normal and
of expected norm 1, float64 (float32 ends near 1e-38). One network (a seed) reads several sequences at once, as in
training, and its gradient norm is the root mean square over them; curves are geometric means over networks.
"""

from dataclasses import dataclass

import numpy as np

from lstmviz.cells import cell_named
from lstmviz.cells.cell import Array
from lstmviz.cells.checks import whole
from lstmviz.cells.initialisers import initialise, number_of
from lstmviz.dynamics.backpropagate import Gradients, backpropagate
from lstmviz.dynamics.measures import decay_per_step, norm_per_step
from lstmviz.dynamics.unroll import unroll

FLOAT32_SMALLEST = float(np.finfo(np.float32).tiny)  # below this, float32 loses digits and soon reads 0
INPUT_SIZE = 8
SHORTEST = 2  # steps; a decay is fitted between two lags
NORMS = ("hidden_state", "memory", "direct", "rest")


@dataclass(frozen=True)
class Experiment:
    """One curve to measure: a cell, an initialiser with its number, and sizes."""

    cell: str = "lstm"
    initialiser: str = "pytorch"
    value: float | None = None
    hidden_size: int = 32
    time_steps: int = 200
    seeds: int = 10
    sequences: int = 8

    def __post_init__(self) -> None:
        cell_named(self.cell)
        number_of(self.initialiser, self.value)
        for name, low in (("hidden_size", 1), ("time_steps", SHORTEST), ("seeds", 1), ("sequences", 1)):
            whole(getattr(self, name), name, low)


@dataclass(frozen=True, eq=False)
class DecayCurve:
    """Gradient norms by lag, geometric means over the networks of an experiment.

    Shapes: lags (time + 1,) from 0 at the loss; hidden_state, memory, direct, rest and cosine (time + 1,);
        factors (seeds,) the decay per step of the hidden state's gradient in each network.
    Units: norms in loss per unit of state; factors per step; cosine between the memory's whole gradient and its
        direct share, mean over the networks.
    """

    experiment: Experiment
    lags: Array
    hidden_state: Array
    memory: Array
    direct: Array
    rest: Array
    cosine: Array
    factors: Array

    def factor(self, quantity: str = "hidden_state") -> float:
        """Return the decay per step between lag 10 (or a twentieth of the length) and three quarters of the length."""
        if quantity not in NORMS:
            raise ValueError(f"there is no norm of {quantity!r}; there are {', '.join(NORMS)}")
        return decay_per_step(getattr(self, quantity)[::-1], *fitted_lags(self.experiment.time_steps))


def fitted_lags(time_steps: int) -> tuple[int, int]:
    """Return the lags between which a decay is fitted: 10 and 150 for 200 steps, in proportion otherwise."""
    return max(1, time_steps // 20), max(2, 3 * time_steps // 4)


def gradient_decay(experiment: Experiment) -> DecayCurve:
    """Measure how the gradient of a loss at the end shrinks or grows on its way back.

    Shapes: see DecayCurve.
    Units: see DecayCurve.
    Error: back-propagation is exact to rounding; the spread over seeds is in `factors`.
    Source: the experiment of the module's first lines; Hochreiter 1991 and Bengio et al. 1994 for the effect.
    """
    networks = [
        [backward_run(experiment, seed, sequence) for sequence in range(experiment.sequences)]
        for seed in range(experiment.seeds)
    ]
    norms = {name: _norms(networks, name) for name in NORMS}
    lags = fitted_lags(experiment.time_steps)
    return DecayCurve(
        experiment=experiment,
        lags=np.arange(experiment.time_steps + 1),
        cosine=np.mean([_cosine(runs) for runs in networks], axis=0)[::-1],
        factors=np.array([decay_per_step(norm, *lags) for norm in norms["hidden_state"]]),
        **{name: _geometric_mean(norm)[::-1] for name, norm in norms.items()},
    )


def backward_run(experiment: Experiment, seed: int, sequence: int = 0) -> Gradients:
    """Return the gradients of one network of an experiment on one random sequence."""
    cell = cell_named(experiment.cell)
    parameters = initialise(cell, INPUT_SIZE, experiment.hidden_size, seed, experiment.initialiser, experiment.value)
    rng = np.random.default_rng([seed, sequence, 7])
    trace = unroll(cell, parameters, rng.normal(size=(experiment.time_steps, INPUT_SIZE)))
    read = np.zeros((experiment.time_steps, experiment.hidden_size))
    read[-1] = rng.normal(size=experiment.hidden_size) / np.sqrt(experiment.hidden_size)
    return backpropagate(trace, read)


def _norms(networks: list[list[Gradients]], quantity: str) -> Array:
    """Return the norm of one quantity's gradient for each network, root mean square over its sequences."""
    squares = [[norm_per_step(getattr(run, quantity)) ** 2 for run in runs] for runs in networks]
    return np.sqrt(np.mean(squares, axis=1))


def _geometric_mean(norms: Array) -> Array:
    with np.errstate(divide="ignore"):  # a direct path of exactly 0, as in a vanilla RNN, has mean 0
        return np.exp(np.log(norms).mean(axis=0))


def _cosine(runs: list[Gradients]) -> Array:
    """Return the cosine between the memory's whole gradient and its direct share over all sequences of a network."""
    whole, share = (np.concatenate([getattr(run, name) for run in runs], axis=1) for name in ("memory", "direct"))
    product = norm_per_step(whole) * norm_per_step(share)
    return np.divide((whole * share).sum(axis=1), product, out=np.zeros_like(product), where=product > 0)
