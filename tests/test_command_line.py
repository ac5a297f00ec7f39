"""The command `lstmviz`."""

from __future__ import annotations

import socket

import pytest

from lstmviz import command_line


@pytest.fixture
def taken_port():
    """A port that something listens on."""
    with socket.socket() as listener:
        listener.bind(("", 0))
        listener.listen()
        yield listener.getsockname()[1]


def test_taken_port_is_refused_in_words(taken_port, capsys):
    """A port in use ends the command with one sentence and no traceback."""
    status = command_line.main(["--port", str(taken_port)])

    assert status == 1
    assert capsys.readouterr().err == (
        f"lstmviz: port {taken_port} is taken or not allowed; name another, or leave --port out.\n"
    )


def test_first_free_port_skips_a_taken_one(taken_port):
    """Without --port the next port after a taken one is used."""
    assert command_line.first_free_port(taken_port) > taken_port


@pytest.mark.parametrize("port", ["0", "65536", "-1", "eighty", "²", ""])
def test_what_is_not_a_port_is_refused_in_words(port, capsys):
    """A port is a whole number from 1 to 65535; anything else is refused with that sentence."""
    with pytest.raises(SystemExit) as ending:
        command_line.main([f"--port={port}"])

    assert ending.value.code == 2
    assert "a port is a whole number from 1 to 65535" in capsys.readouterr().err


def test_missing_app_is_said_in_words(tmp_path, monkeypatch, capsys):
    """An installation that lost app.py says so in one sentence."""
    monkeypatch.setattr(command_line, "PACKAGE", tmp_path / "lstmviz")

    status = command_line.main([])

    assert status == 1
    assert capsys.readouterr().err == "lstmviz: app.py is not where it was installed; install lstmviz again.\n"


def test_no_browser_is_passed_on():
    """--no-browser keeps Streamlit from opening one; without it Streamlit decides by the screen."""
    assert "--server.headless=true" in command_line.flags(8501, no_browser=True)
    assert not any("headless" in flag for flag in command_line.flags(8501, no_browser=False))
