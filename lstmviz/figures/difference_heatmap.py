"""What an intervention changed: the memory of a run minus the memory of the same run left alone."""

import plotly.graph_objects as go

from lstmviz.figures.frame import message
from lstmviz.figures.memory_heatmap import signed_heatmap
from lstmviz.figures.theme import theme_named
from lstmviz.models import Run

TITLE = "What the intervention changed"


def difference_heatmap(run: Run, theme: str = "light") -> go.Figure:
    """Show the memory with the intervention minus the memory without, around a neutral 0."""
    look = theme_named(theme)
    if run.ghost is None:
        sentence = "Nothing was changed, so there is nothing to compare. Hold a gate to see a difference."
        return message(look, TITLE, sentence, "word read", "hidden unit")
    difference = run.trace.memory[1:] - run.ghost.trace.memory[1:]
    notes = ["Memory with the intervention minus memory without."]
    if not difference.any():
        notes.append("The two are equal everywhere.")
    return signed_heatmap(difference, run.trace, look, TITLE, "difference", notes, "Change of the memory")
