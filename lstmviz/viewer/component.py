"""The viewer in a Streamlit page: mounts the component, returns where the reader looks."""

from collections.abc import Callable, Iterable
from dataclasses import asdict
from functools import cache, lru_cache
from typing import Any

import streamlit as st

from lstmviz.models import Run
from lstmviz.viewer.payload import ALL_PANELS, payload, window
from lstmviz.viewer.position import Position


def stepper(
    run: Run,
    *,
    key: str,
    start: Position | None = None,
    show: Iterable[str] = ALL_PANELS,
    autoplay: bool = False,
    height: int | None = None,
    first: int = 0,
    count: int | None = None,
    on_change: Callable[[], None] | None = None,
) -> Position:
    """Let the reader step through a run; return where they look, told at rest only.

    A rerun or an intervention leaves the reader where they are; another network or text begins at `start`.
    `first` and `count` send a part of a long run; `start` and the returned step count from the whole run's beginning.
    """
    sent = _payload(run, first, count, tuple(show), autoplay)
    start = within(run, start or Position(), first, count)
    visit = _visit(key, sent["identity"], start)
    data = {**sent, "identity": visit["identity"], "start": visit["start"]}
    told = _cell()(
        key=key, data=data, height="content" if height is None else height, on_position_change=on_change or _nothing
    )
    return within(run, _read(told.get("position"), visit["identity"], start), first, count)


@cache
def _cell() -> Callable[..., Any]:
    # Not at import: Streamlit knows the assets of a package only where an app is running.
    return st.components.v2.component("lstmviz.cell", js="index.js", css="viewer.css")


@lru_cache(maxsize=16)
def _payload(run: Run, first: int, count: int | None, show: tuple[str, ...], autoplay: bool) -> dict[str, Any]:
    # Shared by all readers of a run, so nothing may change it.
    return payload(run, first=first, count=count, show=show, autoplay=autoplay)


def _visit(key: str, run_identity: str, start: Position) -> dict[str, Any]:
    """Return the identity and the start of this visit; both stay the same for as long as the reader stays.

    The start is remembered because a changed one would send the whole run again; a component that was not on the
    page in the last run has lost its state, so it begins anew.
    """
    kept_in = f"{key}:visit"
    visit = st.session_state.get(kept_in)
    if visit is None or visit["run"] != run_identity or key not in st.session_state:
        number = visit["number"] + 1 if visit else 1
        name = f"{key}-{run_identity}-{number}"
        visit = {"run": run_identity, "number": number, "identity": name, "start": asdict(start)}
        st.session_state[kept_in] = visit
    return visit


def _read(told: Any, identity: str, start: Position) -> Position:
    """Return the position that the browser told of this visit, or the start. What a browser tells is checked."""
    if not isinstance(told, dict) or told.get("identity") != identity:
        return start
    step, unit, gate = told.get("step"), told.get("unit"), told.get("gate")
    if not (type(step) is int and type(unit) is int and isinstance(gate, str)):
        return start
    return Position(step, unit, gate)


def within(run: Run, position: Position, first: int = 0, count: int | None = None) -> Position:
    """Return the position, or the nearest one that exists in the steps that are shown."""
    rows = window(run.trace.time_steps, first, count)
    names = run.trace.cell.gate_names
    usual = run.trace.cell.keeping_gate or run.trace.cell.gates[0]
    return Position(
        min(max(position.step, rows.start), rows.stop - 1),
        min(max(position.unit, 0), run.trace.hidden_size - 1),
        position.gate if position.gate in names else usual.name,
    )


def _nothing() -> None:
    """Streamlit returns a component's value only where a callback listens to it."""
