"""Trace, gradients, curves in; plotly figure out. One figure a file; a new one is one file and one line in FIGURES."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from lstmviz.figures.belief_lines import belief_lines
from lstmviz.figures.difference_heatmap import difference_heatmap
from lstmviz.figures.flow_matrix import flow_matrix
from lstmviz.figures.frame import describe
from lstmviz.figures.gate_heatmap import gate_heatmap
from lstmviz.figures.gate_heatmaps import gate_heatmaps
from lstmviz.figures.gradient_norms import gradient_norms
from lstmviz.figures.gradient_rows import gradient_rows
from lstmviz.figures.ledger_bars import ledger_bars
from lstmviz.figures.memory_heatmap import memory_heatmap
from lstmviz.figures.state_lines import state_lines
from lstmviz.models import Run, gradient_flow

# What a figure may need of a run, and where it comes from. `curves` are measured, not read from a run.
FROM_RUN: dict[str, Callable[[Run], Any]] = {
    "trace": lambda run: run.trace,
    "run": lambda run: run,
    "gradients": lambda run: run.gradients(),
    "flow": gradient_flow,
    "words": lambda run: run.tokens,
}


@dataclass(frozen=True)
class Entry:
    """A figure of the menu: its function, what the menu calls it, and the arguments it needs in their order."""

    function: Callable[..., go.Figure]
    title: str
    needs: tuple[str, ...]

    @property
    def of_run(self) -> bool:
        """Whether a run is all that the figure needs."""
        return all(need in FROM_RUN for need in self.needs)

    def draw(self, run: Run, **options: Any) -> go.Figure:
        """Draw the figure of a run; `options` are those of the function, `theme` among them."""
        return self.function(*(FROM_RUN[need](run) for need in self.needs), **options)


FIGURES = {
    "gate_heatmap": Entry(gate_heatmap, "One gate", ("trace",)),
    "gate_heatmaps": Entry(gate_heatmaps, "All gates", ("trace",)),
    "memory_heatmap": Entry(memory_heatmap, "Memory", ("trace",)),
    "state_lines": Entry(state_lines, "Memory and hidden state as lines", ("trace",)),
    "belief_lines": Entry(belief_lines, "If asked now", ("run",)),
    "ledger_bars": Entry(ledger_bars, "Who wrote the memory", ("trace",)),
    "difference_heatmap": Entry(difference_heatmap, "What the intervention changed", ("run",)),
    "gradient_rows": Entry(gradient_rows, "Gradient at every word", ("gradients", "words")),
    "flow_matrix": Entry(flow_matrix, "Gradient, all pairs", ("flow", "words")),
    "gradient_norms": Entry(gradient_norms, "Gradient and distance", ("curves",)),
}

__all__ = [
    "FIGURES", "Entry", "belief_lines", "describe", "difference_heatmap", "flow_matrix", "gate_heatmap",
    "gate_heatmaps", "gradient_norms", "gradient_rows", "ledger_bars", "memory_heatmap", "state_lines",
]  # fmt: skip
