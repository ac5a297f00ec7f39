"""Where the browser of the tests is: Debian's Chromium, or Playwright's own.

Run as a program (`make browser`), it installs one where there is none: from Debian as root, else Playwright's.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome")
# Root has no sandbox. The rest keeps the browser from talking to anyone but the app.
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--force-color-profile=srgb",
)


def find() -> str | None:
    """Return the path of a Chromium that starts, or None for Playwright's own."""
    return next((path for name in NAMES if (path := shutil.which(name)) and _runs(path)), None)


def launch_options() -> dict:
    """Return what Playwright's `chromium.launch` is told."""
    path = find()
    return {"args": list(ARGUMENTS)} | ({"executable_path": path} if path else {})


def install() -> None:
    """Install a browser where none is found; raise where that fails."""
    if find() or (_may_use_apt() and _apt_install() and find()):
        return
    subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=True)


def _runs(path: str) -> bool:
    # On Ubuntu the name may belong to a script that only recommends a snap.
    return subprocess.run([path, "--version"], capture_output=True).returncode == 0


def _may_use_apt() -> bool:
    return sys.platform == "linux" and os.geteuid() == 0 and shutil.which("apt-get") is not None


def _apt_install() -> bool:
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    commands = (["apt-get", "update", "-qq"], ["apt-get", "install", "-y", "-qq", "chromium"])
    return all(subprocess.run(command, env=quiet, stdin=subprocess.DEVNULL).returncode == 0 for command in commands)


if __name__ == "__main__":
    install()
