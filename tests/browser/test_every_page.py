"""Every page, in every window. With SCREENSHOTS=folder the pictures are saved (`make screenshots`)."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.looking import LOOKS, save_picture, sideways_pixels, visit

PAGES = {
    "home": "/",
    "peacock": "/peacock",
    "gradient-path": "/gradient-path",
    "explore": "/explore",
    "gradients": "/gradients",
}


@pytest.mark.parametrize("look", LOOKS, indirect=True, ids=str)
@pytest.mark.parametrize("name", PAGES)
def test_page_opens_without_complaint(name, look, quiet_page):
    """Every page opens with a heading, fits its window, and complains of nothing, light and dark, wide and narrow."""
    visit(quiet_page, PAGES[name])

    expect(quiet_page.get_by_role("heading").first).to_be_visible()
    assert sideways_pixels(quiet_page) == 0
    _save(quiet_page, look, f"{name}-{look}.png")


def _save(page, look, name):
    if folder := os.environ.get("SCREENSHOTS"):
        save_picture(page, look, Path(folder) / name)
