"""The wheel: what it carries, and that it works where neither torch nor the tests are installed."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

import lstmviz

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """The wheel of this checkout, built as `pip install .` builds it."""
    folder = tmp_path_factory.mktemp("wheel")
    _python("-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", str(folder), str(ROOT))
    return next(folder.glob("lstmviz-*.whl"))


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory):
    """A folder with the wheel unpacked, as `pip install --target` leaves it."""
    folder = tmp_path_factory.mktemp("installed")
    zipfile.ZipFile(wheel).extractall(folder)
    return folder


def test_wheel_carries_the_app(installed):
    """The app, its settings, every lesson and everything of the package travel in the wheel."""
    app = installed / "lstmviz" / "_app"

    assert (app / "app.py").read_text("utf-8") == (ROOT / "app.py").read_text("utf-8")
    assert (app / ".streamlit" / "config.toml").is_file()
    assert _files(app / "lessons") == _files(ROOT / "lessons")
    assert _files(installed / "lstmviz", leave_out="_app") == _files(ROOT / "lstmviz", leave_out="_app")


def test_library_works_without_torch(installed):
    """From the wheel, `import lstmviz` loads a network and reads a sentence where torch cannot be imported."""
    program = (
        "import sys; sys.modules['torch'] = None\n"
        "import lstmviz; print(lstmviz.__file__, lstmviz.load('peacock').run('peacock is the national bird of').answer)"
    )

    said = _python("-c", program, path=installed)

    assert said.startswith(str(installed))
    assert said.split()[-1] == "India"


def test_command_says_its_version(installed):
    """From the wheel, the command prints the version that pyproject.toml declares."""
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]

    said = _python("-m", "lstmviz.command_line", "--version", path=installed)

    assert said == f"lstmviz {declared}"
    assert lstmviz.__version__ == declared


def test_command_finds_the_app_and_its_settings(installed):
    """From the wheel, the command serves the packed app, and Streamlit reads the settings beside it."""
    program = (
        "from lstmviz.command_line import app_file; print(app_file())\n"
        "from streamlit import config; config._main_script_path = str(app_file())\n"
        "config.get_config_options(force_reparse=True); print(config.get_option('client.showErrorDetails'))"
    )

    said = _python("-c", program, path=installed).splitlines()

    assert said == [str(installed / "lstmviz" / "_app" / "app.py"), "none"]


def _files(folder, leave_out=""):
    names = (file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file())
    return {name for name in names if "__pycache__" not in name and not (leave_out and name.startswith(leave_out))}


def _python(*arguments, path=None):
    # From a folder without a checkout, so that what is imported is what was installed.
    where = {"env": {**os.environ, "PYTHONPATH": str(path)}, "cwd": path} if path else {}
    outcome = subprocess.run([sys.executable, *arguments], capture_output=True, text=True, **where)
    assert outcome.returncode == 0, outcome.stderr
    return outcome.stdout.strip()
