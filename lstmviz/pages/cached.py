"""What is computed once and shared by all readers of a process.

The results are frozen records that nothing changes, so they are shared as they are, not copied.
"""

import gc
import time

import streamlit as st

from lstmviz.dynamics.gradient_decay import DecayCurve, Experiment, gradient_decay
from lstmviz.models import SHIPPED, Run, load
from lstmviz.scene import GradientScene, Scene, experiment, simulate

PATIENCE_S = 0.3  # what takes longer shows how far it is


@st.cache_resource(max_entries=48, show_spinner=False)
def cached_simulate(scene: Scene) -> Run:
    """Return the Run of a scene; scenes that differ only in where the reader looks share one."""
    return simulate(scene)


def cached_curves(scene: GradientScene) -> dict[str, DecayCurve]:
    """Return the curves of a gradient scene; a slider measures anew only the curve that it moves."""
    curves, begun, place = {}, time.monotonic(), st.empty()
    for count, (label, found) in enumerate(experiment(scene, name) for name in scene.curves):
        if time.monotonic() - begun > PATIENCE_S:
            place.progress(count / len(scene.curves), f"Network {count + 1} of {len(scene.curves)}: {label} …")
        curves[label] = cached_decay(found)
    place.empty()
    return curves


@st.cache_resource(max_entries=400, show_spinner=False)
def cached_decay(found: Experiment) -> DecayCurve:
    """Return the curve of one experiment."""
    return gradient_decay(found)


@st.cache_resource(show_spinner=False)
def warm_up() -> bool:
    """Load what every page needs, then take it out of the garbage collector's sight.

    Streamlit collects all generations after every run of a script. With everything that is imported in sight this
    holds the interpreter for 50 to 100 ms a run, for all readers of the process; frozen objects cost nothing.
    """
    import pandas  # noqa: F401  (Streamlit imports it in the first run that draws a choice)
    import plotly.graph_objects as go
    import pyarrow.compute  # noqa: F401  (and this)

    import lstmviz.pages  # noqa: F401  (every page, so that none is imported in a reader's run)

    go.Figure(go.Heatmap(z=[[0]])).to_json()
    for name in SHIPPED:
        load(name)
    cached_simulate(Scene().what_runs())
    gc.collect()
    gc.freeze()
    return True
