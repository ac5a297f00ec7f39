"""Single numbers that say something about a run: half-life, saturation, norms, decay per step."""

from numbers import Real

import numpy as np

from lstmviz.cells.cell import Array
from lstmviz.cells.checks import number, real_array, shown, whole
from lstmviz.dynamics.trace import Trace


def half_life(forget_gate: float) -> float:
    """Return after how many steps a constant forget gate leaves half of the memory.

    Units: steps.
    Error: relative error below 1e-15.
    Source: f^k = 1/2.

    >>> round(half_life(0.97), 1)
    22.8
    """
    if isinstance(forget_gate, bool) or not isinstance(forget_gate, Real) or not 0.0 < forget_gate <= 1.0:
        raise ValueError(f"forget_gate is {shown(forget_gate)}; a half-life needs a value in (0, 1]")
    return float(np.inf) if forget_gate == 1.0 else float(np.log(0.5) / np.log(forget_gate))


def saturation(trace: Trace, gate: str, margin: float = 0.1) -> tuple[Array, Array]:
    """Return the fraction of steps at which a gate is within `margin` of its low and of its high end, per unit.

    Shapes: two arrays (hidden,).
    Units: fractions of the steps.
    Source: Karpathy, Johnson & Fei-Fei 2015, who used 0.1 and 0.9 for a sigmoid; here a share of the range.
    """
    margin = number(margin, "margin", 0.0, 0.5)
    low, high = trace.gate_range(gate)
    position = (trace.gate(gate) - low) / (high - low)
    return (position < margin).mean(axis=0), (position > 1.0 - margin).mean(axis=0)


def norm_per_step(vectors: Array) -> Array:
    """Return the L2 norm over the hidden units at every step: (..., hidden) in, (...) out."""
    # Half the time of np.linalg.norm, which makes an array of the squares first.
    return np.sqrt(np.einsum("...h,...h->...", vectors, vectors))


def decay_per_step(norms: Array, first_lag: int = 10, last_lag: int = 150) -> float:
    """Return the factor by which a gradient norm changes per step of distance from the loss.

    Shapes: norms (time + 1,), the last entry at the loss.
    Units: factor per step; 1 keeps, below 1 vanishes, above 1 explodes; 0 where nothing is left at the far lag.
    Error: exact for a geometric sequence, up to rounding.
    Source: geometric mean of the ratios between the two lags, the slope of ln norm against lag.

    >>> round(decay_per_step(0.9 ** np.arange(200.0)[::-1]), 12)
    0.9
    """
    norms = _as_norms(norms)
    at_loss, first_lag, last_lag = len(norms) - 1, whole(first_lag, "first_lag", 0), whole(last_lag, "last_lag", 1)
    if last_lag > at_loss or first_lag >= last_lag:
        raise ValueError(
            f"lags {first_lag} to {last_lag} do not fit a sequence of {at_loss} steps; "
            f"choose first_lag below last_lag, and last_lag at most {at_loss}"
        )
    far, near = norms[at_loss - last_lag], norms[at_loss - first_lag]
    if far == 0.0:
        return 0.0
    with np.errstate(divide="ignore", invalid="ignore"):  # infinite norms: the gradient exploded
        return float(np.exp((np.log(far) - np.log(near)) / (last_lag - first_lag)))


def _as_norms(norms: Array) -> Array:
    array = real_array(norms, "norms")
    if array.ndim != 1 or (array < 0.0).any():
        raise ValueError(f"norms have the shape {array.shape}; give one row of numbers, none below 0")
    return array


def spectral_radius(weight_hidden: Array) -> float:
    """Return the largest modulus of an eigenvalue of one gate's recurrent weights (hidden, hidden)."""
    return float(np.abs(np.linalg.eigvals(weight_hidden)).max())


def largest_singular_value(weight_hidden: Array) -> float:
    """Return the norm of one gate's recurrent weights: no step of a linear network stretches a vector by more."""
    return float(np.linalg.norm(weight_hidden, 2))
