"""From what a caller gives to read, a text, words, numbers or an array, to tokens or an array."""

from collections.abc import Iterable
from typing import Any

import numpy as np

from lstmviz.cells.checks import real_array, shown
from lstmviz.models.encoder import Encoder, Numbers

Readable = str | Iterable[str] | Iterable[float] | np.ndarray


def tokens_or_array(encoder: Encoder, sequence: Readable) -> tuple[str, ...] | np.ndarray:
    """Return the tokens of a text or of a list of words, else the numbers as an array.

    >>> tokens_or_array(Numbers(), [1, 0.5])
    ('1', '0.5')
    """
    if isinstance(sequence, str):
        return encoder.split(sequence)
    if isinstance(sequence, bytes | bytearray) or not isinstance(sequence, Iterable):
        raise ValueError(
            f"the sequence is {shown(sequence)}; give a text, a list of words, or an array (time, {encoder.size})"
        )
    items: Any = sequence if hasattr(sequence, "ndim") else list(sequence)
    if getattr(items, "ndim", 1) == 1 and all(isinstance(item, str) for item in items):
        return tuple(str(item) for item in items)
    values = real_array(items, "the sequence")
    return tuple(map(spelled, values.tolist())) if values.ndim == 1 and isinstance(encoder, Numbers) else values


def spelled(value: float) -> str:
    """Return a number as somebody would type it, in full precision."""
    return str(int(value)) if value.is_integer() else repr(value)
