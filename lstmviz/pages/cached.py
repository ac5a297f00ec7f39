"""What is computed once and shared by all readers of a process.

The results are frozen records that nothing changes, so they are shared as they are, not copied.
"""

import gc
from typing import Any

import streamlit as st

from lstmviz.models import SHIPPED, load
from lstmviz.scene import GradientScene, Scene, simulate


@st.cache_resource(max_entries=48, show_spinner=False)
def cached_simulate(scene: Scene) -> Any:
    """Return the Run of a scene; scenes that differ only in where the reader looks share one."""
    return simulate(scene)


@st.cache_resource(max_entries=200, show_spinner="Sending gradients back through the networks …")
def cached_curves(scene: GradientScene) -> Any:
    """Return the curves of a gradient scene."""
    return simulate(scene)


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
