"""The lessons as a reader takes them: predict, see, switch, turn; with the mouse, and with keys alone."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.looking import rest, visit


def predict(page: Page, option: str) -> None:
    page.get_by_text(option, exact=True).first.click()
    page.get_by_role("button", name="This is my prediction").click()
    expect(page.get_by_text(f"You said {option}")).to_be_visible()
    rest(page)


def tab_to(page: Page, role: str, name: str, most: int = 60) -> None:
    """Press Tab until the control with this role and name has the focus."""
    wanted = page.get_by_role(role, name=name).first
    expect(wanted).to_be_visible()
    for _ in range(most):
        page.keyboard.press("Tab")
        if wanted.evaluate("element => element === element.getRootNode().activeElement"):
            return
    raise AssertionError(f"{role} {name!r} was not reached with {most} presses of Tab")


def test_peacock_with_the_mouse(quiet_page: Page):
    """A wrong prediction is answered with the right word and the number behind it."""
    visit(quiet_page, "/peacock")

    predict(quiet_page, "whereas")

    expect(quiet_page.get_by_text("it is panda")).to_be_visible()
    expect(quiet_page.get_by_text("falls to 0.000045")).to_be_visible()
    expect(quiet_page).to_have_url(re.compile("answer=whereas"))


def test_peacock_with_keys_alone(quiet_page: Page):
    """Tab, arrows and Enter reach the prediction, the button and the next step."""
    visit(quiet_page, "/peacock")

    tab_to(quiet_page, "radio", "India")
    for _ in range(2):
        quiet_page.keyboard.press("ArrowDown")
    tab_to(quiet_page, "button", "This is my prediction")
    quiet_page.keyboard.press("Enter")
    expect(quiet_page.get_by_text("You said panda, and so it is.")).to_be_visible()
    rest(quiet_page)
    tab_to(quiet_page, "button", "Next", most=120)
    quiet_page.keyboard.press("Enter")

    expect(quiet_page.get_by_role("heading", name="Why did it close?")).to_be_visible()


def test_the_two_switches(quiet_page: Page):
    """The two toggles at peacock change the answer under 'If asked now' and the table has all four outcomes."""
    visit(quiet_page, "/peacock?step=3&answer=India")
    expect(quiet_page.get_by_text("You said India; it is China.")).to_be_visible()
    expect(quiet_page.get_by_role("cell", name="both held")).to_be_visible()

    quiet_page.get_by_text("Hold keep (forget gate) at 1").click()
    rest(quiet_page)

    expect(quiet_page).to_have_url(re.compile("keep=1"))


def test_the_crane_needs_a_memory(quiet_page: Page):
    """The crane alone is torn; choosing panda before it is in the link."""
    visit(quiet_page, "/peacock?step=4")

    predict(quiet_page, "torn between the two")
    expect(quiet_page.get_by_text("China 0.50, Japan 0.50")).to_be_visible()
    quiet_page.get_by_text("sakura, then crane").click()
    rest(quiet_page)

    expect(quiet_page).to_have_url(re.compile("text=sakura"))


def test_the_gradient_lesson(quiet_page: Page):
    """The prediction on lag 50 is answered; the gain slider moves with keys and the curve with it."""
    visit(quiet_page, "/gradient-path")
    predict(quiet_page, "about 1e-2")
    expect(quiet_page.get_by_text("it is about 1e-13")).to_be_visible()
    expect(quiet_page.locator(".js-plotly-plot").first).to_be_visible()

    quiet_page.get_by_role("button", name="Next").click()
    slider = quiet_page.get_by_role("slider", name="Gain of the recurrent weights")
    slider.focus()
    quiet_page.keyboard.press("ArrowLeft")

    expect(quiet_page).to_have_url(re.compile("gain=1.9"))
    expect(quiet_page.get_by_role("figure", name=re.compile("vanilla RNN, gain 1.9"))).to_be_visible()


def test_going_back_loses_nothing(quiet_page: Page):
    """A prediction and a toggle are still there after Next and Back."""
    visit(quiet_page, "/peacock?step=3&answer=China")
    quiet_page.get_by_text("Hold write (input gate) at 0").click()
    expect(quiet_page).to_have_url(re.compile("write=1"))

    quiet_page.get_by_role("button", name="Next").click()
    expect(quiet_page.get_by_role("heading", name="Only memory can tell")).to_be_visible()
    quiet_page.get_by_role("button", name="Back").click()

    expect(quiet_page.get_by_text("You said China, and so it is.")).to_be_visible()
    expect(quiet_page).to_have_url(re.compile("write=1"))
