"""Links: every scene survives the trip; whatever a link holds, the page opens with a plain sentence."""

from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as some

from lstmviz.dynamics import Clamp, ReplaceToken, Silence
from lstmviz.link import FIELDS, LONGEST_LINK_TEXT, from_query, to_query
from lstmviz.scene import CURVES, GradientScene, Scene, simulate

SCENES = [
    Scene(),
    Scene(model="peacock-not", text="peacock and not panda of", step=3, unit=4, gate="output_gate"),
    Scene(interventions=(Clamp("forget_gate", 1.0, None, (8,)), Clamp("input_gate", 0.25, (0, 2), None), Silence(3))),
    Scene(interventions=(ReplaceToken(8, "ti|g:er,?&=%"),)),
    Scene(model="random", cell="gru", hidden_size=7, seed=12, initialiser="chrono", value=50.0, text="🦚 نمر <b>"),
    Scene(model="random", reads="numbers", text="1 2 -3.5"),
    GradientScene(),
    GradientScene(curves=tuple(CURVES), forget_bias=-1.5, gain=2.2, seeds=1, quantity="memory"),
]


@pytest.mark.parametrize("scene", SCENES, ids=repr)
def test_a_scene_survives_its_link(scene):
    """Opening the link of a scene gives the same scene and no complaint."""
    assert from_query(type(scene), to_query(scene)) == (scene, [])


@pytest.mark.parametrize("kind", [Scene, GradientScene])
def test_every_field_is_in_the_link(kind):
    """No field of a scene is left out of links."""
    assert set(FIELDS[kind]) == {field.name for field in fields(kind)}


@pytest.mark.parametrize("kind", [Scene, GradientScene])
@given(data=some.data())
def test_no_link_breaks_a_page(kind, data):
    """Any text in any field gives a scene, and a sentence for each field that was not used."""
    query = data.draw(some.dictionaries(some.sampled_from([*FIELDS[kind], "nonsense"]), some.text(max_size=60)))

    scene, problems = from_query(kind, query)

    assert isinstance(scene, kind)
    assert all(problem.startswith("The link's ") and problem.endswith(("allowed.", "here.")) for problem in problems)
    assert from_query(kind, to_query(scene)) == (scene, [])


def test_defaults_make_a_bare_link():
    """The default scene has no query at all."""
    assert to_query(Scene()) == {}


def test_a_text_too_long_for_a_link_is_left_out():
    """A text beyond 2,000 characters does not travel; the rest does."""
    scene = Scene(text="a " * LONGEST_LINK_TEXT, step=3)

    assert to_query(scene) == {"step": "3"}


def test_scenes_that_run_alike_are_equal():
    """Where the reader looks does not make another run."""
    assert Scene(step=3, unit=1, gate="candidate").what_runs() == Scene().what_runs()
    assert simulate(Scene(step=3)).answer == "China"
