"""See what every gate of an LSTM does with a sequence, why, and what would have happened otherwise.

model = lstmviz.load("peacock")
run = model.run("peacock is the national bird of")
run.trace.gate("forget_gate"), run.belief
"""

from lstmviz.cells import CELLS
from lstmviz.cells.initialisers import initialise
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
from lstmviz.dynamics.gradient_decay import Experiment, gradient_decay
from lstmviz.dynamics.measures import half_life, saturation
from lstmviz.models import Model, ModelFileError, Run, gradient_flow, load, random_model, run_to_dict, save
from lstmviz.recording import Recording, record

__version__ = "0.1.0"

__all__ = [
    "CELLS",
    "Experiment",
    "Gradients",
    "Model",
    "ModelFileError",
    "Recording",
    "Run",
    "Trace",
    "arithmetic",
    "backpropagate",
    "clamp",
    "gradient_check",
    "gradient_decay",
    "gradient_flow",
    "half_life",
    "initialise",
    "load",
    "memory_ledger",
    "random_model",
    "record",
    "replace_token",
    "run_to_dict",
    "saturation",
    "save",
    "silence",
    "unroll",
]
