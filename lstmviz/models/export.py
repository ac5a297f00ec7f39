"""A run as plain data, for a JSON download or another program."""

from dataclasses import asdict
from typing import Any

from lstmviz.cells.checks import shown
from lstmviz.dynamics import Intervention, Trace
from lstmviz.models.run import Run


def run_to_dict(run: Run) -> dict[str, Any]:
    """Return everything that the screen shows of a run as lists, texts and numbers in full precision.

    Shapes: inputs (time, input); each signal (time, hidden); belief and output (time, class); `held` has each gate
        that an intervention held, (time, hidden), true where it did. `ghost` is the untouched run, None without
        interventions. Steps and units count from 0.
    """
    if not isinstance(run, Run):
        raise ValueError(f"{shown(run)} is no run; give what model.run returned")
    return {
        "model": run.model.name,
        "provenance": run.model.provenance,
        "cell": run.trace.cell.name,
        "units": list(run.trace.unit_names),
        "classes": list(run.model.classes),
        "interventions": [plain(item) for item in run.interventions],
        "initial_state": {name: run.trace.state(name)[0].tolist() for name in run.trace.cell.states},
        "held": held(run.trace),
        **reading(run),
        "ghost": reading(run.ghost) if run.ghost else None,
    }


def reading(run: Run) -> dict[str, Any]:
    """Return what a run read and what came of it."""
    return {
        "tokens": list(run.trace.words),
        "inputs": run.trace.inputs.tolist(),
        "signals": {name: values.tolist() for name, values in run.trace.signals.items()},
        "belief": run.belief.tolist(),
        "output": run.output.tolist(),
    }


def held(trace: Trace) -> dict[str, list[list[bool]]]:
    """Return by gate where it was held; gates that were never held are left out."""
    if trace.forced is None:
        return {}
    masks = {name: trace.forced[:, row] for row, name in enumerate(trace.cell.gate_names)}
    return {name: mask.tolist() for name, mask in masks.items() if mask.any()}


def plain(item: Intervention) -> dict[str, Any]:
    """Return an intervention as names and values.

    >>> from lstmviz import clamp
    >>> plain(clamp("forget_gate", 1.0, steps=8))
    {'kind': 'Clamp', 'gate': 'forget_gate', 'value': 1.0, 'units': None, 'steps': [8]}
    """
    named = {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(item).items()}
    return {"kind": type(item).__name__, **named}
