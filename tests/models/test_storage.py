"""Model files: what is saved comes back; whatever is wrong with a file is said in one sentence."""

import io
import json
import zipfile

import numpy as np
import pytest
from safetensors.numpy import save_file

import lstmviz
from lstmviz.models import ModelFileError, random_model
from lstmviz.models.storage import _arrays, _card

ENDINGS = ("npz", "safetensors")


def models():
    return {
        "peacock-not": lstmviz.load("peacock-not"),
        "gru": random_model("gru", hidden_size=3),
        "rnn of numbers": random_model("rnn", hidden_size=2, reads="numbers"),
    }


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("name", models())
def test_a_saved_model_comes_back_bit_for_bit(tmp_path, name, ending):
    """Weights, words, classes, units, query and card survive; the provenance says 'loaded'."""
    model = models()[name]

    back = lstmviz.load(lstmviz.save(model, tmp_path / f"model.{ending}"))

    for key, array in model.parameters.arrays().items():
        np.testing.assert_array_equal(back.parameters.arrays()[key], array)
    assert (back.classes, back.units, back.query, back.card) == (model.classes, model.units, model.query, model.card)
    assert back.provenance.startswith("loaded from model.")
    text = "1 2 3" if name.endswith("numbers") else "peacock and not panda of"
    np.testing.assert_array_equal(back.run(text).trace.states, model.run(text).trace.states)


def broken_arrays():
    good = _arrays(lstmviz.load("peacock"))
    nan = good["bias"].copy()
    nan[0, 0] = np.nan
    return {
        "lacks the array 'bias'": {key: value for key, value in good.items() if key != "bias"},
        "bias in .* has the shape": {**good, "bias": good["bias"][:, :-1]},
        "bias in .* holds NaN or infinity": {**good, "bias": nan},
        "bias in .* holds int64": {**good, "bias": good["bias"].astype(np.int64)},
        "weight_input in .* has the shape": {**good, "weight_input": good["weight_input"][0]},
        "lacks the array 'readout_weight'": {key: value for key, value in good.items() if key != "readout_weight"},
    }


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("says", broken_arrays())
def test_wrong_arrays_are_refused(tmp_path, says, ending):
    """A missing, misshapen, NaN or integer array is named with what is needed."""
    path = write(tmp_path / f"m.{ending}", broken_arrays()[says], _card(lstmviz.load("peacock")))

    with pytest.raises(ModelFileError, match=says):
        lstmviz.load(path)


def broken_cards():
    good = _card(lstmviz.load("peacock"))
    words = good["encoder"]["words"]
    return {
        "unknown cell 'lstm9'": {**good, "cell": "lstm9"},
        "no card of the format": {"cell": "lstm"},
        "what the network reads": {**good, "encoder": {"kind": "pickles"}},
        "there are 2 names for 4 units": {**good, "units": ["a", "b"]},
        "classes in the card": {**good, "classes": "India"},
        r"readout_weight in .* has the shape": {**good, "classes": ["only", "two"]},
        r"unknown cell \['lstm'\]": {**good, "cell": ["lstm"]},
        r"card in the card of .* is \[1, 2\]; it must be pairs": {**good, "card": [1, 2]},
        "card in the card of .* is 'x'; it must be pairs": {**good, "card": "x"},
        "card in the card of .* is 5; it must be pairs": {**good, "card": 5},
        r"name in the card of .* is \['a'\]; it must be a text": {**good, "name": ["a"]},
        "query in the card of .* is 3; it must be a text": {**good, "query": 3},
        "the query 'when' is not in the vocabulary": {**good, "query": "when"},
        "vocabulary holds 'Is' twice": {**good, "encoder": {"kind": "words", "words": [*words[:-1], "Is"]}},
        "vocabulary holds 3; every word must be a text": {**good, "encoder": {"kind": "words", "words": [3]}},
        "vocabulary is empty": {**good, "encoder": {"kind": "words", "words": []}},
        "the query 'of' needs a vocabulary": {**good, "encoder": {"kind": "hashed words", "size": len(words)}},
        "the size of hashed words is 2.5": {**good, "encoder": {"kind": "hashed words", "size": 2.5}},
        "classes name 'India' twice": {**good, "classes": ["India", "India", "Japan"]},
        "has a readout and no classes": {**good, "classes": []},
        "no card of the format 'lstmviz 1'": {**good, "name": "\ud800"},
    }


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("says", broken_cards())
def test_wrong_cards_are_refused(tmp_path, says, ending):
    """A card that does not fit its arrays, or no card, is said."""
    path = write(tmp_path / f"m.{ending}", _arrays(lstmviz.load("peacock")), broken_cards()[says])

    with pytest.raises(ModelFileError, match=says):
        lstmviz.load(path)


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("kept", [0, 10, 200, -1])
def test_a_truncated_file_is_refused(tmp_path, ending, kept):
    """A file that was cut off anywhere is refused with one sentence."""
    path = lstmviz.save(lstmviz.load("peacock"), tmp_path / f"m.{ending}")
    path.write_bytes(path.read_bytes()[:kept])

    with pytest.raises(ModelFileError, match="cannot be read"):
        lstmviz.load(path)


