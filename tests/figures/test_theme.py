"""The look: readable, told by more than hue, and the same signal in the same colour everywhere."""

import numpy as np
import pytest

from lstmviz.cells import CELLS, Gate
from lstmviz.figures.theme import DASHES, MARKERS, THEMES, series_line, series_marker

every_theme = pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)


def luminance(colour):
    """Relative luminance of an sRGB colour (WCAG 2.2)."""
    parts = np.array([int(colour[k : k + 2], 16) for k in (1, 3, 5)]) / 255
    linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
    return float(linear @ [0.2126, 0.7152, 0.0722])


def contrast(one, other):
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@every_theme
def test_text_and_lines_stand_out(theme):
    """Text has a contrast of at least 4.5 on its ground, lines and signal names at least 3 (WCAG 2.2 AA)."""
    assert min(contrast(colour, theme.background) for colour in (theme.ink, theme.soft)) >= 4.5
    assert min(contrast(colour, theme.panel) for colour in (*theme.series, *theme.roles.values())) >= 3.0


@every_theme
@pytest.mark.parametrize("cell", CELLS.values(), ids=CELLS)
def test_gates_of_one_cell_are_told_apart(theme, cell):
    """Every gate has a readable colour, and no two gates of a cell with a known label have the same."""
    known = [theme.gate_colour(gate) for gate in cell.gates if gate.label in theme.roles]

    assert min(contrast(theme.gate_colour(gate), theme.panel) for gate in cell.gates) >= 3.0
    assert len(set(known)) == len(known)


@every_theme
def test_a_gate_with_a_label_of_its_own_is_written_in_ink(theme):
    """A cell may call its gates what it likes; the figure still names them in a readable colour."""
    assert theme.gate_colour(Gate("valve", "v", "let through", 0.0, 1.0, "let all through")) == theme.ink


@every_theme
def test_scales_are_ordered_by_lightness(theme):
    """Sequential lightness rises or falls all the way; diverging turns once, at 0: both work in grey."""
    along = np.diff([luminance(colour) for _, colour in theme.sequential])
    around = np.diff([luminance(colour) for _, colour in theme.diverging])

    assert abs(np.sign(along).sum()) == len(along)
    assert np.sign(around).tolist() in ([1, 1, -1, -1], [-1, -1, 1, 1])


@every_theme
def test_two_hundred_eighty_series_all_differ_without_hue(theme):
    """Neighbouring series differ in dash and in marker, so hue is never alone; none repeats among 280."""
    looks = [
        (series_line(theme, k)["dash"], series_marker(theme, k)["symbol"], series_line(theme, k)["color"])
        for k in range(280)
    ]

    assert len(set(looks)) == 280
    assert len({look[:2] for look in looks[:35]}) == len(DASHES) * len(MARKERS)
