"""Words of a reader: harmless, short on an axis, whole in the hover box."""

import pytest

from lstmviz.figures import gate_heatmap
from lstmviz.figures.words import label, place, plain, safe


@pytest.mark.parametrize(
    ("word", "printed"),
    [
        ("<b>bold</b>", "&lt;b&gt;bold&lt;/b&gt;"),
        ('<a href="javascript:alert(1)">', '&lt;a href="javascript:alert(1)"&gt;'),
        ("&amp;", "&amp;amp;"),
        ("%{x}", "&#37;{x}"),
        ("$x$", "&#36;x&#36;"),
        ("a\u202eb\x00", "ab"),
        ("שלום", "\u2068שלום\u2069"),
        ("naïve", "naïve"),
    ],
)
def test_safe_prints_every_letter(word, printed):
    """Markup, templates and formulas become letters; marks that turn a line around are dropped."""
    assert safe(word) == printed


def test_a_long_word_is_cut_before_it_is_escaped():
    """Shortening never cuts an escape in two."""
    assert label("<" * 30) == "&lt;" * 13 + "…"


def test_an_emoji_of_several_parts_stays_whole():
    """The joiner inside a family is kept."""
    assert plain("👨‍👩‍👧‍👦") == "👨‍👩‍👧‍👦"


def test_a_step_of_numbers_is_named_once():
    """Where the inputs are plain numbers, the step is the name."""
    assert (place(3, "3"), place(3, "of")) == ("step 3", "of (step 3)")


def test_axis_is_short_and_hover_box_is_whole(evil_run):
    """A long word is cut on the axis and printed in full where the pointer is; equal words keep their places."""
    figure = gate_heatmap(evil_run.trace)

    assert figure.layout.xaxis.labelalias["7"] == "Donaudampfsch…"
    assert figure.data[0].customdata[0][7].startswith("Donaudampfschifffahrtsgesellschaft (step 7)")
    assert [figure.layout.xaxis.labelalias[step] for step in ("10", "11")] == ["panda", "panda"]
