"""What the viewer is told of a cell: everything it shows and says of it, so that it knows no cell by its name."""

from dataclasses import asdict
from typing import Any

from lstmviz.cells.cell import Cell


def declaration(cell: Cell) -> dict[str, Any]:
    """Return what a cell declares, as plain data."""
    return {
        "name": cell.name,
        "title": cell.title,
        "gates": [asdict(gate) for gate in cell.gates],
        "states": list(cell.states),
        "memory": cell.memory,
        "order": list(cell.order),
        "quantities": [asdict(quantity) for quantity in cell.quantities],
        "hears_through": dict(cell.hears_through),
        "summands": [asdict(summand) for summand in cell.summands],
    }
