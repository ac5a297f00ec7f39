"""A simulated reader: Streamlit's own messages over a real websocket, without a browser.

It opens a page, waits until the script has ended, and then changes the page's text box (or its first slider) again
and again. What a browser does besides, drawing, costs the server nothing.
"""

from __future__ import annotations

import asyncio
import random
import time
from dataclasses import dataclass, field

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Delta_pb2 import Delta
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect

PATIENCE_S = 60.0
WORDS = ("peacock", "panda", "crane", "sakura", "whereas", "and", "is", "the", "national", "bird", "animal", "of")
ENDED = (ForwardMsg.FINISHED_SUCCESSFULLY, ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY)


@dataclass
class Reader:
    """One reader: where it reads, what it has seen, and how long each run took in milliseconds."""

    address: str
    page: str
    seed: int
    first_run: float = 0.0
    reruns: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    query: str = ""
    page_hash: str = ""
    widget: tuple[str, str] = ("", "")

    async def read(self, seconds: float, think_s: float = 2.0) -> None:
        """Open the page, then think and change something until the time is over."""
        chance = random.Random(self.seed)
        end = time.perf_counter() + seconds
        stream = f"{self.address.replace('http', 'ws', 1)}/_stcore/stream"
        try:
            async with connect(stream, subprotocols=["streamlit"], max_size=None, compression=None) as socket:
                self.first_run = await self._run(socket, [])
                while time.perf_counter() + think_s < end:
                    await asyncio.sleep(chance.uniform(0.5, 1.5) * think_s)
                    self.reruns.append(await self._run(socket, [self._change(chance)]))
        except (OSError, TimeoutError, RuntimeError) as problem:
            self.errors.append(f"{type(problem).__name__}: {problem}")

    async def _run(self, socket: ClientConnection, changes: list[WidgetState]) -> float:
        start = time.perf_counter()
        await socket.send(self._ask(changes))
        async with asyncio.timeout(PATIENCE_S):
            while not self._hear(await socket.recv()):
                pass
        return 1000 * (time.perf_counter() - start)

    def _ask(self, changes: list[WidgetState]) -> bytes:
        message = BackMsg()
        state = message.rerun_script
        state.query_string, state.page_script_hash = self.query, self.page_hash
        state.page_name = "" if self.page_hash else self.page
        state.widget_states.widgets.extend(changes)
        return message.SerializeToString()

    def _hear(self, data: bytes | str) -> bool:
        """Take in one message; return whether it ends a run."""
        message = ForwardMsg.FromString(data if isinstance(data, bytes) else data.encode())
        match message.WhichOneof("type"):
            case "navigation":
                self.page_hash = message.navigation.page_script_hash
            case "page_info_changed":
                self.query = message.page_info_changed.query_string
            case "page_not_found":
                self.errors.append(f"no page {self.page}")
            case "delta":
                self._look(message.delta)
            case "script_finished":
                return self._is_end(message.script_finished)
        return False

    def _is_end(self, status: int) -> bool:
        if status == ForwardMsg.FINISHED_WITH_COMPILE_ERROR:
            self.errors.append("the script did not compile")
        # Ended early to run again: the picture is still to come.
        return status in ENDED or status == ForwardMsg.FINISHED_WITH_COMPILE_ERROR

    def _look(self, delta: Delta) -> None:
        element = delta.new_element
        kind = element.WhichOneof("type")
        if kind == "exception":
            self.errors.append(f"{element.exception.type}: {element.exception.message}")
        if kind == "text_area" or (kind == "slider" and self.widget[0] != "text_area"):
            self.widget = (kind, getattr(element, kind).id)

    def _change(self, chance: random.Random) -> WidgetState:
        kind, name = self.widget
        if not kind:
            raise RuntimeError("the page has neither a text box nor a slider")
        if kind == "slider":
            state = WidgetState(id=name)
            state.double_array_value.data.append(chance.randrange(1000))
            return state
        return WidgetState(id=name, string_value=" ".join(chance.choices(WORDS, k=12)))