def test_a_pickle_inside_is_not_unpickled(tmp_path):
    """An object array, which NumPy could only load by unpickling, is refused."""
    path = tmp_path / "m.npz"
    np.savez(path, bias=np.array([{"a": 1}], dtype=object))

    with pytest.raises(ModelFileError, match="cannot be read"):
        lstmviz.load(path)


def test_a_zip_bomb_costs_nothing(tmp_path):
    """A small file that says it unpacks to 200 MB is refused before anything is unpacked."""
    path = tmp_path / "m.npz"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bias.npy", bytes(200 * 2**20))

    with pytest.raises(ModelFileError, match="unpacks to 200 MB"):
        lstmviz.load(path)


@pytest.mark.parametrize("text", ["[" * 200_000, "null", "", '{"format": "lstmviz 1"', "1" * 5000])
@pytest.mark.parametrize("ending", ENDINGS)
def test_a_card_that_is_no_card_is_refused(tmp_path, ending, text):
    """A card nested without end, cut off or of another kind is refused with one sentence."""
    path = write(tmp_path / f"m.{ending}", _arrays(lstmviz.load("peacock")), text, as_json=str)

    with pytest.raises(ModelFileError, match=r"has no card of the format|cannot be read"):
        lstmviz.load(path)


@pytest.mark.parametrize("card", [np.zeros(3), np.zeros((2, 2), dtype=np.uint8), np.array(5, dtype=np.uint8)])
def test_a_card_that_is_no_text_is_refused(tmp_path, card):
    """The card of an .npz must be a row of bytes."""
    np.savez(tmp_path / "m.npz", card=card, **_arrays(lstmviz.load("peacock")))

    with pytest.raises(ModelFileError, match="one row of uint8"):
        lstmviz.load(tmp_path / "m.npz")


def test_a_header_that_claims_too_much_is_not_believed(tmp_path):
    """A .npy header that claims 10^12 numbers, or a negative number of them, costs neither memory nor a traceback."""
    for shape in ((10**12,), (10**30, 10**30), (-1, 4)):
        header = io.BytesIO()
        np.lib.format.write_array_header_1_0(header, {"descr": "<f8", "fortran_order": False, "shape": shape})
        with zipfile.ZipFile(tmp_path / "m.npz", "w") as archive:
            archive.writestr("bias.npy", header.getvalue() + bytes(64))

        with pytest.raises(ModelFileError, match="cannot be read"):
            lstmviz.load(tmp_path / "m.npz")


