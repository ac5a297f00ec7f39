"""The networks that come with the package, by name."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from lstmviz.cells.checks import shown
from lstmviz.models.model import Model
from lstmviz.models.peacock import peacock
from lstmviz.models.storage import load_file

SHIPPED: dict[str, Callable[[], Model]] = {
    "peacock": peacock,
    "peacock-not": partial(peacock, with_negation=True),
}


def load(name_or_path: str | Path) -> Model:
    """Return a shipped network by its name, or a saved one (.npz or .safetensors) by its path.

    >>> load("peacock").classes
    ('India', 'China', 'Japan')
    """
    if not isinstance(name_or_path, str | Path):
        raise ValueError(f"there is no network {shown(name_or_path)}; give a name or a path")
    if str(name_or_path) in SHIPPED:
        return SHIPPED[str(name_or_path)]()
    if Path(name_or_path).suffix in (".npz", ".safetensors"):
        return load_file(Path(name_or_path))
    raise ValueError(
        f"there is no network {str(name_or_path)!r}; give a path to a .npz or .safetensors file, "
        f"or one of {', '.join(SHIPPED)}"
    )
