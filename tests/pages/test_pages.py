"""Every page and every lesson step draws without an exception, whatever its link says."""

import pytest
from streamlit.testing.v1 import AppTest

from lessons import LESSONS
from lstmviz.link import to_query
from lstmviz.pages import PAGES
from lstmviz.scene import GradientScene, Scene

PATIENCE_S = 60


def draw_page(slug):
    from lstmviz.pages import PAGES

    next(page for page in PAGES if page.slug == slug).render()


def draw_lesson(slug):
    from lessons import LESSONS
    from lstmviz.pages.lesson_player import play

    play(next(lesson for lesson in LESSONS if lesson.slug == slug))


def opened(draw, slug, query=None):
    """Return a page after its first run, opened by a link."""
    app = AppTest.from_function(draw, kwargs={"slug": slug}, default_timeout=PATIENCE_S)
    for name, text in (query or {}).items():
        app.query_params[name] = text
    return app.run()


def table(app):
    """The rows of the first table on a page, each a dictionary by column."""
    (text,) = [block.value for block in app.markdown if block.value.startswith("| ")][:1]
    head, _, *rows = [
        [cell.strip().replace("\\", "") for cell in line.strip("| ").split(" | ")] for line in text.splitlines()
    ]
    return [dict(zip(head, row, strict=True)) for row in rows]


def said(app):
    return " ".join(element.value for kind in (app.warning, app.error, app.info, app.caption) for element in kind)


@pytest.mark.parametrize("slug", [page.slug for page in PAGES])
def test_page_opens(slug):
    """A page opened by its bare address has a title and no exception."""
    app = opened(draw_page, slug)

    assert not app.exception
    assert len(app.title) == 1


STEPS = [(lesson, number) for lesson in LESSONS for number in range(1, len(lesson.steps) + 1)]


@pytest.mark.parametrize(("lesson", "number"), STEPS, ids=lambda value: getattr(value, "slug", value))
def test_lesson_step_opens(lesson, number):
    """Each step opens by its link; before the answer it asks, with the answer in the link it explains."""
    step = lesson.steps[number - 1]

    app = opened(draw_lesson, lesson.slug, {"step": str(number)})

    assert not app.exception
    assert app.header[0].value == step.title
    assert len(app.radio) >= 1 if step.question else not app.warning
    for option in step.question.options if step.question else ():
        answered = opened(draw_lesson, lesson.slug, {"step": str(number), "answer": option})
        assert not answered.exception
        assert f"You said {option}" in " ".join(box.value for box in (*answered.success, *answered.info))


def test_answering_and_turning():
    """Predict, read the reveal, go on and come back: the prediction is still there."""
    app = opened(draw_lesson, "peacock")

    app.radio[0].set_value("crane")
    app.button[0].click().run()
    assert "You said crane; it is panda" in app.info[0].value
    app.button(key="peacock:turn:Next").click().run()
    assert app.header[0].value == "Why did it close?"
    app.button(key="peacock:turn:Back").click().run()

    assert not app.exception
    assert "You said crane" in app.info[0].value


def test_no_prediction_is_said():
    """Pressing the button without a choice asks for one."""
    app = opened(draw_lesson, "peacock")

    app.button[0].click().run()

    assert "Choose one of the answers first" in app.info[0].value


def test_the_table_of_four_outcomes():
    """After the answer of the third step all four settings stand in a table, computed from the runs."""
    app = opened(draw_lesson, "peacock", {"step": "3", "answer": "India"})

    answers = [row["at the end it answers"] for row in table(app)]
    assert answers == ["India (0.995)", "China (0.995)", "unsure (0.33 at most)", "China (0.998)"]


HOSTILE = {
    "emoji": "🦚 is the bird of",
    "right to left": "הטווס הוא of",
    "markup": "<script>alert(1)</script> <img src=x onerror=alert(1)> of",
    "markdown": "**bold** [x](javascript:alert(1)) $\\frac{1}{0}$ :red[x] `of`",
    "one letter": "a",
    "null": "a\x00b of",
    "very long word": "x" * 1900,
    "many words": "panda " * 330,
}


@pytest.mark.parametrize("model", ["peacock", "peacock-not", "random"])
@pytest.mark.parametrize("name", HOSTILE)
def test_explore_reads_anything(name, model):
    """Whatever is typed, Explore shows a run or a sentence, never an exception."""
    app = opened(draw_page, "explore", {"text": HOSTILE[name], "model": model})

    assert not app.exception
    assert not app.error


@pytest.mark.parametrize("text", ["", "  ", "...,;"])
def test_an_empty_text_is_said(text):
    """An empty box is answered with what to do, and the box stays."""
    app = opened(draw_page, "explore")

    app.text_area(key="explore.text").set_value(text).run()

    assert not app.exception
    assert "type at least one word" in app.error[0].value
    assert app.text_area(key="explore.text").value == text


