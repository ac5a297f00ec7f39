"""Every lesson: its scenes simulate, its figures draw, its numbers fill in, its claims hold."""

import re

import pytest

import lstmviz.figures
from lessons import LESSONS
from lstmviz.lesson import results
from lstmviz.scene import simulate

STEPS = [pytest.param(lesson, step, id=f"{lesson.slug}-{step.title}") for lesson in LESSONS for step in lesson.steps]
CLAIMS = [
    pytest.param(step, claim, id=f"{lesson.slug}: {claim.sentence}")
    for lesson in LESSONS
    for step in lesson.steps
    for claim in step.claims
]
MOST_WORDS = 120
OVERCLAIMS = re.compile(r"\b(always|never|prevents?|solves?|uncanny|guarantees?)\b", re.IGNORECASE)


@pytest.mark.parametrize(("step", "claim"), CLAIMS)
def test_claim(step, claim):
    """What the lesson claims is true of the run that it shows."""
    assert claim.holds(results(step)), claim.sentence


@pytest.mark.parametrize(("lesson", "step"), STEPS)
def test_texts_fill_in(lesson, step):
    """Every number in a text is computed, every computed number is in a text, and no text is long."""
    result = results(step)
    texts = [step.text, step.after, *([step.question.because] if step.question else [])]

    filled = [step.filled(text, result) for text in texts]

    assert not any("%(" in text for text in filled)
    assert all(f"%({name})s" in " ".join(texts) for name in step.numbers)
    assert len(filled[0].split()) <= MOST_WORDS


@pytest.mark.parametrize(("lesson", "step"), STEPS)
def test_no_typed_measurement(lesson, step):
    """No decimal fraction or power of ten stands typed in a text: such numbers come from the run."""
    texts = [step.text, step.after, *([step.question.because] if step.question else [])]

    assert not re.search(r"\d\.\d|\d[eE]-?\d", " ".join(texts))


@pytest.mark.parametrize(("lesson", "step"), STEPS)
def test_no_overclaim(lesson, step):
    """Lessons say 'can'; the strong words stand only where the misreading is quoted."""
    texts = [step.text, step.after, *([step.question.because] if step.question else [])]

    assert not OVERCLAIMS.search(" ".join(texts))


@pytest.mark.parametrize(("lesson", "step"), [item for item in STEPS if item.values[1].question])
def test_the_right_answer_is_offered(lesson, step):
    """The answer found in the run is one of the options, and there are at least three."""
    assert step.question.answer(results(step)) in step.question.options
    assert len(set(step.question.options)) >= 3


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("lesson", "step"), STEPS)
def test_figures_draw(lesson, step, theme):
    """Each figure of a step draws in both themes and can be described."""
    for figure_of in step.show:
        figure = figure_of(results(step), theme)

        assert lstmviz.figures.describe(figure)


@pytest.mark.parametrize(("lesson", "step"), STEPS)
def test_every_control_changes_what_runs(lesson, step):
    """Each extreme of each control gives a scene that simulates."""
    for control in step.controls:
        scenes = [step.changed({control.name: value}) for value in control.values]

        assert all(simulate(scene) is not None for scene in scenes)
        assert any(scene != step.scene for scene in scenes)


def test_lessons_have_their_own_address():
    """Slugs are unique and fit an address."""
    slugs = [lesson.slug for lesson in LESSONS]

    assert len(set(slugs)) == len(slugs)
    assert all(re.fullmatch(r"[a-z-]+", slug) for slug in slugs)
