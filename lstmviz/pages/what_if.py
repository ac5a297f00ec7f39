"""The what-if controls: hold a gate, silence a unit, replace a word; with a list of what is held, and undo."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import streamlit as st

from lstmviz.dynamics import Clamp, Intervention, ReplaceToken, Silence
from lstmviz.link import MOST_INTERVENTIONS
from lstmviz.models import Run
from lstmviz.numbers import number
from lstmviz.pages.place import plain, seeded
from lstmviz.scene import Scene

KINDS = {"clamp": "Hold a gate", "silence": "Silence a unit", "replace": "Replace a word"}
EVERY_STEP = ALL_UNITS = -1
MOST_STEPS_LISTED = 500


def what_if_controls(page: str, scene: Scene, run: Run) -> Scene:
    """Draw the controls; return the scene with the interventions that are in force."""
    held = f"{page}.interventions"
    if held not in st.session_state:
        st.session_state[held] = scene.interventions
    fitting = tuple(item for item in st.session_state[held] if fits(item, run))
    key = seeded(page, "whatif", bool(fitting))
    box = st.expander("What if …", icon=":material/alt_route:", key=key, on_change="rerun")
    # Its dozen widgets are drawn only while it is open: they would cost every run of every reader.
    if box.open:
        with box:
            draw_form(page, scene, run)
            draw_list(page, held, run)
    if len(fitting) < len(st.session_state[held]):
        st.caption("Changes that do not fit this network or this sequence are set aside until they fit again.")
    return replace(scene, interventions=fitting)


def fits(item: Intervention, run: Run) -> bool:
    """Return whether an intervention makes sense for this run: its gate, units and steps exist."""
    steps, units = run.trace.time_steps, run.trace.hidden_size
    match item:
        case Clamp(gate, value, chosen_units, chosen_steps):
            ranges = {declared.name: (declared.low, declared.high) for declared in run.model.cell.gates}
            return (
                gate in ranges
                and ranges[gate][0] <= value <= ranges[gate][1]
                and max(chosen_units or (0,)) < units
                and max(chosen_steps or (0,)) < steps
            )
        case Silence(unit, chosen_steps):
            return unit < units and max(chosen_steps or (0,)) < steps
        case ReplaceToken(step, _):
            return step < steps


def draw_form(page: str, scene: Scene, run: Run) -> None:
    """Draw the form for one more intervention; it begins with the gate, unit and step that the stepper shows."""
    kind = st.radio("Change", list(KINDS), format_func=KINDS.__getitem__, horizontal=True, key=f"{page}.whatif.kind")
    item = FORMS[kind](page, scene, run)
    st.button(
        "Add this change",
        key=f"{page}.whatif.add",
        on_click=add,
        args=(page, item),
        type="primary",
        icon=":material/add:",
    )
    if st.session_state.pop(f"{page}:whatif:problem", None):
        st.warning("Type the word that should stand there: one word, or one number where the network reads numbers.")


def clamp_form(page: str, scene: Scene, run: Run) -> Clamp:
    one, two, three, four = st.columns(4, vertical_alignment="bottom")
    gates = {gate.name: gate for gate in run.model.cell.gates_in_order}
    first = scene.gate if scene.gate in gates else next(iter(gates))
    key = seeded(page, f"whatif.gate.{run.model.cell.name}", first)
    name = one.selectbox("Gate", list(gates), format_func=lambda name: gates[name].title, key=key)
    gate = gates[name]
    # The opposite of what the gate does there: holding it where it is would change nothing.
    now = run.trace.gate(name)[min(scene.step, run.trace.time_steps - 1), min(scene.unit, run.trace.hidden_size - 1)]
    opposite = gate.high if now < (gate.low + gate.high) / 2 else gate.low
    value = two.slider("at", gate.low, gate.high, step=0.05, key=seeded(page, f"whatif.value.{name}", opposite))
    units = (ALL_UNITS, *range(run.trace.hidden_size))
    unit = three.selectbox("of unit", units, format_func=partial(unit_label, run), key=f"{page}.whatif.unit")
    steps = choose_steps(four, page, scene, run)
    return Clamp(name, value, None if unit == ALL_UNITS else (unit,), steps)


def silence_form(page: str, scene: Scene, run: Run) -> Silence:
    one, two, _, _ = st.columns(4, vertical_alignment="bottom")
    units = range(run.trace.hidden_size)
    key = seeded(page, f"whatif.silenced.{len(units)}", min(scene.unit, len(units) - 1))
    unit = one.selectbox("Unit", units, format_func=partial(unit_label, run), key=key)
    return Silence(unit, choose_steps(two, page, scene, run))


def replace_form(page: str, scene: Scene, run: Run) -> ReplaceToken:
    one, two, _, _ = st.columns(4, vertical_alignment="bottom")
    steps = range(min(run.trace.time_steps, MOST_STEPS_LISTED))
    key = seeded(page, f"whatif.replaced.{len(steps)}", min(scene.step, len(steps) - 1))
    step = one.selectbox("Step", steps, format_func=partial(step_label, run), key=key)
    word = two.text_input("by", max_chars=40, key=f"{page}.whatif.word")
    return ReplaceToken(step, " ".join(run.model.encoder.split(word)))


FORMS: dict[str, Callable[[str, Scene, Run], Intervention]] = {
    "clamp": clamp_form,
    "silence": silence_form,
    "replace": replace_form,
}


def choose_steps(column: Any, page: str, scene: Scene, run: Run) -> tuple[int, ...] | None:
    steps = (EVERY_STEP, *range(min(run.trace.time_steps, MOST_STEPS_LISTED)))
    key = seeded(page, f"whatif.step.{len(steps)}", min(scene.step, len(steps) - 2))
    step = column.selectbox("at step", steps, format_func=partial(step_label, run), key=key)
    return None if step == EVERY_STEP else (step,)


def step_label(run: Run, step: int) -> str:
    return "every step" if step == EVERY_STEP else f"{step + 1} · {run.tokens[step][:30]}"


def unit_label(run: Run, unit: int) -> str:
    return "all units" if unit == ALL_UNITS else run.trace.unit_names[unit]


def add(page: str, item: Intervention) -> None:
    held = st.session_state[f"{page}.interventions"]
    if isinstance(item, ReplaceToken) and (not item.token or " " in item.token):
        st.session_state[f"{page}:whatif:problem"] = True
        return
    if item not in held:
        st.session_state[f"{page}.interventions"] = (*held, item)[-MOST_INTERVENTIONS:]


def remove(page: str, index: int) -> None:
    held = st.session_state[f"{page}.interventions"]
    st.session_state[f"{page}.interventions"] = (*held[:index], *held[index + 1 :])


def clear(page: str) -> None:
    st.session_state[f"{page}.interventions"] = ()


def draw_list(page: str, held: str, run: Run) -> None:
    """List what is held, each with a button that lets go."""
    items = st.session_state[held]
    if not items:
        st.caption("Nothing is changed. Add a change, and the untouched run stays beside it for comparison.")
        return
    for index, item in enumerate(items):
        text, button = st.columns([5, 1], vertical_alignment="center")
        text.markdown(plain(in_words(item, run)))
        key = f"{page}.whatif.remove.{index}"
        button.button("Remove", key=key, on_click=remove, args=(page, index), help=f"Remove change {index + 1}")
    undo, everything, _ = st.columns([1, 1, 3])
    last = len(items) - 1
    undo.button("Undo the last", key=f"{page}.whatif.undo", on_click=remove, args=(page, last), icon=":material/undo:")
    everything.button("Remove all", key=f"{page}.whatif.clear", on_click=clear, args=(page,))


def in_words(item: Intervention, run: Run) -> str:
    """Say an intervention as a sentence."""
    match item:
        case Clamp(gate, value, units, steps):
            whose = "all units" if units is None else "unit " + ", ".join(name_of(run, unit) for unit in units)
            return f"{title_of(run, gate)} held at {number(value)}, {whose}, {when(run, steps)}"
        case Silence(unit, steps):
            return f"unit {name_of(run, unit)} silenced, {when(run, steps)}"
        case ReplaceToken(step, token):
            return f"step {step + 1} reads {token}"


def title_of(run: Run, gate: str) -> str:
    cell = run.model.cell
    return cell.gates[cell.gate_index(gate)].title if gate in cell.gate_names else gate.replace("_", " ")


def name_of(run: Run, unit: int) -> str:
    return run.trace.unit_names[unit] if unit < run.trace.hidden_size else str(unit)


def when(run: Run, steps: tuple[int, ...] | None) -> str:
    if steps is None:
        return "at every step"
    return "at " + ", ".join(step_label(run, step) if step < len(run.tokens) else str(step + 1) for step in steps)
