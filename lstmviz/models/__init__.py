"""Networks you can ask: weights, vocabulary, readout; the shipped ones, random ones, files."""

from lstmviz.models.encoder import Encoding, HashedWords, Numbers, Vocabulary
from lstmviz.models.export import run_to_dict
from lstmviz.models.model import Model
from lstmviz.models.peacock import peacock
from lstmviz.models.random_model import random_model
from lstmviz.models.readout import Readout
from lstmviz.models.run import Run, gradient_flow
from lstmviz.models.shipped import SHIPPED, load
from lstmviz.models.storage import ModelFileError, save

__all__ = [
    "SHIPPED", "Encoding", "HashedWords", "Model", "ModelFileError", "Numbers", "Readout", "Run", "Vocabulary",
    "gradient_flow", "load", "peacock", "random_model", "run_to_dict", "save",
]  # fmt: skip
