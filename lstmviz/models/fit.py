"""Do the parts of a model fit together? A part that does not is named, with what it should be."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from lstmviz.dynamics.unroll import check_fit, names_of
from lstmviz.models.encoder import Vocabulary

if TYPE_CHECKING:
    from lstmviz.models.model import Model


def check_parts(model: "Model") -> None:
    """Check cell, weights, encoder, readout, names and query against one another."""
    check_fit(model.cell, model.parameters)
    if model.encoder.size != model.parameters.input_size:
        raise ValueError(
            f"the encoder gives {model.encoder.size} numbers a step and weight_input takes "
            f"{model.parameters.input_size}; both must be the same"
        )
    names_of(model.units, model.hidden_size, "name", "unit")
    check_unlike(model.units, "units")
    check_unlike(model.classes, "classes")
    check_readout(model)
    check_query(model)


def check_unlike(names: Sequence[str], what: str) -> None:
    """Refuse a name that stands for two things."""
    twice = next((name for place, name in enumerate(names) if name in names[:place]), None)
    if twice is not None:
        raise ValueError(f"{what} name {twice!r} twice; give each its own name")


def check_readout(model: "Model") -> None:
    if model.readout is None:
        if model.classes:
            raise ValueError(f"there are {len(model.classes)} classes and no readout; give both or neither")
        return
    needed = (len(model.classes), model.hidden_size)
    if model.readout.weight.shape != needed or not model.classes:
        raise ValueError(f"the readout has the shape {model.readout.weight.shape}; {needed} is needed: (class, hidden)")


def check_query(model: "Model") -> None:
    if model.query is None:
        return
    if not isinstance(model.encoder, Vocabulary):
        raise ValueError(f"the query {model.query!r} needs a vocabulary, and this network reads {model.encoder.kind}")
    if model.query not in model.encoder.words:
        raise ValueError(f"the query {model.query!r} is not in the vocabulary; choose one of its words")
