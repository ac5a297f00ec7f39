"""Model files: what is saved comes back; whatever is wrong with a file is said in one sentence."""

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
    return {
        "unknown cell 'lstm9'": {**good, "cell": "lstm9"},
        "no card of the format": {"cell": "lstm"},
        "what the network reads": {**good, "encoder": {"kind": "pickles"}},
        "names 2 units but has 4": {**good, "units": ["a", "b"]},
        "classes in the card": {**good, "classes": "India"},
        r"readout_weight in .* has the shape": {**good, "classes": ["only", "two"]},
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

    with pytest.raises(ValueError, match="read-only"):
        back.parameters.bias[0, 0] = 1.0


def write(path, arrays, card):
    arrays = {name: np.ascontiguousarray(array) for name, array in arrays.items()}
    if path.suffix == ".npz":
        np.savez(path, card=np.frombuffer(json.dumps(card).encode(), dtype=np.uint8), **arrays)
    else:
        save_file(arrays, path, metadata={"card": json.dumps(card)})
    return path
