"""Record what happens inside a torch.nn.LSTM, GRU or RNN: every gate of every layer and direction.

PyTorch returns the hidden states and the last cell state and exposes nothing else. Here its weights are copied into
the project's own cells and the sequence is read again in float64, with every intermediate kept. PyTorch's gate order
is i, f, g, o for an LSTM and r, z, n for a GRU; its two biases are summed, but for the candidate of a GRU, whose
second bias sits inside the reset.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from lstmviz.cells import CELLS
from lstmviz.cells.cell import Array, Cell, Parameters
from lstmviz.cells.checks import real_array, whole
from lstmviz.dynamics.trace import Trace
from lstmviz.dynamics.unroll import names_of, unroll


@dataclass(frozen=True, eq=False)
class Recording:
    """A Trace per layer and direction, and what the module itself would return.

    Shapes: outputs (time, directions * hidden), of the last layer; traces[layer][direction], direction 0 forward.
        The backward trace runs over the reversed sequence: its step 0 is the last word, and its tokens and inputs
        stand in the order in which it read them.
    Units: those of the cell.
    """

    cell: Cell
    outputs: Array
    traces: tuple[tuple[Trace, ...], ...]
    tokens: tuple[str, ...] = ()

    @property
    def final_hidden_state(self) -> Array:
        """The last hidden state of each layer and direction in PyTorch's order, (layer * direction, hidden)."""
        return self._final("hidden_state")

    @property
    def final_cell_state(self) -> Array:
        """The last cell state of each layer and direction in PyTorch's order, (layer * direction, hidden)."""
        return self._final("cell_state")

    def _final(self, state: str) -> Array:
        return np.stack([trace.state(state)[-1] for layer in self.traces for trace in layer])


def record(
    module: Any,
    inputs: Any,
    initial_state: Any = None,
    sequence: int | None = None,
    tokens: Sequence[str] = (),
) -> Recording:
    """Read one sequence with the weights of a torch module and keep every intermediate.

    Dropout between layers is left out, as in module.eval(), whatever mode the module is in.

    Shapes: inputs, tensor or array, (time, input), or a batch as the module takes it: (time, batch, input), or
        (batch, time, input) with batch_first; `sequence` chooses from a batch of more than one. initial_state as in
        PyTorch: h_0, for an LSTM (h_0, c_0), each (layer * direction, hidden) or with the batch as second axis.
    Units: those of the cell.
    Error: outputs equal the module's within 1e-12 in float64 and 1e-5 in float32; the recording is always float64.
    Source: the equations in the documentation of torch.nn.LSTM, GRU and RNN.
    """
    cell = cell_of(module)
    read, batch_size, sequence = one_sequence(module, inputs, sequence)
    start = one_initial_state(module, cell, initial_state, batch_size, sequence)
    forward = names_of(tokens, len(read), "token", "step")
    layers: list[tuple[Trace, ...]] = []
    for layer in range(module.num_layers):
        traces = tuple(
            unroll(
                cell,
                parameters_of(module, cell, layer, backward),
                read[::-1] if backward else read,
                initial_state=start[len(layers) * _directions(module) + backward],
                tokens=forward[::-1] if backward else forward,
            )
            for backward in range(_directions(module))
        )
        layers.append(traces)
        read = _joined(traces)
    return Recording(cell, read, tuple(layers), forward)


def cell_of(module: Any) -> Cell:
    """Return the project's cell for a torch module, or say why the module cannot be recorded."""
    torch = _torch()
    kinds = {torch.nn.LSTM: "lstm", torch.nn.GRU: "gru", torch.nn.RNN: "rnn"}
    name = next((name for kind, name in kinds.items() if isinstance(module, kind)), None)
    if name is None:
        raise ValueError(
            f"a {type(module).__name__} cannot be recorded; give a torch.nn.LSTM, GRU or RNN, "
            "such as the one inside your own module"
        )
    if module.proj_size:
        raise ValueError(
            f"this LSTM has proj_size={module.proj_size}, and a projected hidden state cannot be recorded; "
            "use an LSTM with proj_size=0"
        )
    if name == "rnn" and module.nonlinearity != "tanh":
        raise ValueError(f"this RNN has nonlinearity={module.nonlinearity!r}; only nonlinearity='tanh' can be recorded")
    return CELLS[name]


