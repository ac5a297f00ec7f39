"""The what-if controls: hold a gate, silence a unit, replace a word; with a list of what is held, and undo."""

from dataclasses import replace

import streamlit as st

from lstmviz.dynamics import Clamp, Intervention, ReplaceToken, Silence
from lstmviz.link import MOST_INTERVENTIONS
from lstmviz.models import Run
from lstmviz.numbers import number
from lstmviz.pages.place import plain
from lstmviz.scene import Scene

KINDS = {"clamp": "Hold a gate", "silence": "Silence a unit", "replace": "Replace a word"}
EVERY = "every step"


def what_if_controls(page: str, scene: Scene, run: Run) -> Scene:
    """Draw the controls; return the scene with the interventions that are in force."""
    held = f"{page}.interventions"
    if held not in st.session_state:
        st.session_state[held] = scene.interventions
    fitting = tuple(item for item in st.session_state[held] if fits(item, run))
    with st.expander("What if …", icon=":material/alt_route:", expanded=bool(fitting)):
        draw_form(page, run)
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


def draw_form(page: str, run: Run) -> None:
    """Draw the form for one more intervention."""
    kind = st.radio("Change", list(KINDS), format_func=KINDS.__getitem__, horizontal=True, key=f"{page}.whatif.kind")
    steps = [EVERY, *range(run.trace.time_steps)][: 1 + 500]
    one, two, three, four = st.columns(4, vertical_alignment="bottom")

    def step_name(step: object) -> str:
        return EVERY if step == EVERY else f"{int(str(step)) + 1} · {run.tokens[int(str(step))][:30]}"

    names = run.trace.unit_names
    if kind == "clamp":
        gates = {gate.name: gate for gate in run.model.cell.gates}
        gate = one.selectbox("Gate", list(gates), format_func=lambda name: gate_label(run, name), key=f"{page}.whatif.gate")
        declared = gates[gate]
        value = two.slider("at", declared.low, declared.high, declared.high, 0.05, key=f"{page}.whatif.value.{gate}")
        unit = three.selectbox("of unit", [None, *range(len(names))], format_func=lambda u: "all units" if u is None else names[u], key=f"{page}.whatif.unit")
        step = four.selectbox("at step", steps, format_func=step_name, key=f"{page}.whatif.step")
        item: Intervention = Clamp(gate, value, None if unit is None else (unit,), None if step == EVERY else (int(step),))
    elif kind == "silence":
        unit = one.selectbox("Unit", list(range(len(names))), format_func=lambda u: names[u], key=f"{page}.whatif.silenced")
        step = two.selectbox("at step", steps, format_func=step_name, key=f"{page}.whatif.silent-step")
        item = Silence(int(unit), None if step == EVERY else (int(step),))
    else:
        step = one.selectbox("Step", steps[1:], format_func=step_name, key=f"{page}.whatif.replaced")
        word = two.text_input("by", max_chars=40, key=f"{page}.whatif.word")
        item = ReplaceToken(int(step), " ".join(run.model.encoder.split(word)))
    st.button("Add this change", key=f"{page}.whatif.add", on_click=add, args=(page, item), type="primary", icon=":material/add:")
    if st.session_state.pop(f"{page}:whatif:problem", None):
        st.warning("Type the word that should stand there; one word, or one number for a network that reads numbers.")


def gate_label(run: Run, name: str) -> str:
    gate = run.model.cell.gates[run.model.cell.gate_index(name)]
    return f"{gate.label} ({name.replace('_', ' ')})" if gate.label != name else gate.label


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
        button.button("Remove", key=f"{page}.whatif.remove.{index}", on_click=remove, args=(page, index), help=in_words(item, run))
    undo, all_of_them, _ = st.columns([1, 1, 3])
    undo.button("Undo the last", key=f"{page}.whatif.undo", on_click=remove, args=(page, len(items) - 1), icon=":material/undo:")
    all_of_them.button("Remove all", key=f"{page}.whatif.clear", on_click=clear, args=(page,))


def in_words(item: Intervention, run: Run) -> str:
    """Say an intervention as a sentence."""
    match item:
        case Clamp(gate, value, units, steps):
            whose = "all units" if units is None else "unit " + ", ".join(name_of(run, unit) for unit in units)
            return f"{gate.replace('_', ' ')} held at {number(value)}, {whose}, {when(run, steps)}"
        case Silence(unit, steps):
            return f"unit {name_of(run, unit)} silenced, {when(run, steps)}"
        case ReplaceToken(step, token):
            return f"step {step + 1} reads {token}"


def name_of(run: Run, unit: int) -> str:
    return run.trace.unit_names[unit] if unit < run.trace.hidden_size else str(unit)


def when(run: Run, steps: tuple[int, ...] | None) -> str:
    if steps is None:
        return "at every step"
    return "at " + ", ".join(f"{step + 1} · {run.tokens[step][:30]}" if step < len(run.tokens) else str(step + 1) for step in steps)
