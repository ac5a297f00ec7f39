"""What a reader waits for in a browser, against an empty Streamlit page in the same run.

Times are taken inside the page: from the start of the navigation, or from the key press, to the first animation
frame in which the picture is there. Every opening is in a new browser window, with nothing in its cache.
"""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.table import Row, at_most
from tests.browser import chromium
from tests.browser.looking import rest
from tests.browser.serving import serving

ROOT = Path(__file__).parents[1]
ROUNDS = 5
PATIENCE_MS = 90_000
# The live cell draws in a shadow root; Plotly draws in the open; the empty page's picture is its sentence.
FIND = """
const HOST = '[data-testid^="stBidiComponent"]';
window.cell = () => [...document.querySelectorAll(`${HOST}, ${HOST} *`)]
  .some(element => element.shadowRoot?.querySelector('.lstmviz *'));
window.plot = () => document.querySelector('.js-plotly-plot:has(.cartesianlayer .trace, .cartesianlayer .hm)');
window.sentence = () => document.querySelector('[data-testid=stMain] [data-testid=stMarkdown] p');
"""
OPENED = """
const look = () => { if (%s) window.seen = performance.now(); else requestAnimationFrame(look); };
requestAnimationFrame(look);
"""
# Streamlit may draw a changed plot into the old element or a new one, so what is compared is the lines themselves.
MOVED = """picture => {
  const lines = element => [...element.querySelectorAll('.js-line')].map(line => line.getAttribute('d')).join();
  const shown = element => element && (lines(element) || element.innerText);
  const old = shown(picture());
  window.seen = undefined;
  addEventListener('keydown', event => {
    const look = () => {
      const now = shown(picture());
      if (now && now !== old) window.seen = performance.now() - event.timeStamp; else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  }, {capture: true, once: true});
}"""


@dataclass(frozen=True)
class Opening:
    """A page to open, and the JavaScript that says whether its picture is there."""

    name: str
    path: str
    picture: str = "cell() || plot()"


@dataclass(frozen=True)
class Moving:
    """A slider to move, and the JavaScript that finds the picture it changes."""

    name: str
    path: str
    slider: str
    picture: str = "plot"


EMPTY = Opening("an empty page", "/", "sentence()")
OPENINGS = (
    Opening("Home", "/"),
    Opening("lesson Peacock, panda, crane", "/peacock"),
    Opening("lesson Where the gradient goes", "/gradient-path"),
)
EMPTY_SLIDER = Moving("an empty page", "/", "Number", "sentence")
SLIDERS = (Moving("Gradients, forget bias", "/gradients?forget_bias=1.5", "Forget bias"),)


def rows() -> Iterator[Row]:
    """Yield the rows of the table that are about a page in a browser."""
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as stack:
        ours = stack.enter_context(serving(ROOT / "app.py", Path(folder) / "ours")).address
        empty = stack.enter_context(serving(ROOT / "benchmarks" / "empty_page.py", Path(folder) / "empty")).address
        browser = stack.enter_context(sync_playwright()).chromium.launch(**chromium.launch_options())
        for opening in OPENINGS:
            yield _opening_row(browser, ours, empty, opening)
        for moving in SLIDERS:
            yield _moving_row(browser, ours, empty, moving)
        browser.close()


def _opening_row(browser: Browser, ours: str, empty: str, opening: Opening) -> Row:
    first_picture(browser, ours, opening), first_picture(browser, empty, EMPTY)  # warm both servers
    mine, theirs = in_turn(lambda: first_picture(browser, ours, opening), lambda: first_picture(browser, empty, EMPTY))
    return at_most(f"opening {opening.name}: first picture", mine, theirs, 1.5)


def _moving_row(browser: Browser, ours: str, empty: str, moving: Moving) -> Row:
    with _page(browser, ours) as mine, _page(browser, empty) as theirs:
        for page, what in ((mine, moving), (theirs, EMPTY_SLIDER)):
            page.goto(what.path)
            page.wait_for_function(f"() => {what.picture}()")
            rest(page)
        ours_ms, theirs_ms = in_turn(lambda: new_picture(mine, moving), lambda: new_picture(theirs, EMPTY_SLIDER))
    return at_most(f"slider to new picture: {moving.name}", ours_ms, theirs_ms, 2)


def in_turn(mine: Callable[[], float], theirs: Callable[[], float]) -> tuple[list[float], list[float]]:
    """Measure both again and again, in turn, so that a busy moment hits both."""
    pairs = [(mine(), theirs()) for _ in range(ROUNDS)]
    return [ours for ours, _ in pairs], [peer for _, peer in pairs]


def first_picture(browser: Browser, address: str, opening: Opening) -> float:
    """Open a page in a new window; return the milliseconds until its picture is there."""
    with _page(browser, address) as page:
        page.add_init_script(OPENED % opening.picture)
        page.goto(opening.path, wait_until="commit")
        return _seen(page)


def new_picture(page: Page, moving: Moving) -> float:
    """Move a slider by one; return the milliseconds from the key press until the new picture is there."""
    slider = page.get_by_role("slider", name=moving.slider)
    slider.focus()
    page.evaluate(f"() => ({MOVED})({moving.picture})")
    page.keyboard.press("ArrowRight")
    time = _seen(page)
    rest(page)
    return time


def _seen(page: Page) -> float:
    return page.wait_for_function("() => window.seen").json_value()


@contextlib.contextmanager
def _page(browser: Browser, address: str) -> Iterator[Page]:
    context = browser.new_context(base_url=address, viewport={"width": 1280, "height": 800})
    context.add_init_script(FIND)
    context.set_default_timeout(PATIENCE_MS)
    yield context.new_page()
    context.close()