def parameters_of(module: Any, cell: Cell, layer: int = 0, backward: int = 0) -> Parameters:
    """Copy the weights of one layer and direction into the cell's own shapes, in float64.

    Shapes: PyTorch stacks the gates, (gate * hidden, ...); here they get an axis, (gate, hidden, ...).
    """
    suffix = f"_l{layer}" + ("_reverse" if backward else "")
    gate_count, hidden_size = len(cell.gates), module.hidden_size

    def gates_of(name: str) -> Array:
        stacked = getattr(module, name + suffix, None)
        # A module built with bias=False has no such attribute; its biases are zero.
        values = np.zeros(gate_count * hidden_size) if stacked is None else _as_array(stacked, name + suffix)
        if not np.isfinite(values).all():
            raise ValueError(f"{name + suffix} of this module holds NaN or infinity; give finite weights")
        return values.reshape(gate_count, hidden_size, *values.shape[1:])

    arrays = {"weight_input": gates_of("weight_ih"), "weight_hidden": gates_of("weight_hh")}
    bias, second = gates_of("bias_ih"), gates_of("bias_hh")
    if "bias_hidden" in cell.shapes(1, 1):
        arrays["bias_hidden"] = second[-1].copy()
        second[-1] = 0.0
    return cell.parameters(**arrays, bias=bias + second)


def one_sequence(module: Any, inputs: Any, sequence: int | None) -> tuple[Array, int, int]:
    """Return the chosen sequence as (time, input), the size of the batch it stood in, and its place there."""
    if isinstance(inputs, _torch().nn.utils.rnn.PackedSequence):
        raise ValueError(
            "a PackedSequence holds many sequences; unpack it with torch.nn.utils.rnn.pad_packed_sequence "
            "and give one sequence, (time, input), without its padding"
        )
    values = _as_array(inputs, "inputs")
    if values.ndim == 2:
        values = values[None]
    elif values.ndim == 3:
        values = values if module.batch_first else values.swapaxes(0, 1)
    else:
        raise ValueError(
            f"inputs have the shape {values.shape}; give (time, {module.input_size}) or a batch of three axes"
        )
    place = chosen_sequence(len(values), sequence)
    return values[place], len(values), place


def chosen_sequence(batch_size: int, sequence: int | None) -> int:
    """Return the place of the sequence to record; a batch of one needs no choice."""
    if sequence is None and batch_size == 1:
        return 0
    if sequence is None or not 0 <= whole(sequence, "sequence", 0) < batch_size:
        came = "" if sequence is None else f", and sequence={sequence} is not among them"
        raise ValueError(
            f"the inputs are a batch of {batch_size} sequences{came}; "
            f"choose one with sequence=k, k from 0 to {batch_size - 1}"
        )
    return sequence


def one_initial_state(module: Any, cell: Cell, given: Any, batch_size: int, sequence: int) -> Array:
    """Return the initial states of layers and directions, (layer * direction, state, hidden), zeros if not given."""
    rows, hidden_size = module.num_layers * _directions(module), module.hidden_size
    if given is None:
        return np.zeros((rows, len(cell.states), hidden_size))
    parts = tuple(given) if len(cell.states) > 1 and isinstance(given, tuple | list) else (given,)
    if len(parts) != len(cell.states):
        raise ValueError(f"initial_state has {len(parts)} parts; this module takes {len(cell.states)}: (h_0, c_0)")
    states = [_as_array(part, f"the initial {name}") for name, part in zip(cell.states, parts, strict=True)]
    for name, values in zip(cell.states, states, strict=True):
        if values.shape not in ((rows, hidden_size), (rows, batch_size, hidden_size)):
            raise ValueError(
                f"the initial {name} has the shape {values.shape}; give ({rows}, {hidden_size}) "
                f"or ({rows}, {batch_size}, {hidden_size})"
            )
        if not np.isfinite(values).all():
            raise ValueError(f"the initial {name} holds NaN or infinity; give finite numbers")
    return np.stack([values if values.ndim == 2 else values[:, sequence] for values in states], axis=1)


def _directions(module: Any) -> int:
    return 2 if module.bidirectional else 1


def _joined(traces: tuple[Trace, ...]) -> Array:
    """Put the directions side by side, each word's states in one row: the backward trace is turned round again."""
    return np.concatenate(
        [trace.hidden_state[1:][:: -1 if backward else 1] for backward, trace in enumerate(traces)], axis=1
    )


def _as_array(values: Any, name: str) -> Array:
    """Return a tensor or an array in float64, on the CPU, detached and copied."""
    torch = _torch()
    if isinstance(values, torch.Tensor) and values.is_floating_point():
        values = values.detach().to("cpu", torch.float64)  # NumPy does not know all of torch's types
    return np.array(real_array(values, name), dtype=np.float64)


def _torch() -> Any:
    # Imported here alone: the rest of the library must start without it.
    try:
        import torch
    except ImportError as missing:
        raise ImportError("record() reads a PyTorch module, and torch is not installed; pip install torch") from missing
    return torch
