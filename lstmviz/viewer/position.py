"""Where a reader looks in a run."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Position:
    """The step, the unit and the gate that the stepper shows."""

    step: int = 0
    unit: int = 0
    gate: str = "forget_gate"