def test_ten_thousand_words():
    """Of 10,000 words the first 5,000 are read, and the page says so."""
    app = opened(draw_page, "explore")

    app.text_area(key="explore.text").set_value("panda is " * 5000).run()

    assert not app.exception
    assert "10,000 words; the first 5,000 are read" in said(app)


def test_words_where_numbers_are_read():
    """A network that reads numbers names the word that is not one."""
    app = opened(draw_page, "explore", {"model": "random", "reads": "numbers", "text": "1 2 panda"})

    assert not app.exception
    assert "panda" in app.error[0].value
    assert "is not a number" in app.error[0].value


BROKEN = [
    {"model": "nothing"},
    {"step": "-1"},
    {"unit": "1e3"},
    {"interventions": "clamp:forget_gate:7::"},
    {"interventions": "clamp:reset_gate:1::|silence:400:|replace:999:x"},
    {"hidden_size": "100000"},
    {"gate": "<script>"},
    {"nonsense": "1"},
    {"model": "random", "cell": "rnn", "initialiser": "forget_bias"},
    {"figure": "__import__"},
]


@pytest.mark.parametrize("query", BROKEN, ids=str)
def test_a_broken_link_falls_back(query):
    """A link with a broken field opens with a sentence and no exception."""
    app = opened(draw_page, "explore", query)

    assert not app.exception
    assert len(said(app)) > 0
    assert app.warning or app.error or "set aside" in said(app)


@pytest.mark.parametrize("slug", [lesson.slug for lesson in LESSONS])
@pytest.mark.parametrize("query", [{"step": "99"}, {"answer": "nobody"}, {"word": "x"}, {"zzz": "1"}], ids=str)
def test_a_broken_lesson_link_falls_back(slug, query):
    """A lesson link with a broken field opens the lesson with a sentence."""
    app = opened(draw_lesson, slug, query)

    assert not app.exception
    assert "was not used" in app.warning[0].value


def test_a_number_outside_the_range_of_its_initialiser_is_said():
    """A value that another initialiser would take is replaced by the usual one, in a sentence."""
    query = {"model": "random", "initialiser": "gain", "value": "300"}

    app = opened(draw_page, "explore", query)

    assert "0 to 5" in app.warning[0].value
    assert app.number_input(key="explore.value.gain").value == 1.0


def test_an_intervention_of_the_link_is_in_force():
    """A link with keep held at 1 shows the answer before and after."""
    from lstmviz.dynamics import Clamp
    from lstmviz.models.peacock import REVERSED

    scene = Scene(text=REVERSED, interventions=(Clamp("forget_gate", 1.0, None, (12,)),))

    app = opened(draw_page, "explore", to_query(scene))

    assert "**India**" in app.info[0].value
    assert "**China**" in app.info[0].value


def test_what_if_adds_and_undoes():
    """A change is added, stated, and undone."""
    app = opened(draw_page, "explore")
    app.session_state["explore.whatif"] = True
    app.run()

    app.selectbox(key="explore.whatif.gate.lstm").set_value("output_gate").run()
    app.slider(key="explore.whatif.value.output_gate").set_value(0.0).run()
    app.selectbox(key="explore.whatif.step.19").set_value(-1).run()
    app.button(key="explore.whatif.add").click().run()
    assert "with the change it answers **unsure**" in app.info[0].value
    app.button(key="explore.whatif.undo").click().run()

    assert not app.exception
    assert not app.info


def test_gradients_without_a_network_says_what_to_do():
    """With every network taken away the page asks for one."""
    app = opened(draw_page, "gradients")

    app.multiselect(key="gradients.curves").set_value([]).run()

    assert not app.exception
    assert "Choose at least one" in app.info[0].value


def test_a_slider_keeps_the_chosen_networks():
    """Moving the forget bias onto the value of another network loses neither of the two."""
    app = opened(draw_page, "gradients")

    app.slider(key="gradients.forget_bias").set_value(3.5).run()
    app.slider(key="gradients.forget_bias").set_value(0.0).run()

    assert not app.exception
    assert app.multiselect(key="gradients.curves").value == ["rnn", "lstm-0", "lstm-bias"]


def test_the_laboratory_opens_by_its_link():
    """All curves at once, by a link, with the table of factors."""
    scene = GradientScene(curves=("rnn", "gru", "lstm-chrono"), time_steps=40, seeds=1, quantity="memory")

    app = opened(draw_page, "gradients", to_query(scene))

    assert not app.exception
    assert [row["network"] for row in table(app)] == ["vanilla RNN", "GRU", "LSTM, chrono"]
