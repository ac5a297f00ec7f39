"""The component in an app without a browser: what Python returns, whatever the browser told."""

import pytest
from streamlit.testing.v1 import AppTest

from lstmviz.viewer.position import Position


def page(model, text, first, count):
    import streamlit as st

    import lstmviz
    from lstmviz.viewer.component import Position, stepper

    run = lstmviz.load(model).run(text)
    st.session_state.here = stepper(run, key="cell", start=Position(2, 1, "input_gate"), first=first, count=count)
    st.session_state.sent = st.session_state["cell:visit"]["identity"]


def opened(model="peacock", text="peacock is the bird of", first=0, count=None):
    app = AppTest.from_function(page, kwargs={"model": model, "text": text, "first": first, "count": count})
    app.run(timeout=20)
    assert not app.exception
    return app


def told(app, **position):
    """Let the browser tell a position of this visit, and run the page again."""
    app.session_state["cell"] = {"position": {"identity": app.session_state.sent, **position}}
    return app.run()


def test_it_mounts_and_begins_at_the_start():
    """The component is on the page, and until the browser tells something the position is the start."""
    app = opened()

    assert len(app.get("bidi_component")) == 1
    assert app.session_state.here == Position(2, 1, "input_gate")


def test_a_rerun_is_the_same_visit():
    """Running the page again sends the same identity, so that the browser leaves the reader where they are."""
    app = opened()
    sent = app.session_state.sent

    assert app.run().run().session_state.sent == sent


def test_what_the_browser_tells_is_returned():
    """A position of this visit is the value of `stepper`, and a rerun does not lose it."""
    app = told(opened(), step=4, unit=3, gate="output_gate")

    assert app.session_state.here == Position(4, 3, "output_gate")
    assert app.run().session_state.here == Position(4, 3, "output_gate")


NONSENSE = ({}, {"step": "4", "unit": 0, "gate": "x"}, {"step": True, "unit": 0, "gate": "x"}, {"step": 1})


@pytest.mark.parametrize("nonsense", NONSENSE, ids=str)
def test_nonsense_from_the_browser_is_ignored(nonsense):
    """Fields that are missing or of a wrong type leave the start in force."""
    assert told(opened(), **nonsense).session_state.here == Position(2, 1, "input_gate")


def test_a_position_outside_the_run_is_moved_inside():
    """A step or unit that does not exist becomes the nearest that does, an unknown gate the one that keeps."""
    assert told(opened(), step=99, unit=-5, gate="valve").session_state.here == Position(4, 0, "forget_gate")


def test_a_position_of_another_text_does_not_count():
    """What was told of an earlier network or text is forgotten: the start counts again."""
    app = opened()
    app.session_state["cell"] = {"position": {"identity": "of-another-run", "step": 4, "unit": 0, "gate": "candidate"}}

    assert app.run().session_state.here == Position(2, 1, "input_gate")


def test_a_part_of_a_run_keeps_the_position_within_it():
    """With steps 3 and 4 on the page, a start at step 2 is shown at step 3."""
    assert opened(first=3, count=2).session_state.here == Position(3, 1, "input_gate")
