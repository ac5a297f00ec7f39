"""The table of `make bench`."""

from __future__ import annotations

from benchmarks.table import at_least, at_most, below, beside, text


def test_target_is_met_by_the_median_ratio():
    """A target looks at the median of the rounds' ratios, so that one busy moment decides nothing."""
    assert at_most("a", ours=[1, 1, 9], peer=[1, 1, 1], limit=1.5).met
    assert not at_most("a", ours=[2, 2, 1], peer=[1, 1, 1], limit=1.5).met
    assert at_least("a", ours=[1, 1, 1], peer=[30, 30, 1], limit=25).met
    assert not at_least("a", ours=[1, 1, 1], peer=[20, 20, 99], limit=25).met
    assert below("a", [99.9], 100).met
    assert not below("a", [100.0], 100).met


def test_ratio_says_how_many_times():
    """For "at most" the ratio is ours over the peer, for "at least" the peer over ours."""
    assert at_most("a", ours=[3], peer=[2], limit=1).ratios == (1.5,)
    assert at_least("a", ours=[2], peer=[3], limit=1).ratios == (1.5,)


def test_table_prints_one_line_a_claim():
    """The table has a line of headings and a line a row; a missed target says NO, a figure without target nothing."""
    rows = [at_most("slow", [3.0], [1.0], 2), beside("as it is", [3.0], [1.0])]

    headings, slow, plain = text(rows).splitlines()

    assert headings.split() == ["what", "ours", "peer", "min", "median", "max", "target", "met"]
    assert slow.split() == ["slow", "3", "ms", "1", "ms", "3.00", "3.00", "3.00", "at", "most", "2", "x", "NO"]
    assert plain.split() == ["as", "it", "is", "3", "ms", "1", "ms", "3.00", "3.00", "3.00"]
