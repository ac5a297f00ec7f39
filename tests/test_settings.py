"""The files beside the code: the settings of the app and the pinned versions."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from streamlit import config

ROOT = Path(__file__).parents[1]


def test_streamlit_knows_every_setting():
    """No setting is misspelled or gone from this version of Streamlit, which would ignore it."""
    settings = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text("utf-8"))

    names = _flat(settings)

    assert names - set(config.get_config_options()) == set()
    assert {"client.showErrorDetails", "browser.gatherUsageStats", "theme.dark.primaryColor"} <= names


def test_every_dependency_is_pinned():
    """What pyproject.toml asks for, constraints.txt pins to one version."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = sum(project["optional-dependencies"].values(), project["dependencies"])

    pinned = re.findall(r"^([\w.-]+)==", (ROOT / "constraints.txt").read_text("utf-8"), re.MULTILINE)

    assert {re.match(r"[\w.-]+", name)[0].lower() for name in wanted} <= {name.lower() for name in pinned}


def _flat(table, prefix=""):
    names = set()
    for key, value in table.items():
        names |= _flat(value, f"{prefix}{key}.") if isinstance(value, dict) else {f"{prefix}{key}"}
    return names
