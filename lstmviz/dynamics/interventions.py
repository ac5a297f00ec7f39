"""Interventions: what would have happened if a gate had been held, a unit silenced, a word replaced.

An intervention on a gate overwrites its value after the squashing; the pre-activation stays what the cell computed.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from lstmviz.cells.cell import Array, Cell, Force, leave_free
from lstmviz.cells.checks import as_whole, number, place, shown


@dataclass(frozen=True)
class Clamp:
    """Hold a gate at a value; `units` and `steps` of None mean all of them."""

    gate: str
    value: float
    units: tuple[int, ...] | None = None
    steps: tuple[int, ...] | None = None

    def __post_init__(self) -> None:
        if self.value == self.value:  # NaN is answered where the range of the gate is known
            object.__setattr__(self, "value", number(self.value, "the value of a clamp"))
        object.__setattr__(self, "units", _indices(self.units, "units"))
        object.__setattr__(self, "steps", _indices(self.steps, "steps"))


@dataclass(frozen=True)
class Silence:
    """Hold one unit's states at zero; `steps` of None means all of them."""

    unit: int
    steps: tuple[int, ...] | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "unit", _index(self.unit, "unit"))
        object.__setattr__(self, "steps", _indices(self.steps, "steps"))


@dataclass(frozen=True)
class ReplaceToken:
    """Let the network read another word at one step."""

    step: int
    token: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "step", _index(self.step, "step"))
        if not isinstance(self.token, str):
            raise ValueError(f"token is {shown(self.token)}; give the word to read as a text")


Intervention = Clamp | Silence | ReplaceToken
Chosen = int | Iterable[int] | None


def clamp(gate: str, value: float, units: Chosen = None, steps: Chosen = None) -> Clamp:
    """Hold `gate` at `value`, for all units and steps or for some; a single number chooses one.

    >>> clamp("forget_gate", 1.0, steps=[8])
    Clamp(gate='forget_gate', value=1.0, units=None, steps=(8,))
    """
    return Clamp(gate, value, _indices(units, "units"), _indices(steps, "steps"))


def silence(unit: int, steps: Chosen = None) -> Silence:
    """Hold one unit at zero, for all steps or for some."""
    return Silence(unit, _indices(steps, "steps"))


def replace_token(step: int, token: str) -> ReplaceToken:
    """Let the network read `token` at `step` instead of the word that stands there."""
    return ReplaceToken(step, token)


def as_interventions(given: Any) -> tuple[Intervention, ...]:
    """Return one intervention or several as a tuple; anything else is answered with how to make one."""
    items = (given,) if isinstance(given, Intervention) else tuple(given) if isinstance(given, Iterable) else None
    for item in (given,) if items is None or isinstance(given, str) else items:
        if not isinstance(item, Intervention):
            raise ValueError(f"{shown(item)} is no intervention; make one with clamp, silence or replace_token")
    return items or ()


def _index(given: Any, name: str) -> int:
    index = as_whole(given)
    if index is None:
        raise ValueError(f"{name} is {shown(given)}; give a whole number, counted from 0")
    return index


def _indices(chosen: Any, name: str) -> tuple[int, ...] | None:
    if chosen is None:
        return None
    several = isinstance(chosen, Iterable) and not isinstance(chosen, str) and as_whole(chosen) is None
    return tuple(_index(index, name) for index in (chosen if several else (chosen,)))


@dataclass(frozen=True)
class Forcing:
    """The clamped entries of every step: `mask` and `values`, both (time, gate, hidden)."""

    mask: Array
    values: Array

    def at(self, step: int) -> Force:
        """Return what overwrites the clamped gates of one step."""
        return partial(overwrite, self.mask[step], self.values[step])


def overwrite(mask: Array, values: Array, gates: Array, rows: slice = slice(None)) -> None:
    np.copyto(gates, values[rows], where=mask[rows])


def forcing(cell: Cell, interventions: Sequence[Intervention], time_steps: int, hidden_size: int) -> Forcing | None:
    """Turn interventions on gates into arrays; None when no gate is clamped. Later ones win over earlier ones."""
    clamps = [clamp for item in interventions for clamp in _as_clamps(cell, item)]
    if not clamps:
        return None
    mask = np.zeros((time_steps, len(cell.gates), hidden_size), dtype=bool)
    values = np.zeros(mask.shape)
    for item in clamps:
        where = np.ix_(
            _within(item.steps, time_steps, "step"),
            [cell.gate_index(item.gate)],
            _within(item.units, hidden_size, "unit"),
        )
        mask[where] = True
        values[where] = _within_range(cell, item)
    return Forcing(mask, values)


def force_always(cell: Cell, interventions: Sequence[Intervention], hidden_size: int) -> Force:
    """Return what the clamps that hold at every step do to a further step, such as the question of `belief`."""
    endless = [item for item in interventions if isinstance(item, Clamp | Silence) and item.steps is None]
    found = forcing(cell, endless, 1, hidden_size)
    return found.at(0) if found else leave_free


def _as_clamps(cell: Cell, item: Intervention) -> list[Clamp]:
    match item:
        case Clamp():
            return [item]
        case Silence(unit, steps):
            return [Clamp(gate, value, (unit,), steps) for gate, value in cell.silence.items()]
        case ReplaceToken():
            return []  # changes what is read, not the cell; see Model.run


def _within(chosen: tuple[int, ...] | None, size: int, what: str) -> list[int]:
    if chosen is None:
        return list(range(size))
    return [place(index, size, what) for index in chosen]


def _within_range(cell: Cell, item: Clamp) -> float:
    gate = cell.gates[cell.gate_index(item.gate)]
    if not gate.low <= item.value <= gate.high:
        raise ValueError(f"{item.gate} cannot be held at {item.value:g}: its range is {gate.low:g} to {gate.high:g}")
    return item.value