@pytest.mark.parametrize("packing", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_other_packings_are_refused(tmp_path, packing):
    """NumPy stores or deflates; whatever else a zip may hold is not unpacked."""
    with zipfile.ZipFile(tmp_path / "m.npz", "w", packing) as archive:
        archive.writestr("bias.npy", bytes(64))

    with pytest.raises(ModelFileError, match="cannot be read"):
        lstmviz.load(tmp_path / "m.npz")


def test_an_encrypted_file_is_refused(tmp_path):
    """A member that is marked as encrypted is refused with the same sentence."""
    path = lstmviz.save(lstmviz.load("peacock"), tmp_path / "m.npz")
    damaged = bytearray(path.read_bytes())
    for signature, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = damaged.find(signature)
        while start >= 0:
            damaged[start + flags] |= 1
            start = damaged.find(signature, start + 1)
    path.write_bytes(damaged)

    with pytest.raises(ModelFileError, match="cannot be read"):
        lstmviz.load(path)


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.filterwarnings("default")  # a damaged .npy may look as if Python 2 had written it, and NumPy says so
def test_whatever_byte_is_damaged_the_file_loads_or_is_refused(tmp_path, ending):
    """150 files with one to four wrong bytes each: every one loads, or is refused with a ModelFileError."""
    good = lstmviz.save(lstmviz.load("peacock"), tmp_path / f"good.{ending}").read_bytes()
    rng, path, refused = np.random.default_rng(0), tmp_path / f"damaged.{ending}", 0

    for _ in range(150):
        damaged = np.frombuffer(good, dtype=np.uint8).copy()
        # Half of the damage at the two ends, where the formats keep what they say of themselves.
        span = len(good) if rng.random() < 0.5 else 200
        places = rng.integers(0, span, size=rng.integers(1, 5)) * rng.choice([1, -1])
        damaged[places] ^= rng.integers(1, 256, size=len(places)).astype(np.uint8)
        path.write_bytes(damaged.tobytes())
        try:
            lstmviz.load(path)
        except ModelFileError:
            refused += 1

    assert refused > 30


def test_a_wider_number_that_overflows_is_refused(tmp_path):
    """A long double beyond 1e308 is infinite in float64, and that is what is checked."""
    arrays = _arrays(lstmviz.load("peacock"))
    arrays["bias"] = arrays["bias"].astype(np.longdouble)
    arrays["bias"][0, 0] = np.longdouble("1e1000")
    path = write(tmp_path / "m.npz", arrays, _card(lstmviz.load("peacock")))

    with pytest.raises(ModelFileError, match=r"bias in m.npz holds NaN or infinity"):
        lstmviz.load(path)


def test_what_is_saved_and_where_is_checked(tmp_path):
    """A run is no model, and a folder must be there."""
    model = lstmviz.load("peacock")

    with pytest.raises(ValueError, match="is no model; give one from"):
        lstmviz.save(model.run("of"), tmp_path / "m.npz")
    with pytest.raises(ValueError, match="there is no folder"):
        lstmviz.save(model, tmp_path / "nowhere" / "m.npz")


def test_other_endings_and_missing_files(tmp_path):
    """Other endings are refused in words, when saving and when loading."""
    with pytest.raises(ValueError, match=r"ends in neither"):
        lstmviz.save(lstmviz.load("peacock"), tmp_path / "m.pt")
    with pytest.raises(ValueError, match=r"\.npz or \.safetensors"):
        lstmviz.load(tmp_path / "m.pt")
    with pytest.raises(ModelFileError, match="there is no file"):
        lstmviz.load(tmp_path / "m.npz")


def test_loaded_weights_are_read_only(tmp_path):
    """Weights that several readers share cannot be changed by one of them."""
    back = lstmviz.load(lstmviz.save(lstmviz.load("peacock"), tmp_path / "m.npz"))

    for array in (*back.parameters.arrays().values(), back.readout.weight, back.readout.bias):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 1.0


def write(path, arrays, card, as_json=json.dumps):
    arrays = {name: np.ascontiguousarray(array) for name, array in arrays.items()}
    if path.suffix == ".npz":
        np.savez(path, card=np.frombuffer(as_json(card).encode(), dtype=np.uint8), **arrays)
    else:
        save_file(arrays, path, metadata={"card": as_json(card)})
    return path
