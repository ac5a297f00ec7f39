"""Numbers print the same in Python and in the browser, and never as another statement."""

import json
import os
import sys
from pathlib import Path

import numpy as np
import pytest

from lstmviz.numbers import number, rounded_up

SHARED = Path(__file__).parent / "viewer" / "fixtures" / "numbers.json"


def samples():
    """A thousand numbers over all sizes, and those near the borders of the rules."""
    rng = np.random.default_rng(0)
    spread = 10 ** rng.uniform(-16, 8, 500) * rng.choice([-1, 1], 500)
    near_one = 1 - 10 ** rng.uniform(-12, -1, 300)
    borders = [b * (1 + e) for b in (1e-5, 0.0995, 0.1, 0.995, 0.99995, 1.0, 1e4) for e in (-1e-9, 0, 1e-9)]
    halves = [12500.0, 13500.0, 0.125, 0.375, 2.625, -0.0, 1e300, 5e-324]
    usual = rng.normal(size=200)
    return [0.0, *halves, *borders, *map(float, spread), *map(float, near_one), *map(float, usual)]


def test_the_browser_is_tested_on_what_python_prints():
    """The cases that the JavaScript tests read are what `number` prints now."""
    cases = [[value, number(value)] for value in samples()]
    if os.environ.get("LSTMVIZ_WRITE_FIXTURES"):
        SHARED.write_text(json.dumps(cases))

    assert json.loads(SHARED.read_text()) == cases


BORDERS = [
    (0.9951, "0.995"),
    (0.9996, "0.9996"),
    (0.9999, "0.9999"),
    (0.99996, "1.00"),
    (0.004, "0.0040"),
    (-0.0, "0.00"),
]


@pytest.mark.parametrize(("value", "text"), BORDERS)
def test_borders(value, text):
    """0.995 and 0.9996 are not 1, and a small number keeps two digits."""
    assert number(value) == text


def test_no_number_prints_as_one_or_zero_unless_it_is():
    """Only numbers within 5e-5 of 1 print as 1.00, and only zero prints as 0.00."""
    for value in samples():
        if number(value) in ("1.00", "-1.00"):
            assert abs(abs(value) - 1) < 5e-3
            assert not 0.995 <= abs(value) < 0.99995
        assert number(value) not in ("0.00", "-0.00") or value == 0


@pytest.mark.parametrize(("value", "text"), [(float("nan"), "not a number"), (float("-inf"), "-infinity"), (7, "7")])
def test_what_is_not_a_measurement(value, text):
    """NaN and infinity are said in words; a count is printed as it is."""
    assert number(value) == text


def test_the_end_of_a_scale_holds_every_number_and_wastes_little():
    """Rounded up, a number grows by at most a tenth, to two digits; rounding it up again changes nothing."""
    for size in (abs(value) for value in samples() if value):
        end = rounded_up(size)
        assert size * (1 - 1e-11) <= end <= 1.1 * size or size < 1e-320
        assert end == float(f"{end:.1e}")
        assert rounded_up(end) == end


@pytest.mark.parametrize(
    ("size", "end"),
    [(5e-324, 5e-324), (2.5e-310, 2.5e-310), (9.91e-5, 1e-4), (123456.0, 130000.0), (1.797e308, sys.float_info.max)],
)
def test_scales_of_the_tiny_and_the_huge(size, end):
    """The smallest numbers there are do not become 0, and the largest do not become infinite."""
    assert rounded_up(size) == end
