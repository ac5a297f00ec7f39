"""What the viewer is sent of a run: plain data, arrays as base64. NaN and infinity travel unharmed.

Everything goes to the browser once per run; stepping, scrubbing and hovering never come back here.
"""

import base64
import hashlib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import numpy as np

from lstmviz.models import Model, Run
from lstmviz.numbers import rounded_up
from lstmviz.viewer.declaration import declaration

VERSION = 2
ALL_PANELS = ("strip", "numbers", "card", "readout", "caption", "timeline", "transport")
EXACT_BYTES = 2**20  # beyond this, numbers are sent in single precision
MOST_BYTES = 1_500_000  # of a payload, where that leaves FEWEST_STEPS
FEWEST_STEPS, MOST_STEPS = 50, 500
MOST_WEIGHTS = 200_000  # numbers; without them a card says where the terms of a sum can be had


def payload(
    run: Run, *, first: int = 0, count: int | None = None, show: Iterable[str] = ALL_PANELS, autoplay: bool = False
) -> dict[str, Any]:
    """Return a run, or `count` steps of it from `first` on, as JSON-able data.

    Shapes: arrays as {"type", "shape", "data"}: little-endian, row-major, base64; axes as in Trace, states with one
        row more than there are steps.
    Units: those of the cell.
    Error: exact (float64) up to 1 MB in all, then rounded to float32.

    >>> import lstmviz
    >>> sent = payload(lstmviz.load("peacock").run("peacock of"))
    >>> sent["tokens"], sent["arrays"]["states"]["shape"]
    (['peacock', 'of'], [3, 2, 4])
    """
    rows = window(run.trace.time_steps, first, count)
    kind = number_type(_numbers_sent(run, rows))
    return {
        "version": VERSION,
        "identity": identity(run),
        "cell": declaration(run.trace.cell),
        "model": described(run.model),
        **_sequence(run, rows),
        "arrays": {name: packed(array, kind) for name, array in arrays_of(run, rows).items()} | forced_of(run, rows),
        "ghost": _ghost(run.ghost, rows, kind) if run.ghost else None,
        "weights": {name: packed(array, kind) for name, array in weights_of(run.model).items()} or None,
        "memory_range": memory_range(run),
        "show": [panel for panel in ALL_PANELS if panel in set(show)],
        "autoplay": autoplay,
    }


def _sequence(run: Run, rows: slice) -> dict[str, Any]:
    """Return the names of everything: words, units, classes, and which part of the run this is."""
    return {
        "tokens": list(run.trace.words[rows]),
        "has_tokens": bool(run.trace.tokens),
        "first": rows.start,
        "total": run.trace.time_steps,
        "units": list(run.trace.unit_names),
        "classes": list(run.model.classes),
    }


def _ghost(ghost: Run, rows: slice, kind: str) -> dict[str, Any]:
    arrays = {name: packed(array, kind) for name, array in steps_of(ghost, rows).items()}
    return {"tokens": list(ghost.trace.words[rows]), "arrays": arrays}


def _numbers_sent(run: Run, rows: slice) -> Iterator[np.ndarray]:
    yield from arrays_of(run, rows).values()
    yield from steps_of(run.ghost, rows).values() if run.ghost else ()
    yield from weights_of(run.model).values()


def window(time_steps: int, first: int, count: int | None) -> slice:
    """Return the steps that are sent, at least one of them.

    >>> window(5000, 4800, 500)
    slice(4800, 5000, None)
    """
    first = min(max(first, 0), time_steps - 1)
    return slice(first, time_steps if count is None else min(time_steps, first + max(count, 1)))


