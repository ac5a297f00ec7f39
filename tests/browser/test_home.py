"""Home: one click to the first lesson, and a picture that is already filled in or moving."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.looking import visit


def test_one_click_to_the_first_lesson(quiet_page: Page):
    """The button of Home opens the first lesson."""
    visit(quiet_page, "/")

    quiet_page.get_by_role("button", name="Start the first lesson").click()

    expect(quiet_page.get_by_role("heading", name="Peacock, panda, crane")).to_be_visible()


def test_the_picture_moves_by_itself(quiet_page: Page):
    """The stepper of Home plays from before panda to panda without a click, and says what happens there."""
    visit(quiet_page, "/")

    expect(quiet_page.locator(".lstmviz .transport .place")).to_contain_text("panda", timeout=15_000)
    expect(quiet_page.locator(".lstmviz")).to_contain_text("keep gate of unit peacock closes")


def test_no_motion_for_readers_who_prefer_none(new_context, server):
    """With reduced motion the picture is filled in and stands still."""
    page = new_context(base_url=server.address, reduced_motion="reduce").new_page()
    visit(page, "/")
    place = page.locator(".lstmviz .transport .place")
    expect(place).to_contain_text("India")

    page.wait_for_timeout(3500)

    expect(place).to_contain_text("India")
