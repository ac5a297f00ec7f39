"""Save and load a model as .npz or .safetensors, with its card. Nothing is ever unpickled.

Whatever is wrong with a file is said in one sentence, a ModelFileError.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from lstmviz.cells import CELLS, cell_named
from lstmviz.cells.checks import read_only, shown
from lstmviz.models.encoder import Encoder, HashedWords, Numbers, Vocabulary
from lstmviz.models.file_arrays import LARGEST_FILE, READOUT, WRITERS, ModelFileError, read_contents, write_contents
from lstmviz.models.model import Model
from lstmviz.models.readout import Readout

FORMAT = "lstmviz 1"
LARGEST_CARD = 2**20  # characters
LONGEST_LINE = 80  # characters of a name or a provenance


def save(model: Model, path: str | Path) -> Path:
    """Write a model; the ending of the path, .npz or .safetensors, chooses the format."""
    if not isinstance(model, Model):
        raise ValueError(f"{shown(model)} is no model; give one from lstmviz.load or lstmviz.random_model")
    path = Path(path)
    if path.suffix not in WRITERS:
        raise ValueError(f"{path.name!r} ends in neither .npz nor .safetensors; choose one of the two")
    if not path.parent.is_dir():
        raise ValueError(f"there is no folder {str(path.parent)!r} to save in; make it first")
    write_contents(path, _arrays(model), json.dumps(_card(model)))
    return path


def load_file(path: Path) -> Model:
    """Read a model and check everything: names, shapes, finite numbers, the cell."""
    if not path.is_file():
        raise ModelFileError(f"there is no file {path.name!r}; check the path")
    if path.stat().st_size > LARGEST_FILE:
        raise ModelFileError(f"{path.name} has {path.stat().st_size / 2**20:.0f} MB; at most 64 MB are allowed")
    if path.suffix not in WRITERS:
        raise ModelFileError(f"{path.name!r} ends in neither .npz nor .safetensors; only these two are read")
    arrays, text = read_contents(path)
    try:
        return _build(path.name, arrays, _parse_card(path.name, text))
    except ModelFileError:
        raise
    except ValueError as error:  # the parts do not fit together, and the model says which
        raise ModelFileError(f"{path.name} cannot be used: {error}") from error


def _arrays(model: Model) -> dict[str, np.ndarray]:
    arrays = dict(model.parameters.arrays())
    if model.readout is not None:
        arrays |= dict(zip(READOUT, (model.readout.weight, model.readout.bias), strict=True))
    return {name: np.ascontiguousarray(array) for name, array in arrays.items()}


def _card(model: Model) -> dict[str, Any]:
    encoder: dict[str, Any] = {"kind": model.encoder.kind, "size": model.encoder.size}
    if isinstance(model.encoder, Vocabulary):
        encoder["words"] = list(model.encoder.words)
    return {
        "format": FORMAT,
        "name": model.name,
        "cell": model.cell.name,
        "encoder": encoder,
        "classes": list(model.classes),
        "units": list(model.units),
        "query": model.query,
        "provenance": model.provenance,
        "card": model.card,
    }


def _parse_card(name: str, text: str) -> dict[str, Any]:
    try:
        card = json.loads(text) if len(text) <= LARGEST_CARD else None
        json.dumps(card, ensure_ascii=False).encode()  # half a surrogate pair could be shown nowhere
    except (ValueError, RecursionError):
        card = None
    if not isinstance(card, dict) or card.get("format") != FORMAT:
        raise ModelFileError(f"{name} has no card of the format {FORMAT!r}; save it with lstmviz.save(model, path)")
    if card.get("cell") not in list(CELLS):
        raise ModelFileError(f"{name} names the unknown cell {shown(card.get('cell'))}; there are {', '.join(CELLS)}")
    return card


def _build(name: str, arrays: dict[str, np.ndarray], card: dict[str, Any]) -> Model:
    cell = cell_named(card["cell"])
    encoder = _encoder(name, card.get("encoder"))
    weight_input = arrays.get("weight_input")
    hidden_size = weight_input.shape[1] if weight_input is not None and weight_input.ndim == 3 else 0
    shapes: dict[str, tuple[int, ...]] = cell.shapes(encoder.size, hidden_size)
    classes = _words(name, card, "classes")
    if classes:
        shapes |= dict(zip(READOUT, ((len(classes), hidden_size), (len(classes),)), strict=True))
    elif not set(READOUT).isdisjoint(arrays):
        raise ModelFileError(f"{name} has a readout and no classes; its card must name a class for each row")
    checked = {key: _checked(name, key, arrays, shape) for key, shape in shapes.items()}
    readout = Readout(*(checked.pop(key) for key in READOUT)) if classes else None
    return Model(
        name=_text(name, card, "name", name)[:LONGEST_LINE],
        cell=cell,
        parameters=cell.parameters(**checked),
        encoder=encoder,
        provenance=f"loaded from {name}, made as: {_text(name, card, 'provenance', 'unknown')[:LONGEST_LINE]}",
        readout=readout,
        classes=classes,
        units=_words(name, card, "units"),
        query=_text(name, card, "query", "") or None,
        card=_pairs(name, card),
    )


def _checked(name: str, key: str, arrays: Mapping[str, np.ndarray], shape: tuple[int, ...]) -> np.ndarray:
    """Return one array, finite, of the right shape and read-only, or say what is wrong with it."""
    if key not in arrays:
        raise ModelFileError(f"{name} lacks the array {key!r}; it needs {key} of the shape {shape}")
    array = arrays[key]
    if array.shape != shape or 0 in shape:
        raise ModelFileError(f"{key} in {name} has the shape {array.shape}; {shape} is needed")
    if array.dtype.kind != "f":
        raise ModelFileError(f"{key} in {name} holds {array.dtype}; floating-point numbers are needed")
    with np.errstate(over="ignore"):  # a wider type may hold what becomes infinity here
        array = array.astype(np.float64)
    if not np.isfinite(array).all():
        raise ModelFileError(f"{key} in {name} holds NaN or infinity; every weight must be a finite number")
    return read_only(array)


def _encoder(name: str, card: Any) -> Encoder:
    match card:
        case {"kind": "words", "words": list(words)}:
            return Vocabulary(tuple(words))
        case {"kind": "hashed words", "size": size}:
            return HashedWords(size)
        case {"kind": "numbers"}:
            return Numbers()
    raise ModelFileError(f"{name} does not say what the network reads; its card needs an encoder of a known kind")


def _words(name: str, card: dict[str, Any], key: str) -> tuple[str, ...]:
    words = card.get(key) or []
    if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
        raise ModelFileError(f"{key} in the card of {name} must be a list of names")
    return tuple(words)


def _text(name: str, card: dict[str, Any], key: str, left_out: str) -> str:
    text = left_out if card.get(key) is None else card[key]
    if not isinstance(text, str):
        raise ModelFileError(f"{key} in the card of {name} is {shown(text)}; it must be a text")
    return text


def _pairs(name: str, card: dict[str, Any]) -> dict[str, str]:
    pairs = card.get("card") or {}
    if not isinstance(pairs, dict):
        raise ModelFileError(f"card in the card of {name} is {shown(pairs)}; it must be pairs of a name and a text")
    return {str(key): str(value) for key, value in pairs.items()}
