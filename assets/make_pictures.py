"""Make the pictures of the README from the running app: `make pictures`."""

from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import sync_playwright

from tests.browser import chromium
from tests.browser.looking import visit
from tests.browser.serving import serving

ROOT = Path(__file__).parents[1]
PICTURES = {"peacock.png": "/explore?step=8"}
WIDTH = 1280


def main() -> None:
    with (
        TemporaryDirectory() as folder,
        serving(ROOT / "app.py", Path(folder) / "log.txt") as server,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(**chromium.launch_options())
        size = {"width": WIDTH, "height": 1400}
        page = browser.new_page(base_url=server.address, viewport=size, reduced_motion="reduce")
        for name, address in PICTURES.items():
            visit(page, address)
            page.locator(".lstmviz .timeline").wait_for()
            page.locator(".lstmviz").screenshot(path=ROOT / "assets" / "pictures" / name)
        browser.close()


if __name__ == "__main__":
    main()
