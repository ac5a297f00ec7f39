"""What the network would answer if asked now, after every word."""

import plotly.graph_objects as go

from lstmviz.figures.axes import Steps, steps_axis
from lstmviz.figures.frame import frame, message
from lstmviz.figures.lines import line, lost
from lstmviz.figures.pooling import pool, pooled_words, steps_per_point
from lstmviz.figures.theme import Theme, theme_named
from lstmviz.figures.words import place, plain
from lstmviz.models import Run
from lstmviz.numbers import number

TITLE = "If asked now"
PROBABILITY = "probability of the answer"


def belief_lines(run: Run, theme: str = "light") -> go.Figure:
    """Show the probability of each answer after every word; dotted, the untouched run of an intervention."""
    look = theme_named(theme)
    if not run.model.classes:
        return message(look, TITLE, "This network has no readout, so it answers nothing.", "word read", PROBABILITY)
    width = steps_per_point(run.trace.time_steps)
    steps = steps_axis(run.tokens, width)
    figure = go.Figure(_ghosts(run, steps, width, look))
    for index, name in enumerate(run.model.classes):
        values = pool(run.belief[:, index], width)
        figure.add_traces(
            [line(values, steps, name, look, index, "probability"), *lost(values, steps, name, 0, 1, look)]
        )
    figure.update_xaxes(steps.layout)
    figure.update_yaxes(title=PROBABILITY, range=[-0.04, 1.04], tickvals=[0, 0.25, 0.5, 0.75, 1], zeroline=False)
    asked = f"What it would answer if the question came after this word{_question(run)}."
    notes = [asked, pooled_words(width, "point"), "Thin and pale: the run without intervention." if run.ghost else ""]
    return frame(figure, look, TITLE, notes, _sentence(run), 230, bottom=76)


def _ghosts(run: Run, steps: Steps, width: int, theme: Theme) -> list[go.Scatter]:
    if run.ghost is None:
        return []
    named = [(f"{name}, without", pool(run.ghost.belief[:, i], width), i) for i, name in enumerate(run.model.classes)]
    hidden = {"opacity": 0.5, "showlegend": False}
    ghosts = [line(values, steps, name, theme, index, "probability", **hidden) for name, values, index in named]
    return [ghost.update(mode="lines", line={"width": 1, "dash": "dot"}) for ghost in ghosts]


def _question(run: Run) -> str:
    return f" (a copy of the state reads “{run.model.query}”)" if run.model.query else ""


def _sentence(run: Run) -> str:
    """Say the answer after the first word, at every change of it, and at the end."""
    leaders = run.belief.argmax(axis=1)
    turns = [step for step in range(len(leaders)) if step == 0 or leaders[step] != leaders[step - 1]]
    said = [f"{_leader(run, step)} after {place(step, run.tokens[step])}" for step in turns[:6]]
    more = f", and {len(turns) - 6} more changes" if len(turns) > 6 else ""
    return f"If asked now, the likeliest answer is {', then '.join(said)}{more}; at the end {_leader(run, -1)}."


def _leader(run: Run, step: int) -> str:
    index = int(run.belief[step].argmax())
    return f"{plain(run.model.classes[index])} ({number(float(run.belief[step, index]))})"
