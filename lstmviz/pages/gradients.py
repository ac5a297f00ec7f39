"""Gradients: the laboratory. How far back can each cell learn, and what decides it?"""

from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np
import streamlit as st

from lstmviz.cells import cell_named
from lstmviz.cells.initialisers import initialise
from lstmviz.dynamics import GradientFlow, gradient_flow, unroll
from lstmviz.dynamics.gradient_decay import INPUT_SIZE, fitted_lags
from lstmviz.figures import flow_matrix, gradient_norms
from lstmviz.link import from_query, to_query
from lstmviz.numbers import number
from lstmviz.pages.attention import attend
from lstmviz.pages.cached import cached_curves
from lstmviz.pages.drawing import draw, draw_table, theme
from lstmviz.pages.page import Page
from lstmviz.pages.place import adopt, keep, plain, say_problems, seeded
from lstmviz.scene import CURVES, GradientScene, experiment

SLUG = "gradients"
QUANTITIES = {"hidden_state": "hidden state h", "memory": "memory c (with its direct path)"}


def render() -> None:
    st.title("Gradients")
    st.markdown(
        "A loss is read at the last step; its gradient travels back. On this axis a constant factor per step is a "
        "straight line. **An LSTM can keep the gradient; whether it does depends on its gates.**"
    )
    first = adopt(SLUG, partial(from_query, GradientScene))
    say_problems(SLUG)
    scene = controls(first)
    if scene.curves:
        draw_curves(scene)
        scene = draw_matrix(scene)
    else:
        st.info("Choose at least one network above.", icon=":material/arrow_upward:")
    st.caption(
        "Random, untrained networks: PyTorch's weights unless the name says otherwise, inputs normal, float64, "
        f"{scene.hidden_size} units, {scene.seeds} networks of seeds 0 to {scene.seeds - 1} with one sequence each."
    )
    attend(SLUG)
    keep(SLUG, scene, to_query(scene) if scene.curves else {})


def controls(scene: GradientScene) -> GradientScene:
    """Draw the widgets, filled with a scene, and return the scene that they now say."""
    curves = st.multiselect(
        "Networks",
        list(CURVES),
        format_func=plain_label,
        key=seeded(SLUG, "curves", list(scene.curves)),
        placeholder="Choose one or more",
    )
    one, two, three, four, five = st.columns(5)
    forget_bias = one.slider("Forget bias", -2.0, 6.0, step=0.5, key=seeded(SLUG, "forget_bias", scene.forget_bias))
    gain = two.slider("Gain of the RNN", 0.1, 3.0, step=0.1, key=seeded(SLUG, "gain", scene.gain))
    steps = three.slider("Steps", 20, 200, step=10, key=seeded(SLUG, "time_steps", scene.time_steps))
    units = four.slider("Units", 2, 64, key=seeded(SLUG, "hidden_size", scene.hidden_size))
    seeds = five.slider("Networks each", 1, 10, key=seeded(SLUG, "seeds", scene.seeds))
    quantity = st.radio(
        "Gradient of",
        list(QUANTITIES),
        format_func=QUANTITIES.__getitem__,
        horizontal=True,
        key=seeded(SLUG, "quantity", scene.quantity),
    )
    return replace(
        scene,
        curves=tuple(curves),
        forget_bias=forget_bias,
        gain=gain,
        time_steps=steps,
        hidden_size=units,
        seeds=seeds,
        quantity=quantity,
    )


def plain_label(name: str) -> str:
    """Return the label of a curve without its number: Streamlit knows an option by its label, so it must not change."""
    return CURVES[name].label.replace("%g", "…")


def draw_curves(scene: GradientScene) -> None:
    try:
        curves = cached_curves(scene)
    except ValueError as problem:
        st.error(plain(str(problem)))
        return
    draw(gradient_norms(curves, theme=theme(), quantity=scene.quantity), key=f"{SLUG}.norms")
    say_quantity(scene)
    draw_table([row(label, curve, scene) for label, curve in curves.items()])


def say_quantity(scene: GradientScene) -> None:
    """Say whose gradient the table is about, and what its factors mean."""
    first, last = fitted_lags(scene.time_steps)
    st.caption(
        f"Gradient of the {QUANTITIES[scene.quantity].split(' (')[0]}. The factor per step is the slope between lags "
        f"{first} and {last}; below 1 the signal vanishes, above 1 it explodes. “Over the networks”: its spread for h."
    )


def row(label: str, curve: Any, scene: GradientScene) -> dict[str, str]:
    """Return one line of the table: factors per step and the norm at three lags."""
    lags = [lag for lag in (10, 50, 100) if lag <= scene.time_steps]
    direct = number(curve.factor("direct")) if np.all(curve.direct > 0) else "none"
    spread = f"{number(float(curve.factors.min()))} to {number(float(curve.factors.max()))}"
    norms = {f"norm at lag {lag}": number(float(getattr(curve, scene.quantity)[lag])) for lag in lags}
    return {
        "network": label,
        "factor per step": number(curve.factor(scene.quantity)),
        "over the networks": spread,
        "direct path": direct,
        **norms,
    }


def draw_matrix(scene: GradientScene) -> GradientScene:
    """Draw all pairs of loss step and state step for the network that the reader chooses; none at first."""
    st.subheader("Every loss, every state")
    chosen = st.selectbox(
        "Network",
        list(CURVES),
        format_func=plain_label,
        key=seeded(SLUG, "matrix", scene.matrix or None),
        placeholder="Choose one: a loss at each step, and how strongly each earlier state is heard in it",
    )
    if chosen is None:
        return replace(scene, matrix="")
    flow = cached_flow(replace(scene, curves=(chosen,), time_steps=min(scene.time_steps, 100), quantity="", matrix=""))
    steps = [str(step + 1) for step in range(len(flow.memory))]
    st.caption(f"One network, seed 0, its first {len(steps)} steps; a random linear loss at every step.")
    draw(flow_matrix(flow, steps, theme=theme(), quantity=scene.quantity), key=f"{SLUG}.flow")
    return replace(scene, matrix=chosen)


@st.cache_resource(max_entries=32, show_spinner="Sending every loss back …")
def cached_flow(scene: GradientScene) -> GradientFlow:
    """Return the gradient flow of the first network of a curve, a random linear loss at every step."""
    _, found = experiment(scene, scene.curves[0])
    cell = cell_named(found.cell)
    parameters = initialise(cell, INPUT_SIZE, found.hidden_size, 0, found.initialiser, found.value)
    rng = np.random.default_rng([0, 0, 7])
    trace = unroll(cell, parameters, rng.normal(size=(found.time_steps, INPUT_SIZE)))
    return gradient_flow(trace, rng.normal(size=(found.time_steps, found.hidden_size)) / np.sqrt(found.hidden_size))


PAGE = Page(SLUG, "Gradients", ":material/monitoring:", render)
