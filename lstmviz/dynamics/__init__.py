"""What happens over time, for all cells: unroll, interventions, back-propagation, ledger, arithmetic, measures."""

from lstmviz.dynamics.arithmetic import Arithmetic, Term, arithmetic
from lstmviz.dynamics.backpropagate import Gradients, backpropagate
from lstmviz.dynamics.gradient_check import DirectionCheck, gradient_check
from lstmviz.dynamics.gradient_flow import GradientFlow, gradient_flow
from lstmviz.dynamics.interventions import Clamp, Intervention, ReplaceToken, Silence, clamp, replace_token, silence
from lstmviz.dynamics.ledger import memory_ledger
from lstmviz.dynamics.trace import Trace
from lstmviz.dynamics.unroll import unroll

__all__ = [
    "Arithmetic",
    "Clamp",
    "DirectionCheck",
    "GradientFlow",
    "Gradients",
    "Intervention",
    "ReplaceToken",
    "Silence",
    "Term",
    "Trace",
    "arithmetic",
    "backpropagate",
    "clamp",
    "gradient_check",
    "gradient_flow",
    "memory_ledger",
    "replace_token",
    "silence",
    "unroll",
]
