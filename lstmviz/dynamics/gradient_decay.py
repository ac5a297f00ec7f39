"""The gradient laboratory: how fast the learning signal of a freshly initialised cell fades with distance.

The set-up of the experiment is fixed so that curves compare: x_t normal, one loss v.h_T at the end with v normal and
of expected norm 1, geometric means over seeds and sequences, float64 (float32 ends near 1e-38).
"""

from dataclasses import dataclass

import numpy as np

from lstmviz.cells import cell_named
from lstmviz.cells.cell import Array
from lstmviz.cells.initialisers import initialise
from lstmviz.dynamics.backpropagate import Gradients, backpropagate
from lstmviz.dynamics.measures import decay_per_step, norm_per_step
from lstmviz.dynamics.unroll import unroll

FLOAT32_SMALLEST = float(np.finfo(np.float32).tiny)  # below this, float32 loses digits and soon reads 0
INPUT_SIZE = 8


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


@dataclass(frozen=True, eq=False)
class DecayCurve:
    """Gradient norms by lag, geometric means over all runs of an experiment.

    Shapes: lags (time + 1,) from 0 at the loss; hidden_state, memory, direct and cosine (time + 1,);
        factors (runs,) the decay per step of the hidden state's gradient in each run.
    Units: norms in loss per unit of state; factors per step; cosine between the memory's whole gradient and its
        direct share, mean over the runs.
    """

    experiment: Experiment
    lags: Array
    hidden_state: Array
    memory: Array
    direct: Array
    cosine: Array
    factors: Array

    def factor(self, quantity: str = "hidden_state") -> float:
        """Return the decay per step between lag 10 (or a twentieth of the length) and three quarters of the length."""
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
    runs = [
        backward_run(experiment, seed, sequence)
        for seed in range(experiment.seeds)
        for sequence in range(experiment.sequences)
    ]
    lags = fitted_lags(experiment.time_steps)
    return DecayCurve(
        experiment=experiment,
        lags=np.arange(experiment.time_steps + 1),
        hidden_state=_geometric_mean([run.hidden_state for run in runs]),
        memory=_geometric_mean([run.memory for run in runs]),
        direct=_geometric_mean([run.direct for run in runs]),
        cosine=np.mean([_cosine(run.memory, run.direct) for run in runs], axis=0)[::-1],
        factors=np.array([decay_per_step(norm_per_step(run.hidden_state), *lags) for run in runs]),
    )


def backward_run(experiment: Experiment, seed: int, sequence: int = 0) -> Gradients:
    """Return the gradients of one network of an experiment on one random sequence."""
    cell = cell_named(experiment.cell)
    parameters = initialise(
        cell, INPUT_SIZE, experiment.hidden_size, seed, experiment.initialiser, experiment.value
    )
    rng = np.random.default_rng([seed, sequence, 7])
    trace = unroll(cell, parameters, rng.normal(size=(experiment.time_steps, INPUT_SIZE)))
    read = np.zeros((experiment.time_steps, experiment.hidden_size))
    read[-1] = rng.normal(size=experiment.hidden_size) / np.sqrt(experiment.hidden_size)
    return backpropagate(trace, read)


def _geometric_mean(gradients: list[Array]) -> Array:
    norms = np.array([norm_per_step(gradient) for gradient in gradients])
    with np.errstate(divide="ignore"):  # a direct path of exactly 0, as in a vanilla RNN, has mean 0
        return np.exp(np.log(norms).mean(axis=0))[::-1]


def _cosine(whole: Array, share: Array) -> Array:
    product = norm_per_step(whole) * norm_per_step(share)
    return np.divide((whole * share).sum(axis=1), product, out=np.zeros_like(product), where=product > 0)