def steps_that_fit(run: Run) -> int:
    """Return how many steps of a run to send at once, a multiple of 50, so that a wide network opens quickly too.

    Units: steps, from 50 to 500.
    Error: the payload stays below 1.5 MB, unless 50 steps are more than that.
    Source: float32 in base64, 16/3 bytes a number. A ghost counts even where there is none yet: holding a gate must
        not move the reader to another part.
    """
    a_step = slice(0, 1)
    numbers = 2 * _count(steps_of(run, a_step)) + run.trace.inputs.shape[1] + run.trace.gates[0].size / 4
    room = MOST_BYTES * 3 / 16 - _count(weights_of(run.model))
    fitting = int(room / numbers) // FEWEST_STEPS * FEWEST_STEPS
    return min(MOST_STEPS, max(FEWEST_STEPS, fitting))


def _count(arrays: Mapping[str, np.ndarray]) -> int:
    return sum(array.size for array in arrays.values())


def arrays_of(run: Run, rows: slice) -> dict[str, np.ndarray]:
    """Return the arrays of some steps of a run and what was read."""
    return steps_of(run, rows) | {"inputs": run.trace.inputs[rows]}


def steps_of(run: Run, rows: slice) -> dict[str, np.ndarray]:
    """Return what the cell made of some steps; states carry the row before the first of them."""
    trace = run.trace
    arrays = {
        "pre_activation": trace.pre_activation[rows],
        "gates": trace.gates[rows],
        "states": trace.states[rows.start : rows.stop + 1],
    }
    return arrays | ({"belief": run.belief[rows]} if run.model.classes else {})


def weights_of(model: Model) -> dict[str, np.ndarray]:
    """Return the weights by name, or nothing where they are too many to send."""
    weights = model.parameters.arrays()
    return weights if _count(weights) <= MOST_WEIGHTS else {}


def forced_of(run: Run, rows: slice) -> dict[str, dict[str, Any]]:
    return {} if run.trace.forced is None else {"forced": packed(run.trace.forced[rows], "u1")}


def number_type(arrays: Iterable[np.ndarray]) -> str:
    """Return float64 where everything together is small, else float32."""
    return "f8" if sum(array.size * 8 for array in arrays) <= EXACT_BYTES else "f4"


def packed(array: np.ndarray, kind: str) -> dict[str, Any]:
    """Return an array as plain data.

    >>> packed(np.array([1.0, np.nan]), "f4")
    {'type': 'f4', 'shape': [2], 'data': 'AACAPwAAwH8='}
    """
    # A float64 beyond float32's range becomes infinity there; it is drawn as such, so NumPy need not warn.
    with np.errstate(over="ignore"):
        little_endian = np.ascontiguousarray(array, dtype=f"<{kind}")
    return {"type": kind, "shape": list(array.shape), "data": base64.b64encode(little_endian.tobytes()).decode()}


def described(model: Model) -> dict[str, str]:
    return {"name": model.name, "provenance": model.provenance, "made": model.card.get("made", "")}


def memory_range(run: Run) -> float:
    """Return the limit of the memory's scale: the largest |memory| of all steps, ghost included, rounded up.

    All steps count, so that parts of a long run compare. Rounded to 2 significant digits, 1 where nothing is there.
    """
    runs = (run, run.ghost) if run.ghost else (run,)
    sizes = [np.abs(one.trace.memory) for one in runs]
    return rounded_up(max(float(np.max(size, where=np.isfinite(size), initial=0.0)) for size in sizes))


def identity(run: Run) -> str:
    """Return a short text that is the same for two runs of the same network over the same words.

    Interventions do not count: where the reader looks survives a what-if.
    """
    digest = hashlib.blake2b(digest_size=12)
    for part in _identifying(run.ghost or run):
        digest.update(part)
    return digest.hexdigest()


def _identifying(run: Run) -> Iterator[bytes]:
    yield run.model.cell.name.encode()
    for array in run.model.parameters.arrays().values():
        yield np.ascontiguousarray(array).tobytes()
    yield np.ascontiguousarray(run.trace.inputs).tobytes()
    yield "\0".join(run.trace.words).encode(errors="surrogatepass")
