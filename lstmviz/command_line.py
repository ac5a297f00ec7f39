"""The command `lstmviz`: open the app in a browser.

Streamlit reads `.streamlit/config.toml` from the folder of app.py, in a checkout and in the installed package
alike, so the settings for a class hold for both.
"""

from __future__ import annotations

import argparse
import socket
import sys
from collections.abc import Sequence
from pathlib import Path

from lstmviz import __version__

PACKAGE = Path(__file__).parent
FIRST_PORT = 8501


def main(arguments: Sequence[str] | None = None) -> int:
    """Open the app; return the exit status."""
    options = parser().parse_args(arguments)
    try:
        app = app_file()
        port = first_free_port() if options.port is None else free(options.port)
        return serve(app, port, options.no_browser)
    except (OSError, ImportError) as problem:
        print(f"lstmviz: {problem}", file=sys.stderr)
        return 1


def parser() -> argparse.ArgumentParser:
    """Return the options of the command."""
    result = argparse.ArgumentParser("lstmviz", description="Watch the gates of an LSTM, in your browser.")
    result.add_argument("--port", type=_port, help=f"the port; left out, the first free one from {FIRST_PORT}")
    result.add_argument("--no-browser", action="store_true", help="print the address and open nothing")
    result.add_argument("--version", action="version", version=f"lstmviz {__version__}")
    return result


def serve(app: Path, port: int, no_browser: bool = False) -> int:
    """Print the address and run the app until it is stopped."""
    try:
        from streamlit.web import cli
    except ImportError:
        raise ImportError("Streamlit is missing; `pip install lstmviz` brings it.") from None
    print(f"lstmviz: http://localhost:{port}  (Ctrl+C stops it)", flush=True)
    cli.main(["run", str(app), *flags(port, no_browser)], prog_name="lstmviz")
    return 0


def flags(port: int, no_browser: bool) -> list[str]:
    """Return what Streamlit is told besides the settings file.

    Its welcome is hidden because it asks a server on the internet for this machine's address.
    Left alone, Streamlit opens a browser where there is a screen.
    """
    quiet = [f"--server.port={port}", "--logger.hideWelcomeMessage=true", "--logger.level=warning"]
    return [*quiet, "--server.headless=true"] if no_browser else quiet


def app_file() -> Path:
    """Return app.py: packed in the wheel, or at the root of a checkout."""
    for file in (PACKAGE / "_app" / "app.py", PACKAGE.parent / "app.py"):
        if file.is_file():
            return file
    raise FileNotFoundError("app.py is not where it was installed; install lstmviz again.")


def first_free_port(first: int = FIRST_PORT, tries: int = 100) -> int:
    """Return the first port from `first` on that nothing listens on."""
    for port in range(first, first + tries):
        if _is_free(port):
            return port
    raise OSError(f"ports {first} to {first + tries - 1} are all taken; name a free one with --port.")


def free(port: int) -> int:
    """Return the port, or say that it is taken."""
    if not _is_free(port):
        raise OSError(f"port {port} is taken or not allowed; name another, or leave --port out.")
    return port


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        # As the server does: a port in its closing minute may be taken again. On Windows the option means theft.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, int(sys.platform != "win32"))
        return _binds(probe, port)


def _binds(probe: socket.socket, port: int) -> bool:
    try:
        probe.bind(("", port))
    except OSError:
        return False
    return True


def _port(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError(f"{text!r} is not a port; a port is a whole number from 1 to 65535")
    return int(text)


if __name__ == "__main__":
    raise SystemExit(main())
