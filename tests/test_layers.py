"""Imports run one way, and the arithmetic starts without the screen."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

# Each part may import the parts to the left of it, its neighbours between two bars, and itself.
LAYERS = (
    ("numbers",),
    ("cells",),
    ("dynamics",),
    ("models", "recording"),
    ("figures", "scene", "viewer"),
    ("link", "lesson"),
    ("pages",),
    ("command_line",),
)
HEIGHT = {part: height for height, layer in enumerate(LAYERS) for part in layer}
NUMERIC = ("cells", "dynamics", "models", "recording")
SCREEN = {"streamlit", "plotly", "pandas", "torch"}
LAZY = {("dynamics/trace.py", "pandas"), ("recording.py", "torch")}  # inside one function, for those who ask for it


def sources(folder):
    return sorted((ROOT / folder).rglob("*.py"))


def imports_of(path):
    """Yield every imported module of a file by its full name, inside functions and TYPE_CHECKING too."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} has a relative import: write it in full"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def loaded_with_the_file(path):
    """Yield the modules that merely importing the file loads: those at its top level."""
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module


def part_of(path):
    return path.relative_to(ROOT / "lstmviz").parts[0].removesuffix(".py")


def named(path):
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", [path for path in sources("lstmviz") if part_of(path) != "__init__"], ids=named)
def test_imports_run_one_way(path):
    """A part of the library imports only parts below it, and never the lessons or the app."""
    part = part_of(path)
    assert part in HEIGHT, f"{part} is new: give it its place in LAYERS and in the map of CONTRIBUTING.md"

    for module in imports_of(path):
        names = module.split(".")
        assert names[0] not in {"lessons", "app", "benchmarks"}, f"{named(path)} imports {module}"
        if names[0] == "lstmviz" and len(names) > 1 and names[1] in HEIGHT:
            assert HEIGHT[names[1]] <= HEIGHT[part], f"{named(path)} imports {module}, which stands above it"


@pytest.mark.parametrize("path", [path for path in sources("lstmviz") if part_of(path) in NUMERIC], ids=named)
def test_the_arithmetic_never_imports_the_screen(path):
    """cells, dynamics, models and the recording import no screen and no torch; two functions do, when called."""
    place = path.relative_to(ROOT / "lstmviz").as_posix()

    found = {module.split(".")[0] for module in imports_of(path)} & SCREEN

    assert found <= {module for file, module in LAZY if file == place}
    assert not {module.split(".")[0] for module in loaded_with_the_file(path)} & SCREEN


def test_the_map_names_every_part_in_this_order():
    """The map in CONTRIBUTING.md lists the parts of the library from the lowest layer to the highest."""
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    listed = re.findall(r"^  (\w+)(?:/|\.py) ", text, flags=re.MULTILINE)

    assert set(listed) == set(HEIGHT)
    assert [HEIGHT[part] for part in listed] == sorted(HEIGHT[part] for part in listed)


@pytest.mark.parametrize("path", sources("lessons"), ids=named)
def test_a_lesson_is_data(path):
    """Lessons import no Streamlit, no pages and no viewer."""
    for module in imports_of(path):
        assert module.split(".")[0] not in {"streamlit", "app"}
        assert module.split(".")[:2] not in (["lstmviz", "pages"], ["lstmviz", "viewer"])


@pytest.mark.parametrize("part", ["", ".cells", ".dynamics", ".models", ".recording"])
def test_importing_the_library_loads_no_screen(part):
    """In a fresh interpreter, importing the library leaves Streamlit, Plotly, pandas and torch unloaded."""
    program = f"import sys, lstmviz{part}; print(*sorted({SCREEN!r} & set(sys.modules)))"

    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == ""


def test_the_check_itself_sees_an_import(tmp_path):
    """A lazy import, one under an if, and a from-import are all seen."""
    file = tmp_path / "sample.py"
    file.write_text("import a.b\nif 1:\n    from c import d\ndef f():\n    import e\n", encoding="utf-8")

    assert set(imports_of(file)) == {"a.b", "c.d", "e"}
    assert set(loaded_with_the_file(file)) == {"a.b"}
