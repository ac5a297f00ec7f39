"""What a caller gave: in the type that the arithmetic needs, or one sentence that says what came and what is needed."""

import operator
from numbers import Real
from typing import Any

import numpy as np

LONGEST_SHOWN = 40  # characters of a wrong value that a sentence repeats


def shown(value: Any) -> str:
    """Return a wrong value as a sentence can repeat it.

    >>> shown("x" * 100)
    "'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…"
    """
    # A large array takes long to print and says nothing.
    text = f"a {type(value).__name__} of the shape {tuple(value.shape)}" if hasattr(value, "shape") else repr(value)
    return text if len(text) < LONGEST_SHOWN or hasattr(value, "shape") else text[: LONGEST_SHOWN - 1] + "…"


def whole(value: Any, name: str, low: int, high: int | None = None) -> int:
    """Return a whole number between two ends; `high` of None means no end.

    >>> whole(16.5, "hidden_size", 1, 512)
    Traceback (most recent call last):
    ValueError: hidden_size is 16.5; give a whole number from 1 to 512
    """
    given = as_whole(value)
    if given is None or given < low or (high is not None and given > high):
        allowed = f"of at least {low}" if high is None else f"from {low} to {high}"
        raise ValueError(f"{name} is {shown(value)}; give a whole number {allowed}")
    return given


def as_whole(value: Any) -> int | None:
    """Return a whole number of any integer type, None for everything else; True and False are no numbers here."""
    try:
        return None if isinstance(value, bool) else operator.index(value)
    except TypeError:
        return None


def number(value: Any, name: str, low: float = -np.inf, high: float = np.inf) -> float:
    """Return a number between two ends; NaN and text are none.

    >>> number(float("nan"), "gain", 0, 5)
    Traceback (most recent call last):
    ValueError: gain is nan; give a number from 0 to 5
    """
    if isinstance(value, bool) or not isinstance(value, Real) or not low <= float(value) <= high:
        allowed = f" from {low:g} to {high:g}" if np.isfinite(high - low) else ""
        raise ValueError(f"{name} is {shown(value)}; give a number{allowed}")
    return float(value)


def place(index: Any, size: int, what: str) -> int:
    """Return the place of a step or a unit, counted from 0; negative ones count from the end.

    >>> place(-1, 5, "step")
    4
    """
    given = as_whole(index)
    if given is None or not -size <= given < size:
        raise ValueError(f"{what} {shown(index)} is outside this run, which has {what}s 0 to {size - 1}")
    return given % size


def real_array(values: Any, name: str) -> np.ndarray:
    """Return an array, a tensor or nested lists of real numbers as an array of floating-point numbers.

    >>> real_array([[1, 2], [3]], "inputs")
    Traceback (most recent call last):
    ValueError: inputs cannot be read as an array of numbers; give rows of equal length, all numbers
    """
    try:
        # A tensor that is being trained, or lives on a GPU, does not turn into an array by itself.
        array = np.asarray(values.detach().cpu() if hasattr(values, "detach") else values)
    except (ValueError, TypeError, RuntimeError, AttributeError):
        array = np.empty(0, dtype=object)
    if array.dtype.kind == "c":
        raise ValueError(f"{name} holds complex numbers; give real numbers")
    if array.dtype.kind not in "fiub":
        raise ValueError(f"{name} cannot be read as an array of numbers; give rows of equal length, all numbers")
    return array if array.dtype.kind == "f" else array.astype(np.float64)


def finite_array(values: Any, name: str, shape: tuple[int, ...]) -> np.ndarray:
    """Return an array of finite numbers that has exactly this shape."""
    array = real_array(values, name)
    if array.shape != shape:
        raise ValueError(f"{name} has the shape {array.shape}; give {shape}")
    if not np.isfinite(array).all():
        raise ValueError(f"{name} holds NaN or infinity; give finite numbers")
    return array


def read_only(array: np.ndarray) -> np.ndarray:
    """Close an array to writing, so that one of several readers cannot change it for the others."""
    array.flags.writeable = False
    return array
