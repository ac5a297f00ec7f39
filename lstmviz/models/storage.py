"""Save and load a model as .npz or .safetensors, with its card. Nothing is ever unpickled.

A file is refused with one sentence before its arrays are unpacked where its own headers already show that it is wrong.
"""

import json
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from lstmviz.cells import CELLS, cell_named
from lstmviz.models.encoder import Encoder, HashedWords, Numbers, Vocabulary
from lstmviz.models.model import Model
from lstmviz.models.readout import Readout

FORMAT = "lstmviz 1"
LARGEST_FILE = 64 * 2**20  # bytes, packed or unpacked
LARGEST_CARD = 2**20


class ModelFileError(ValueError):
    """A model file that cannot be used; the message says what is wrong with it."""


def save(model: Model, path: str | Path) -> Path:
    """Write a model; the ending of the path, .npz or .safetensors, chooses the format."""
    path = Path(path)
    if path.suffix not in WRITERS:
        raise ValueError(f"{path.name!r} ends in neither .npz nor .safetensors; choose one of the two")
    WRITERS[path.suffix](path, _arrays(model), json.dumps(_card(model)))
    return path


def load_file(path: Path) -> Model:
    """Read a model and check everything: names, shapes, finite numbers, the cell.

    Source: formats of NumPy (.npz, read with allow_pickle=False) and of the safetensors library.
    """
    if not path.is_file():
        raise ModelFileError(f"there is no file {path.name!r}; check the path")
    if path.stat().st_size > LARGEST_FILE:
        raise ModelFileError(f"{path.name} has {path.stat().st_size / 2**20:.0f} MB; at most 64 MB are allowed")
    if path.suffix not in READERS:
        raise ModelFileError(f"{path.name!r} ends in neither .npz nor .safetensors; only these two are read")
    arrays, text = READERS[path.suffix](path)
    return _build(path.name, arrays, _parse_card(path.name, text))


def _arrays(model: Model) -> dict[str, np.ndarray]:
    arrays = dict(model.parameters.arrays())
    if model.readout is not None:
        arrays |= {"readout_weight": model.readout.weight, "readout_bias": model.readout.bias}
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


def _write_npz(path: Path, arrays: dict[str, np.ndarray], card: str) -> None:
    with path.open("wb") as file:
        stored: dict[str, Any] = {**arrays, "card": np.frombuffer(card.encode(), dtype=np.uint8)}
        np.savez_compressed(file, **stored)


def _write_safetensors(path: Path, arrays: dict[str, np.ndarray], card: str) -> None:
    from safetensors.numpy import save_file

    save_file(arrays, path, metadata={"card": card})


def _read_npz(path: Path) -> tuple[dict[str, np.ndarray], str]:
    try:
        with zipfile.ZipFile(path) as archive:
            unpacked = sum(member.file_size for member in archive.infolist())
        if unpacked > LARGEST_FILE:
            raise ModelFileError(f"{path.name} unpacks to {unpacked / 2**20:.0f} MB; at most 64 MB are allowed")
        with np.load(path, allow_pickle=False) as stored:
            arrays = {name: stored[name] for name in stored.files}
    except (zipfile.BadZipFile, ValueError, EOFError, OSError, KeyError) as error:
        if isinstance(error, ModelFileError):
            raise
        raise ModelFileError(f"{path.name} cannot be read as an .npz file; it may be cut off: {error}") from error
    card = arrays.pop("card", np.zeros(0, dtype=np.uint8))
    return arrays, card.astype(np.uint8).tobytes().decode(errors="replace")


def _read_safetensors(path: Path) -> tuple[dict[str, np.ndarray], str]:
    from safetensors import SafetensorError, safe_open

    try:
        with safe_open(path, framework="numpy") as stored:
            arrays = {name: stored.get_tensor(name) for name in stored.keys()}  # noqa: SIM118 (not a dict)
            return arrays, (stored.metadata() or {}).get("card", "")
    except (SafetensorError, OSError, TypeError, ValueError) as error:
        raise ModelFileError(f"{path.name} cannot be read as a .safetensors file: {error}") from error


WRITERS = {".npz": _write_npz, ".safetensors": _write_safetensors}
READERS = {".npz": _read_npz, ".safetensors": _read_safetensors}


def _parse_card(name: str, text: str) -> dict[str, Any]:
    try:
        card = json.loads(text) if len(text) <= LARGEST_CARD else None
    except ValueError:
        card = None
    if not isinstance(card, dict) or card.get("format") != FORMAT:
        raise ModelFileError(f"{name} has no card of the format {FORMAT!r}; save it with lstmviz.save(model, path)")
    if card.get("cell") not in CELLS:
        raise ModelFileError(f"{name} names the unknown cell {card.get('cell')!r}; there are {', '.join(CELLS)}")
    return card


def _build(name: str, arrays: dict[str, np.ndarray], card: dict[str, Any]) -> Model:
    cell = cell_named(card["cell"])
    encoder = _encoder(name, card.get("encoder"))
    weight_input = arrays.get("weight_input")
    hidden_size = weight_input.shape[1] if weight_input is not None and weight_input.ndim == 3 else 0
    shapes: dict[str, tuple[int, ...]] = cell.shapes(encoder.size, hidden_size)
    classes, units = _words(name, card, "classes"), _words(name, card, "units")
    if classes:
        shapes |= {"readout_weight": (len(classes), hidden_size), "readout_bias": (len(classes),)}
    checked = {key: _checked(name, key, arrays, shape) for key, shape in shapes.items()}
    if units and len(units) != hidden_size:
        raise ModelFileError(f"{name} names {len(units)} units but has {hidden_size}; give each unit one name or none")
    readout = Readout(checked.pop("readout_weight"), checked.pop("readout_bias")) if classes else None
    return Model(
        name=str(card.get("name", name))[:80],
        cell=cell,
        parameters=cell.parameters(**checked),
        encoder=encoder,
        provenance=f"loaded from {name}, made as: {str(card.get('provenance', 'unknown'))[:80]}",
        readout=readout,
        classes=classes,
        units=units,
        query=card["query"] if isinstance(card.get("query"), str) else None,
        card={str(key): str(value) for key, value in dict(card.get("card") or {}).items()},
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
    if not np.isfinite(array).all():
        raise ModelFileError(f"{key} in {name} holds NaN or infinity; every weight must be a finite number")
    array = array.astype(np.float64)
    array.flags.writeable = False
    return array


def _encoder(name: str, card: Any) -> Encoder:
    match card:
        case {"kind": "words", "words": list(words)} if words and all(isinstance(word, str) for word in words):
            return Vocabulary(tuple(words))
        case {"kind": "hashed words", "size": int(size)} if 1 <= size <= 4096:
            return HashedWords(size)
        case {"kind": "numbers"}:
            return Numbers()
    raise ModelFileError(f"{name} does not say what the network reads; its card needs an encoder of a known kind")


def _words(name: str, card: dict[str, Any], key: str) -> tuple[str, ...]:
    words = card.get(key) or []
    if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
        raise ModelFileError(f"{key} in the card of {name} must be a list of names")
    return tuple(words)
