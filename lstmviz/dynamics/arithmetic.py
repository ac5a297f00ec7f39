"""The arithmetic of one gate value, term by term: where did this number come from?"""

from dataclasses import dataclass

import numpy as np

from lstmviz.cells.checks import place
from lstmviz.dynamics.trace import Trace


@dataclass(frozen=True)
class Term:
    """One summand of a pre-activation: `kind` is bias, input, hidden or own; value = weight * factor."""

    kind: str
    name: str
    weight: float
    factor: float

    @property
    def value(self) -> float:
        return self.weight * self.factor


@dataclass(frozen=True)
class Arithmetic:
    """A gate value with everything it was made of; `forced` says that an intervention overwrote the result."""

    gate: str
    terms: tuple[Term, ...]
    pre_activation: float
    value: float
    forced: bool


def arithmetic(trace: Trace, step: int, gate: str, unit: int) -> Arithmetic:
    """List the summands of one pre-activation, largest first.

    Shapes: step in 0..time-1, unit in 0..hidden-1; negative ones count from the end.
    Units: dimensionless summands of the pre-activation.
    Error: the terms add up to the pre-activation within 1e-12 times the largest term.
    Source: a = W x + b + hears * U h + what the cell declares further, written out.
    """
    row, step, unit = trace.cell.gate_index(gate), *_places(trace, step, unit)
    weights, inputs, hidden = trace.parameters, trace.inputs[step], trace.hidden_state[step]
    hears = float(trace.cell.hears(trace.gates[step])[row, unit])
    terms = [Term("bias", "bias", float(weights.bias[row, unit]), 1.0)]
    terms += [
        Term("input", _input_name(trace, step, feature), float(weights.weight_input[row, unit, feature]), float(x))
        for feature, x in enumerate(inputs)
        if x != 0.0
    ]
    terms += [
        Term("hidden", name, float(weights.weight_hidden[row, unit, source]), hears * float(h))
        for source, (name, h) in enumerate(zip(trace.unit_names, hidden, strict=True))
    ]
    terms += _further_terms(trace, step, gate, unit)
    return Arithmetic(
        gate=gate,
        terms=tuple(sorted(terms, key=lambda term: -abs(term.value))),
        pre_activation=float(trace.pre_activation[step, row, unit]),
        value=float(trace.gates[step, row, unit]),
        forced=trace.forced is not None and bool(trace.forced[step, row, unit]),
    )


def _further_terms(trace: Trace, step: int, gate: str, unit: int) -> list[Term]:
    """Return what the cell declares beside W x, U h and b, such as the bias inside a reset."""
    known = trace.cell.signals(trace.gates[step : step + 1], trace.states[step : step + 2])
    arrays = trace.parameters.arrays()
    return [
        Term(
            "bias" if summand.is_bias else "own",
            summand.label,
            float(arrays[summand.weight][unit]),
            float(known[summand.factor][0, unit]),
        )
        for summand in trace.cell.summands
        if summand.gate == gate
    ]


def _places(trace: Trace, step: int, unit: int) -> tuple[int, int]:
    return place(step, trace.time_steps, "step"), place(unit, trace.hidden_size, "unit")


def _input_name(trace: Trace, step: int, feature: int) -> str:
    one_hot = trace.tokens and np.count_nonzero(trace.inputs[step]) == 1
    return trace.tokens[step] if one_hot else f"input {feature}"
