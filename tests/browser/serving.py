"""Start an app on a free port of this machine, and stop it again. The tests and the benchmarks share it."""

from __future__ import annotations

import contextlib
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
PATIENCE_S = 60.0


@dataclass(frozen=True)
class Server:
    """A running app: its address, the id of its process, and the file it logs to."""

    address: str
    process_id: int
    log: Path

    def complaints(self, since: int = 0) -> str:
        """Return what was logged after `since` bytes if it holds a traceback, else nothing.

        With showErrorDetails = none the reader sees no traceback; the log still does.
        """
        text = self.log.read_bytes()[since:].decode(errors="replace")
        return text if "Traceback" in text else ""


@contextlib.contextmanager
def serving(app: Path, log: Path, program: Sequence[str] = ("-m", "streamlit")) -> Iterator[Server]:
    """Serve `app` with the settings of this project, as a class sees it, until the block ends."""
    port = free_port()
    command = [sys.executable, *program, "run", str(app), f"--server.port={port}"]
    quiet = ["--server.headless=true", "--server.address=localhost", "--logger.hideWelcomeMessage=true"]
    with log.open("wb") as output:
        process = subprocess.Popen(
            [*command, *quiet], stdout=output, stderr=output, stdin=subprocess.DEVNULL, cwd=ROOT
        )
    try:
        server = Server(f"http://localhost:{port}", process.pid, log)
        _wait_for_health(server, process)
        yield server
    finally:
        _stop(process)


def free_port() -> int:
    """Return a port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("localhost", 0))
        return probe.getsockname()[1]


def _wait_for_health(server: Server, process: subprocess.Popen) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not _is_healthy(server.address):
        if process.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError(f"the app did not start:\n{server.log.read_text()}")
        time.sleep(0.05)


def _is_healthy(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"{address}/_stcore/health", timeout=5) as answer:
            return answer.status == 200
    except OSError:
        return False


def _stop(process: subprocess.Popen) -> None:
    process.terminate()
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
