"""A class at once: 50 readers on one process, over websockets on this machine, against an empty page in the same run.

All open Explore in the same moment; then each types another sentence about every two seconds. No two sentences are
alike, so no answer comes from a cache.
"""

from __future__ import annotations

import asyncio
import contextlib
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles

import psutil

from benchmarks.reader import Reader
from benchmarks.table import Row, below, beside, note
from tests.browser.serving import Server, serving

ROOT = Path(__file__).parents[1]
READERS = 50
ROUNDS = 3
ROUND_S = 14.0
# Streamlit as it comes: its collection after every run sees everything that was imported.
UNFROZEN = ("-c", "import gc; gc.freeze = lambda: None; from streamlit.web.cli import main; main()")


@dataclass
class Class:
    """What a class of readers saw of one server, round by round."""

    server: Server
    page: str
    first_runs: list[list[float]] = field(default_factory=list)
    reruns: list[list[float]] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    memory: list[float] = field(default_factory=list)
    processor_ms: list[float] = field(default_factory=list)

    def attend(self, seed: int, seconds: float = ROUND_S) -> None:
        """Let the readers read for a while, and note what they saw and what they cost."""
        before, busy = self.resident_mb(), self.busy_ms()
        readers = [Reader(self.server.address, self.page, seed * READERS + number) for number in range(READERS)]
        asyncio.run(_together(readers, seconds))
        self.memory.append((self.resident_mb() - before) / READERS)
        self.first_runs.append([reader.first_run for reader in readers if reader.first_run])
        self.reruns.append([time for reader in readers for time in reader.reruns])
        runs = len(self.first_runs[-1]) + len(self.reruns[-1])
        self.processor_ms.append((self.busy_ms() - busy) / max(1, runs))
        self.errors += [error for reader in readers for error in reader.errors]

    def warm_up(self) -> None:
        """Let one reader open the page, so that nothing is imported for the first time later."""
        asyncio.run(Reader(self.server.address, self.page, 0).read(0.0))

    def resident_mb(self) -> float:
        return psutil.Process(self.server.process_id).memory_info().rss / 1e6

    def busy_ms(self) -> float:
        times = psutil.Process(self.server.process_id).cpu_times()
        return 1000 * (times.user + times.system)

    def all_reruns(self) -> list[float]:
        return [time for times in self.reruns for time in times]


async def _together(readers: list[Reader], seconds: float) -> None:
    await asyncio.gather(*(reader.read(seconds) for reader in readers))


def rows() -> Iterator[Row]:
    """Yield the rows of the table that are about a class."""
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as servers:
        ours, empty, unfrozen = (
            Class(servers.enter_context(serving(app, Path(folder) / name, program=program)), page)
            for name, app, page, program in (
                ("ours", ROOT / "app.py", "explore", ("-m", "streamlit")),
                ("empty", ROOT / "benchmarks" / "empty_page.py", "", ("-m", "streamlit")),
                ("unfrozen", ROOT / "app.py", "explore", UNFROZEN),
            )
        )
        for room in (ours, empty, unfrozen):
            room.warm_up()
        for seed in range(ROUNDS):
            ours.attend(seed)
            empty.attend(seed)
        unfrozen.attend(0)
        yield from _rows(ours, empty, unfrozen)


def _rows(ours: Class, empty: Class, unfrozen: Class) -> Iterator[Row]:
    class_of = f"{READERS} readers"
    yield below(f"{class_of}: median rerun", _medians(ours.reruns), 100)
    yield beside(f"{class_of}: rerun", _medians(ours.reruns), _medians(empty.reruns))
    yield note(f"{class_of}: rerun, 95 of 100 within", _p95(ours.all_reruns()), "ms", _p95(empty.all_reruns()))
    yield beside(f"{class_of}: processor time a run", ours.processor_ms, empty.processor_ms)
    yield beside(f"{class_of}: first run, all at once", _medians(ours.first_runs), _medians(empty.first_runs))
    yield note(f"{class_of}: median rerun without gc.freeze", median(unfrozen.all_reruns()), "ms")
    yield note(f"{class_of}: reruns in all", len(ours.all_reruns()), "", len(empty.all_reruns()))
    yield note(f"{class_of}: memory a reader", ours.memory[0], "MB", empty.memory[0])
    yield Row(f"{class_of}: errors", len(ours.errors), len(empty.errors), "", (), "none", not ours.errors)
    for error in sorted(set(ours.errors)):
        print(f"error seen by a reader: {error}")


def _medians(rounds: list[list[float]]) -> list[float]:
    return [median(times) for times in rounds]


def _p95(times: list[float]) -> float:
    return quantiles(times, n=20)[-1]
