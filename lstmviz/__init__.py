"""See what every gate of an LSTM does with a sequence, why, and what would have happened otherwise.

model = lstmviz.load("peacock")
run = model.run("peacock is the national bird of")
run.trace.gate("forget_gate"), run.belief
"""

from lstmviz.cells import CELLS
from lstmviz.dynamics import (
    Gradients,
    Trace,
    arithmetic,
    backpropagate,
    clamp,
    gradient_check,
    memory_ledger,
    replace_token,
    silence,
    unroll,
)
from lstmviz.models import Model, Run, gradient_flow, load, random_model, save
from lstmviz.recording import Recording, record

__version__ = "0.1.0"

__all__ = [
    "CELLS",
    "Gradients",
    "Model",
    "Recording",
    "Run",
    "Trace",
    "arithmetic",
    "backpropagate",
    "clamp",
    "gradient_check",
    "gradient_flow",
    "load",
    "memory_ledger",
    "random_model",
    "record",
    "replace_token",
    "save",
    "silence",
    "unroll",
]
