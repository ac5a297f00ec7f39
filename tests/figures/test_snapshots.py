"""Snapshots: what every figure shows, as rounded summaries a reader can compare.

A changed picture is a changed file below snapshots/. After looking at the picture, write it anew with
LSTMVIZ_WRITE_SNAPSHOTS=1 pytest tests/figures/test_snapshots.py
"""

import json
import os
from pathlib import Path

import numpy as np
import pytest

from lstmviz.figures import FIGURES, describe

SNAPSHOTS = Path(__file__).parent / "snapshots"


def summary(figure):
    """Return title, notes, axes and rounded values of a figure."""
    layout = figure.layout
    return {
        "title": layout.title.text,
        "notes": layout.title.subtitle.text,
        "description": describe(figure),
        "axes": [axis_summary(axis) for axis in (*figure.select_xaxes(), *figure.select_yaxes())],
        "annotations": [note.text for note in layout.annotations],
        "traces": [trace_summary(trace) for trace in figure.data],
    }


def axis_summary(axis):
    labels = list((axis.labelalias or {}).values())
    return {"title": axis.title.text, "type": axis.type, "range": rounded(axis.range), "labels": labels}


def trace_summary(trace):
    values = trace.z if trace.type == "heatmap" else trace.y
    return {"type": trace.type, "name": trace.name, "values": rounded(values)}


def rounded(values):
    """Return values with 3 significant digits; steadier than decimals for numbers of any size."""
    if values is None:
        return None
    # Below 1e-9 only the arithmetic of the machine is left.
    shown = [[significant(value) for value in row] for row in np.atleast_2d(np.asarray(values, dtype=float))]
    return shown[0] if np.ndim(values) == 1 else shown


def significant(value):
    if not np.isfinite(value):
        return str(value)
    return 0.0 if abs(value) < 1e-9 else float(f"{value:.3g}")


@pytest.mark.parametrize("name", FIGURES)
def test_figure_shows_what_it_showed(name, run, draw):
    """The summary of the figure equals the one on file."""
    path = SNAPSHOTS / f"{name}.json"
    drawn = json.loads(json.dumps(summary(draw(name, run)), ensure_ascii=False))
    if os.environ.get("LSTMVIZ_WRITE_SNAPSHOTS"):
        SNAPSHOTS.mkdir(exist_ok=True)
        path.write_text(json.dumps(drawn, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")

    assert path.exists(), f"{path} is missing; look at the figure, then write it with LSTMVIZ_WRITE_SNAPSHOTS=1"
    assert drawn == json.loads(path.read_text(encoding="utf-8"))
