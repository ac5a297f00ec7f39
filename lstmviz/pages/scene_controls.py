"""The widgets that make a Scene: which network, which sequence."""

from dataclasses import replace

import streamlit as st

from lstmviz.cells import CELLS
from lstmviz.cells.initialisers import INITIALISERS, NUMBERS
from lstmviz.models.peacock import REVERSED, SENTENCE
from lstmviz.models.random_model import LARGEST_HIDDEN
from lstmviz.pages.place import seeded
from lstmviz.scene import RANDOM, Scene

NETWORKS = {
    "peacock": "Peacock, panda, crane, sakura (hand-built)",
    "peacock-not": "The same with a unit for “not” (hand-built)",
    RANDOM: "An untrained network of your choice (random)",
}
EXAMPLES = {
    "peacock": {
        "Peacock whereas panda": SENTENCE,
        "Panda whereas peacock": REVERSED,
        "Crane alone": "crane is the national bird of",
        "Sakura, then crane": "sakura and crane are the national flower and bird of",
    },
    "peacock-not": {
        "Not panda": "peacock and not panda of",
        "Not panda, but sakura": "not panda and crane and sakura of",
        "Peacock whereas panda": SENTENCE,
    },
    RANDOM: {"Any words": "the memory of an untrained network keeps nothing on purpose"},
}
NUMBER_EXAMPLE = {
    "A pulse, then nothing": "1 0 0 0 0 0 0 0 0 0 0 0",
    "A wave": "0 0.7 1 0.7 0 -0.7 -1 -0.7 0 0.7 1 0.7",
}
LONGEST_TYPED = 100_000  # characters


def scene_controls(page: str, scene: Scene) -> Scene:
    """Draw the widgets, filled with a scene, and return the scene that they now say."""
    left, right = st.columns([2, 3])
    with left:
        model = st.selectbox(
            "Network", list(NETWORKS), format_func=NETWORKS.__getitem__, key=seeded(page, "model", scene.model)
        )
    scene = replace(scene, model=model)
    if model == RANDOM:
        scene = random_controls(page, scene)
    with left:
        draw_examples(page, scene)
    with right:
        text = st.text_area(
            "Numbers, one a step" if reads_numbers(scene) else "Sequence, one word a step",
            key=seeded(page, "text", scene.text),
            max_chars=LONGEST_TYPED,
            height=110,
            help="Ctrl+Enter reads it. Words are split at spaces and punctuation; a decimal point is a point.",
        )
    return replace(scene, text=text)


def reads_numbers(scene: Scene) -> bool:
    return scene.model == RANDOM and scene.reads == "numbers"


def random_controls(page: str, scene: Scene) -> Scene:
    """Draw what makes an untrained network, in one row: cell, what it reads, size, initialiser, seed."""
    one, two, three, four, five, six = st.columns([3, 2, 2, 3, 2, 2])
    cell = one.selectbox(
        "Cell", list(CELLS), format_func=lambda name: CELLS[name].title, key=seeded(page, "cell", scene.cell)
    )
    reads = two.selectbox("It reads", ("words", "numbers"), key=seeded(page, "reads", scene.reads))
    units = three.number_input("Units", 1, LARGEST_HIDDEN, key=seeded(page, "hidden_size", scene.hidden_size))
    initialiser = four.selectbox("Initialiser", list(INITIALISERS), key=seeded(page, "initialiser", scene.initialiser))
    with five:
        value = number_of(page, initialiser, scene)
    seed = six.number_input("Seed", 0, 1_000_000, key=seeded(page, "seed", scene.seed))
    scene = replace(scene, cell=cell, reads=reads, initialiser=initialiser, value=value)
    return replace(scene, hidden_size=int(units), seed=int(seed))


def number_of(page: str, initialiser: str, scene: Scene) -> float:
    """Draw the one number of an initialiser, where it has one."""
    if initialiser not in NUMBERS:
        return scene.value
    meant = NUMBERS[initialiser]
    first = scene.value if initialiser == scene.initialiser else meant.usual
    key = seeded(page, f"value.{initialiser}", float(first))
    return float(st.number_input(meant.label, meant.low, meant.high, step=meant.step, key=key))


def draw_examples(page: str, scene: Scene) -> None:
    examples = NUMBER_EXAMPLE if reads_numbers(scene) else EXAMPLES[scene.model]
    chosen = st.selectbox(
        "Examples",
        list(examples),
        index=None,
        placeholder="Put an example in the box",
        key=f"{page}.example.{scene.model}.{scene.reads}",
    )
    before = f"{page}:example"
    if chosen and st.session_state.get(before) != chosen:
        st.session_state[f"{page}.text"] = examples[chosen]
    st.session_state[before] = chosen
