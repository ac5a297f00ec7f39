"""How a test looks at a page: at rest, through a window of some size, noting every complaint."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import ConsoleMessage, Page, Request

# At rest: connected, the script has ended, and nothing on the page is still the last run's.
AT_REST = """() => {
  const app = document.querySelector('[data-testid="stApp"]');
  return app?.dataset.testScriptState === 'notRunning' && app.dataset.testConnectionState === 'CONNECTED'
    && !document.querySelector('[data-stale="true"], [data-testid="stSkeleton"], [data-testid="stAppSkeleton"]');
}"""
SIDEWAYS = "() => { const e = document.querySelector('[data-testid=stMain]'); return e.scrollWidth - e.clientWidth; }"
# Opened at /explore, Streamlit's page first asks there for the server, then at the root. Not ours to mend.
SEARCHING = re.compile(r"/[^/]+/_stcore/(health|host-config)$")
HEIGHT = "() => document.querySelector('[data-testid=stMain]').scrollHeight"


@dataclass(frozen=True)
class Look:
    """A window: its size in CSS pixels, and light or dark."""

    width: int
    height: int
    scheme: str

    def __str__(self) -> str:
        return f"{self.width}x{self.height}-{self.scheme}"

    def context(self) -> dict:
        """Return what Playwright's `new_context` is told."""
        return {"viewport": {"width": self.width, "height": self.height}, "color_scheme": self.scheme}


LOOKS = tuple(Look(*size, scheme) for size in ((1280, 800), (390, 844)) for scheme in ("light", "dark"))


@dataclass
class Complaints:
    """What a page complained of: errors in the console, exceptions, requests that left this machine or failed."""

    address: str
    seen: list[str] = field(default_factory=list)

    def listen(self, page: Page) -> None:
        """Note every complaint of the page from now on."""
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.seen.append(f"exception: {error}"))
        page.on("request", self._follow)
        page.on("requestfailed", self._miss)

    def _hear(self, message: ConsoleMessage) -> None:
        # An answer of 404 and the like is heard here too, with its address.
        where = message.location["url"]
        if message.type == "error" and not SEARCHING.search(where.removeprefix(self.address)):
            self.seen.append(f"console: {message.text} ({where})")

    def _follow(self, request: Request) -> None:
        here = (self.address, self.address.replace("http", "ws", 1), "data:", "blob:")
        if not request.url.startswith(here):
            self.seen.append(f"left this machine: {request.url}")

    def _miss(self, request: Request) -> None:
        # Leaving a page aborts what it was still loading.
        if "ERR_ABORTED" not in str(request.failure):
            self.seen.append(f"failed: {request.url} ({request.failure})")


def visit(page: Page, path: str) -> None:
    """Open a page of the app and wait until it is at rest."""
    page.goto(path)
    rest(page)


def rest(page: Page) -> None:
    """Wait until the app is at rest, and see that no error box is on it.

    A click may not have reached the script yet, so afterwards assert on the new content too.
    """
    page.wait_for_function(AT_REST)
    assert page.get_by_test_id("stException").count() == 0, "an error box is on the page; the server's log has it"


def sideways_pixels(page: Page) -> int:
    """Return by how many pixels the page is wider than its window."""
    return page.evaluate(SIDEWAYS)


def save_picture(page: Page, look: Look, file: Path) -> None:
    """Save the whole page. Streamlit scrolls inside the window, so the window grows first."""
    file.parent.mkdir(parents=True, exist_ok=True)
    page.set_viewport_size({"width": look.width, "height": max(look.height, page.evaluate(HEIGHT))})
    rest(page)
    page.screenshot(path=file)
