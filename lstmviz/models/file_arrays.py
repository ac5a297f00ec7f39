"""The arrays of a model file and the text of its card, .npz or .safetensors. Nothing is ever unpickled.

Only the arrays that a model can have are read, and none that claims to be larger than the bytes that are there.
"""

import math
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any

import numpy as np

from lstmviz.cells import CELLS

LARGEST_FILE = 64 * 2**20  # bytes, packed or unpacked
READOUT = ("readout_weight", "readout_bias")
ARRAYS = (*dict.fromkeys(name for cell in CELLS.values() for name in cell.shapes(1, 1)), *READOUT)
CARD = "card"
PACKINGS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # what NumPy writes

Contents = tuple[dict[str, np.ndarray], str]


class ModelFileError(ValueError):
    """A model file that cannot be used; the message says what is wrong with it."""


def write_contents(path: Path, arrays: dict[str, np.ndarray], card: str) -> None:
    """Write arrays and card in the format that the ending of the path names."""
    WRITERS[path.suffix](path, arrays, card)


def read_contents(path: Path) -> Contents:
    """Read arrays and card of a file, or say that it cannot be read.

    Source: formats of NumPy (.npz) and of the safetensors library.
    """
    try:
        return READERS[path.suffix](path)
    except ModelFileError:
        raise
    except Exception as error:
        # zlib, struct, tokenize, memory: what a damaged file can raise has no end, and none of it tells a reader more.
        raise ModelFileError(
            f"{path.name} cannot be read as a {path.suffix} file; it is damaged, cut off or of another kind: "
            "save it again with lstmviz.save(model, path)"
        ) from error


def _write_npz(path: Path, arrays: dict[str, np.ndarray], card: str) -> None:
    with path.open("wb") as file:
        stored: dict[str, Any] = {**arrays, CARD: np.frombuffer(card.encode(), dtype=np.uint8)}
        np.savez_compressed(file, **stored)


def _write_safetensors(path: Path, arrays: dict[str, np.ndarray], card: str) -> None:
    from safetensors.numpy import save_file

    save_file(arrays, path, metadata={CARD: card})


def _read_npz(path: Path) -> Contents:
    with zipfile.ZipFile(path) as archive:
        members = {member.filename.removesuffix(".npy"): member for member in archive.infolist()}
        unpacked = sum(member.file_size for member in members.values())
        if unpacked > LARGEST_FILE:
            raise ModelFileError(f"{path.name} unpacks to {unpacked / 2**20:.0f} MB; at most 64 MB are allowed")
        found = {name: _read_member(archive, members[name]) for name in (*ARRAYS, CARD) if name in members}
    card = found.pop(CARD, np.zeros(0, dtype=np.uint8))
    if card.dtype != np.uint8 or card.ndim != 1:
        raise ModelFileError(f"the card in {path.name} holds {card.dtype}; one row of uint8, UTF-8 text, is needed")
    return found, card.tobytes().decode()


def _read_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> np.ndarray:
    if member.compress_type not in PACKINGS:
        raise ValueError(f"{member.filename} is packed in a way that NumPy does not use")
    with archive.open(member) as file:
        return _read_npy(file, member.file_size)


def _read_npy(file: IO[bytes], size: int) -> np.ndarray:
    """Read one .npy of `size` bytes; its header is believed only where the bytes are there."""
    read_header = NPY_HEADERS[np.lib.format.read_magic(file)]
    shape, by_column, kind = read_header(file)
    needed = math.prod(shape) * kind.itemsize
    if kind.hasobject or min(shape, default=0) < 0 or needed > size:
        raise ValueError(f"a header claims {needed} bytes of {kind}, and the file has {size}")
    return np.frombuffer(file.read(needed), dtype=kind).reshape(shape, order="F" if by_column else "C")


NPY_HEADERS: dict[tuple[int, int], Callable[..., Any]] = {
    (1, 0): np.lib.format.read_array_header_1_0,
    (2, 0): np.lib.format.read_array_header_2_0,
}


def _read_safetensors(path: Path) -> Contents:
    from safetensors import safe_open

    with safe_open(path, framework="numpy") as stored:
        names = set(stored.keys())
        arrays = {name: stored.get_tensor(name) for name in ARRAYS if name in names}
        return arrays, (stored.metadata() or {}).get(CARD, "")


WRITERS = {".npz": _write_npz, ".safetensors": _write_safetensors}
READERS = {".npz": _read_npz, ".safetensors": _read_safetensors}
