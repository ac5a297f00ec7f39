"""How numbers are printed, everywhere: never rounded into another statement."""

import math
import sys
from decimal import ROUND_CEILING, Context
from numbers import Integral

TWO_DIGITS = Context(prec=2, rounding=ROUND_CEILING)


def number(value: float) -> str:
    """Return a number with 2 decimals, 2 significant digits where it is small, and more where it is nearly 1.

    A count (an int) is printed as it is.

    >>> [number(x) for x in (0.12, 0.0067, 4.54e-05, 0.9951, 0.99995, 1.0, -20.0, 0.0, 1.2e-14, 25000.0)]
    ['0.12', '0.0067', '0.000045', '0.995', '1.00', '1.00', '-20.00', '0.00', '1.2e-14', '2.5e+04']
    """
    if isinstance(value, Integral):
        return str(value)
    value = value + 0.0  # no sign on zero
    size = abs(value)
    if not math.isfinite(value):
        return "not a number" if math.isnan(value) else ("-" if value < 0 else "+") + "infinity"
    if size >= 10_000 or 0 < size < 1e-5:
        return f"{value:.1e}"
    if 0 < size < 0.0995:
        return f"{value:.{1 - math.floor(math.log10(size))}f}"
    if 0.995 <= size < 0.99995:
        # As many digits as it takes not to print 1: 0.995 and 0.9996 are not 1. Beyond four digits it is 1 to any eye.
        return f"{value:.{min(4, math.ceil(-math.log10(1 - size)))}f}"
    return f"{value:.2f}"


def rounded_up(size: float) -> float:
    """Return the end of a scale for numbers up to `size`: the next number with 2 significant digits, 1 for 0.

    Error: a size that is above such a number by less than a relative 1e-11 counts as it: 0.1 + 0.2 is 0.3.

    >>> [rounded_up(size) for size in (0.99995, 2.31, 0.1 + 0.2, 4.1e-9, 0.0)]
    [1.0, 2.4, 0.3, 4.1e-09, 1.0]
    """
    if size <= 0.0:
        return 1.0
    return min(float(TWO_DIGITS.create_decimal(f"{size:.11e}")), sys.float_info.max)
