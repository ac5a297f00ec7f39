"""The memory ledger: which step wrote what is in memory now.

    c_t = sum_k (prod_{j>k} f_j) i_k g_k  +  (prod_j f_j) c_0

It is bookkeeping of the cell path, not a proof of cause: what was written at k may itself depend on earlier words.
"""

from collections.abc import Iterable, Sequence

import numpy as np

from lstmviz.cells.cell import Array
from lstmviz.cells.checks import as_whole, place
from lstmviz.dynamics.trace import Trace

LARGEST_LEDGER = 50_000_000  # numbers; 400 MB


def memory_ledger(trace: Trace, units: int | Sequence[int] | None = None) -> Array:
    """Split the memory of every step by the step that wrote it.

    Shapes: (time, time + 1, units): entry [t, k + 1] is what is left at step t of what step k wrote,
        entry [t, 0] what is left of the initial state; the sum over axis 1 is the memory after step t.
    Units: those of the memory, signed.
    Error: the sum differs from the memory by less than 1e-12 times the largest summand.
    Source: the cell's own recurrence, unrolled.
    """
    chosen = _chosen(trace, units)
    carry = trace.cell.carry(trace.gates)[:, chosen]
    written = trace.cell.write(trace.gates)[:, chosen]
    time_steps = trace.time_steps
    if time_steps * (time_steps + 1) * len(chosen) > LARGEST_LEDGER:
        raise ValueError(
            f"a ledger of {time_steps} steps and {len(chosen)} units has too many entries; choose fewer units or steps"
        )
    ledger = np.zeros((time_steps, time_steps + 1, len(chosen)))
    share = ledger[0].copy()
    share[0] = trace.memory[0, chosen]
    for t in range(time_steps):
        share[: t + 1] *= carry[t]
        share[t + 1] = written[t]
        ledger[t] = share
    return ledger


def _chosen(trace: Trace, units: int | Sequence[int] | None) -> list[int]:
    if units is None:
        return list(range(trace.hidden_size))
    several = units if isinstance(units, Iterable) and as_whole(units) is None else (units,)
    return [place(unit, trace.hidden_size, "unit") for unit in several]
