"""What holds for every figure of the registry."""

import json

import numpy as np
import plotly.graph_objects as go
import pytest

import lstmviz
from lstmviz.cells import CELLS
from lstmviz.figures import FIGURES, describe
from lstmviz.figures.theme import THEMES

every_figure = pytest.mark.parametrize("name", FIGURES)
every_theme = pytest.mark.parametrize("theme", THEMES)
MARKUP = ("<b>bold", "<a ", "<br></", "%{x}", "$x", "\u202e")


def axis_titles(figure):
    return [axis.title.text for axis in (*figure.select_xaxes(), *figure.select_yaxes())]


def texts_of_reader(figure):
    """All texts that a browser gets, without the templates that are our own."""
    content = json.loads(figure.to_json())
    for trace in content["data"]:
        trace.pop("hovertemplate", None)
    content["layout"].pop("meta")  # plain text for a screen reader, never rendered by Plotly
    return json.dumps(content, ensure_ascii=False)


@every_theme
@every_figure
def test_figure_has_title_axes_look_and_words(name, theme, run, draw):
    """A figure is a go.Figure with a title, a title on both axes, the ground of its theme and a description."""
    figure = draw(name, run, theme=theme)

    assert isinstance(figure, go.Figure)
    assert figure.layout.title.text
    assert figure.layout.template.layout.paper_bgcolor == THEMES[theme].background
    assert any(figure.layout[axis].title.text for axis in figure.layout if axis.startswith("xaxis"))
    assert all(axis.title.text for axis in figure.select_yaxes())
    assert describe(figure).endswith(".")


@every_figure
def test_same_input_gives_same_figure(name, run, draw):
    """Drawing twice gives the same JSON, byte for byte."""
    first, second = (draw(name, run).to_json() for _ in range(2))

    assert first == second


@every_figure
def test_unknown_theme_is_refused_in_words(name, run, draw):
    """A theme that does not exist is answered with those that do."""
    with pytest.raises(ValueError, match="light, dark"):
        draw(name, run, theme="sepia")


@every_figure
def test_words_of_a_reader_stay_letters(name, evil_units, draw):
    """No markup, template, formula or direction mark of a reader reaches Plotly."""
    text = texts_of_reader(draw(name, evil_units))

    assert not [markup for markup in MARKUP if markup in text]


@every_figure
def test_hover_templates_hold_no_word_of_a_reader_raw(name, evil_units, draw):
    """A unit named %{y} or <b> does not turn into a template or markup inside a hover box."""
    templates = [trace.hovertemplate or "" for trace in draw(name, evil_units).data]

    assert not [text for text in templates if "%{x}" in text.replace("lag %{x}", "") and "state %{x}" not in text]
    assert not [text for text in templates if "<b>" in text or "<a " in text]


@pytest.mark.parametrize("cell", CELLS)
@every_figure
def test_one_step_and_one_unit_is_enough(name, cell, draw):
    """The smallest run there is, one unit that reads one word, is drawn for every cell."""
    smallest = lstmviz.random_model(cell, hidden_size=1, seed=0).run("word")

    figure = draw(name, smallest)

    assert all(axis_titles(figure)[-1:])


@every_figure
def test_three_hundred_units_are_drawn(name, draw):
    """A wide network is drawn within a message of a megabyte."""
    wide = lstmviz.random_model(hidden_size=300, seed=0).run("a wide network reads this")

    assert len(draw(name, wide).to_json()) < 1_000_000


@every_figure
def test_nothing_is_written_as_a_list_of_numbers(name, run, draw):
    """Values travel as typed arrays, which Plotly sends as base64."""
    traces = [trace for trace in draw(name, run).data if trace.type == "heatmap"]

    assert all(isinstance(trace.z, np.ndarray) for trace in traces)
