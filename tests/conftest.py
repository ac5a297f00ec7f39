"""Small problems that several tests share."""

from typing import NamedTuple

import numpy as np
import pytest

from lstmviz.cells.initialisers import pytorch


class Problem(NamedTuple):
    """A small network with a sequence, an initial state and what a linear loss reads of every hidden state."""

    cell: object
    parameters: object
    inputs: np.ndarray
    initial_state: np.ndarray
    read: np.ndarray


def make_problem(cell, seed=0, time_steps=7, input_size=3, hidden_size=4):
    rng = np.random.default_rng(seed)
    return Problem(
        cell,
        pytorch(cell, input_size, hidden_size, seed),
        rng.normal(size=(time_steps, input_size)),
        rng.uniform(-0.9, 0.9, size=(len(cell.states), hidden_size)),
        rng.normal(size=(time_steps, hidden_size)),
    )


@pytest.fixture(scope="session")
def small_problem():
    """Return a function that makes a Problem of a cell from a seed."""
    return make_problem
