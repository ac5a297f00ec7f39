"""The arithmetic: one recurrent cell a file, NumPy only. A new cell is one file and one line in CELLS."""

from lstmviz.cells.cell import Cell, Gate, Parameters, StepGradient
from lstmviz.cells.gru import GRU
from lstmviz.cells.lstm import LSTM
from lstmviz.cells.rnn import RNN

CELLS = {cell.name: cell for cell in (LSTM, GRU, RNN)}


def cell_named(name: str) -> Cell:
    """Return a cell of the registry; an unknown name is answered with the names there are."""
    if name not in CELLS:
        raise ValueError(f"there is no cell {name!r}; there are {', '.join(CELLS)}")
    return CELLS[name]


__all__ = ["CELLS", "GRU", "LSTM", "RNN", "Cell", "Gate", "Parameters", "StepGradient", "cell_named"]
