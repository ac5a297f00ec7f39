"""Light and dark, scrolling and focus follow the reader."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.looking import LOOKS, rest, visit

# None while a figure is being drawn anew.
GROUND = """() => {
  const figure = document.querySelector('.js-plotly-plot .main-svg');
  return figure && getComputedStyle(figure).backgroundColor;
}"""


@pytest.mark.parametrize("address", ["/explore?figure=gate_heatmaps", "/gradients?seeds=1&time_steps=20"])
def test_figures_follow_the_theme(quiet_page: Page, address):
    """Choosing Dark in the menu draws the figures dark, on pages with and without a stepper."""
    visit(quiet_page, address)
    expect(quiet_page.locator(".js-plotly-plot").first).to_be_visible()
    quiet_page.wait_for_function(f"({GROUND})() === 'rgb(255, 255, 255)'")

    quiet_page.get_by_role("button", name="Main menu").click()
    quiet_page.get_by_test_id("stMainMenuItem-theme-Dark").click()

    quiet_page.wait_for_function(f"({GROUND})() === 'rgb(20, 22, 26)'")


@pytest.mark.parametrize("look", [LOOKS[2]], indirect=True, ids=str)
def test_the_next_step_opens_at_its_top(quiet_page: Page):
    """On a phone Next shows the heading of the new step, not the middle of it."""
    visit(quiet_page, "/peacock?answer=panda")

    quiet_page.get_by_role("button", name="Next").click()
    expect(quiet_page.get_by_role("heading", name="Why did it close?")).to_be_visible()
    rest(quiet_page)

    expect(quiet_page.get_by_role("heading", name="Peacock, panda, crane")).to_be_in_viewport()


def test_arrow_keys_work_after_the_answer(quiet_page: Page):
    """After the prediction the stepper has the focus: the right arrow goes to the next word."""
    visit(quiet_page, "/peacock")
    quiet_page.get_by_text("whereas", exact=True).last.click()
    quiet_page.get_by_role("button", name="This is my prediction").click()
    place = quiet_page.locator(".lstmviz .transport .place")
    expect(place).to_have_text("step 1 of 18 · peacock")
    quiet_page.wait_for_function(
        "() => [...document.querySelectorAll('[data-testid=stBidiComponentIsolated]')]"
        ".some((host) => host.shadowRoot?.activeElement?.matches('.lstmviz'))"
    )

    quiet_page.keyboard.press("ArrowRight")

    expect(place).to_have_text("step 2 of 18 · is")
