"""The browser and the served app. Every test of this folder carries the mark `browser` and runs after the others."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser import chromium
from tests.browser.looking import LOOKS, Complaints, Look
from tests.browser.serving import Server, serving

FOLDER = Path(__file__).parent
# Another app may be named, to try the harness itself.
APP = Path(os.environ.get("LSTMVIZ_APP", FOLDER.parents[1] / "app.py"))

# A claim about a page may take this long to come true: a slow machine is not a wrong page.
expect.set_options(timeout=20_000)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark this folder's tests, and put them last: the numbers first, and asyncio is Playwright's from then on."""
    for item in items:
        if _is_here(item):
            item.add_marker(pytest.mark.browser)
    items.sort(key=_is_here)


def _is_here(item: pytest.Item) -> bool:
    return FOLDER in item.path.parents


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict) -> dict:
    """Start the Chromium of this machine."""
    return browser_type_launch_args | chromium.launch_options()


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The app, served as a class sees it."""
    with serving(APP, tmp_path_factory.mktemp("server") / "log.txt") as running:
        yield running


@pytest.fixture
def look(request: pytest.FixtureRequest) -> Look:
    """The window: 1280x800 and light, or one of LOOKS by `parametrize("look", LOOKS, indirect=True)`."""
    return getattr(request, "param", LOOKS[0])


@pytest.fixture
def quiet_page(new_context, server: Server, look: Look):
    """A page of the app that must not complain: no error in console, log or page, no request beyond this machine."""
    page = new_context(base_url=server.address, **look.context()).new_page()
    complaints, logged = Complaints(server.address), server.log.stat().st_size
    complaints.listen(page)

    yield page

    assert server.complaints(logged) == ""
    assert page.get_by_test_id("stException").count() == 0, "an error box is on the page"
    assert "Traceback" not in page.locator("body").inner_text()
    assert complaints.seen == []
