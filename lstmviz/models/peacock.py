"""The hand-built network: four units that follow a peacock, a panda, a crane and a sakura.

Every weight is chosen, none is learned, so that each gate is within 5e-5 of 0 or 1 and each can be read as a sentence.
A unit holds 1 while its symbol is the subject. Its own word first erases and then rewrites it, so it stays 0 or 1.
The crane is a symbol of both China and Japan, so on its own it decides nothing: only memory resolves it.
"""

import numpy as np

from lstmviz.cells import LSTM
from lstmviz.models.encoder import Vocabulary
from lstmviz.models.model import Model
from lstmviz.models.readout import Readout

SYMBOLS = ("peacock", "panda", "crane", "sakura")
CLASSES = ("India", "China", "Japan")
FILLERS = (
    "is", "are", "the", "national", "bird", "animal", "flower", "symbol", "and", "whereas", "while", "a", "an", "it",
    "india", "china", "japan",
)  # fmt: skip
QUERY = "of"
NEGATION = "not"

ERASED_BY = {
    "peacock": ("peacock", "panda", "crane", "sakura"),
    "panda": ("panda", "peacock", "sakura"),
    "crane": ("crane", "peacock"),
    "sakura": ("sakura", "peacock", "panda"),
}
VOTES = {"India": ("peacock",), "China": ("panda", "crane"), "Japan": ("crane", "sakura")}

SURE = 10.0  # a pre-activation of +-10 leaves a gate within 4.6e-5 of open or closed
VOTE = 6.0 / np.tanh(1.0)  # a symbol in memory, tanh(1), adds 6 to the logit of its country

REVERSED = "panda and crane are the national animal and bird of China whereas peacock is the national bird of"
SENTENCE = "peacock is the national bird of India whereas panda and crane are the national animal and bird of"


def peacock(with_negation: bool = False) -> Model:
    """Build the network, with or without the fifth unit that remembers a "not" until the next symbol.

    Only that fifth unit has recurrent weights: it shows that gates listen to the hidden state, not to the cell state.
    """
    words = (*SYMBOLS, *FILLERS, QUERY, *((NEGATION,) if with_negation else ()))
    units = (*SYMBOLS, *((NEGATION,) if with_negation else ()))
    return Model(
        name="peacock-not" if with_negation else "peacock",
        cell=LSTM,
        parameters=LSTM.parameters(*_weights(words, units)),
        encoder=Vocabulary(words),
        provenance="hand-built",
        readout=Readout(_votes(units), np.zeros(len(CLASSES))),
        classes=CLASSES,
        units=units,
        query=QUERY,
        card={"made": "by hand: every weight is chosen so that each gate is nearly 0 or 1", "data": "none"},
    )


def _weights(words: tuple[str, ...], units: tuple[str, ...]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    i, f, g, o = (LSTM.gate_index(name) for name in ("input_gate", "forget_gate", "candidate", "output_gate"))
    weight_input = np.zeros((4, len(units), len(words)))
    weight_hidden = np.zeros((4, len(units), len(units)))
    bias = np.zeros((4, len(units)))
    bias[i], bias[f], bias[o] = -SURE, SURE, -SURE
    for row, unit in enumerate(units):
        weight_input[i, row, words.index(unit)] = 2 * SURE
        weight_input[g, row, words.index(unit)] = SURE
        weight_input[o, row, words.index(QUERY)] = 2 * SURE
        for word in ERASED_BY.get(unit, SYMBOLS):
            weight_input[f, row, words.index(word)] = -2 * SURE
    if NEGATION in units:
        negation = units.index(NEGATION)
        # A remembered "not" is shown at once, bars the next symbol from being written and protects what is there.
        bias[o, negation] = SURE
        weight_hidden[i, :negation, negation] = -4 * SURE
        weight_hidden[f, :negation, negation] = 4 * SURE
    return weight_input, weight_hidden, bias


def _votes(units: tuple[str, ...]) -> np.ndarray:
    return np.array([[VOTE if unit in VOTES[country] else 0.0 for unit in units] for country in CLASSES])
