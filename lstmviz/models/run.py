"""Run: a model, the sequence that it read, and what can be asked of the two."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from lstmviz.cells.checks import place, read_only, shown
from lstmviz.dynamics import GradientFlow, Gradients, Intervention, Trace, backpropagate, memory_ledger
from lstmviz.dynamics.gradient_flow import gradient_flow as flow_of_trace
from lstmviz.dynamics.interventions import as_interventions, force_always
from lstmviz.dynamics.unroll import project

if TYPE_CHECKING:
    from lstmviz.models.model import Model


UNSURE = "unsure"


@dataclass(frozen=True, eq=False)
class Run:
    """One reading of one sequence; `ghost` is the same reading without interventions, None when there are none."""

    model: "Model"
    trace: Trace
    interventions: tuple[Intervention, ...] = ()
    ghost: "Run | None" = None
    unknown: tuple[str, ...] = ()

    @property
    def tokens(self) -> tuple[str, ...]:
        return self.trace.words

    @cached_property
    def output(self) -> np.ndarray:
        """What the readout makes of each hidden state as it stands, (time, class)."""
        if self.model.readout is None:
            return read_only(np.zeros((self.trace.time_steps, 0)))
        return read_only(self.model.readout.probabilities(self.trace.hidden_state[1:]))

    @cached_property
    def belief(self) -> np.ndarray:
        """What the network would answer if asked now, (time, class).

        At each step a copy of the state reads the query word; at a step that is the query, this is its real answer.
        Interventions that hold at every step hold for the question too; those at chosen steps do not.
        """
        model, trace = self.model, self.trace
        if model.readout is None or model.query is None:
            return self.output
        question = project(model.parameters, model.encode([model.query]).inputs)
        questions = np.broadcast_to(question, trace.gates.shape)
        force = force_always(model.cell, self.interventions, trace.hidden_size)
        _, _, asked = model.cell.step(model.parameters, questions, trace.states[1:], force)
        is_query = np.array([word.casefold() == model.query for word in trace.words])
        return read_only(np.where(is_query[:, None], self.output, model.readout.probabilities(asked[:, 0])))

    @property
    def answer(self) -> str:
        """The class that the last step answers with, or an empty text where the model has no classes."""
        return self.model.classes[int(self.output[-1].argmax())] if self.model.classes else ""

    @property
    def answer_probability(self) -> float:
        """How sure the answer is; not a number (nan) where the model has no classes."""
        return float(self.output[-1].max()) if self.model.classes else float("nan")

    @property
    def verdict(self) -> str:
        """The answer, or "unsure" where no class has more than half; an empty text without classes."""
        return self._named(self.output[-1])[0]

    @property
    def if_asked(self) -> tuple[str, float]:
        """What the network would answer if asked now, after the last step: a class or "unsure", and its probability.

        The probability is that of the likeliest class; ("", nan) where the model has no classes.
        """
        return self._named(self.belief[-1])

    def _named(self, probability: np.ndarray) -> tuple[str, float]:
        if not self.model.classes:
            return "", float("nan")
        likeliest = int(probability.argmax())
        sure = float(probability[likeliest])
        return (self.model.classes[likeliest] if sure > 0.5 else UNSURE), sure

    def what_if(self, *interventions: Intervention) -> "Run":
        """Read the same sequence again with interventions; the result's ghost is the untouched run."""
        first = self.ghost or self
        sequence = first.trace.tokens or first.trace.inputs
        further = (one for item in interventions for one in as_interventions(item))
        return self.model.run(sequence, (*self.interventions, *further), self.trace.states[0])

    def ledger(self, units: int | Sequence[int] | None = None) -> np.ndarray:
        """Return who wrote the memory, (time, time + 1, units); see `memory_ledger`."""
        return memory_ledger(self.trace, units)

    def loss_gradients(self, target: str | None = None) -> np.ndarray:
        """Return what the loss of each step reads of the hidden state, (time, hidden).

        The loss is -log p(target), by default of the step's own answer; without a readout it is the mean hidden state
        times the square root of its size, so that the gradient read has norm 1.
        """
        hidden = self.trace.hidden_state[1:]
        chosen = None if target is None else np.full(len(hidden), self.class_index(target))
        if self.model.readout is None:
            return mean_hidden_state(self.trace)
        return self.model.readout.loss_gradient(hidden, chosen)

    def class_index(self, name: str) -> int:
        if name not in self.model.classes:
            raise ValueError(f"there is no class {shown(name)}; there are {', '.join(self.model.classes) or 'none'}")
        return self.model.classes.index(name)

    def gradients(self, step: int = -1, target: str | None = None) -> Gradients:
        """Return the gradient of the readout's loss at one step with respect to everything before it."""
        step = place(step, self.trace.time_steps, "step")
        read = np.zeros_like(self.trace.hidden_state[1:])
        read[step] = self.loss_gradients(target)[step]
        return backpropagate(self.trace, read)


def gradient_flow(run: Run | Trace, target: str | None = None, read: np.ndarray | None = None) -> GradientFlow:
    """Return the gradient norms of all pairs (loss step, state step) of a run or a trace, in one backward sweep.

    For a run the loss of each step is that of `Run.loss_gradients`: -log p(target). For a trace, such as one that
    `record` made, and for a run without a readout it is the mean hidden state times the square root of its size.

    Shapes: read (time, hidden) puts a loss of one's own in its place: what the loss of each step reads of the hidden
        state after it. The norms are (time, time + 1), see GradientFlow.
    Units: loss per unit of state.
    Error: equals torch.autograd, one backward pass per loss, within 1e-12.
    Source: linearity of the backward sweep.
    """
    trace = run.trace if isinstance(run, Run) else run
    if not isinstance(trace, Trace):
        raise ValueError(f"{shown(run)} is no run; give a run, or a trace such as recording.traces[0][0]")
    if target is not None and (read is not None or not isinstance(run, Run)):
        raise ValueError("target names a class of a run's own loss; leave it out for a trace and beside read")
    if read is None:
        read = run.loss_gradients(target) if isinstance(run, Run) else mean_hidden_state(trace)
    return flow_of_trace(trace, read)


def mean_hidden_state(trace: Trace) -> np.ndarray:
    """Return the gradient of the mean hidden state times the square root of its size, (time, hidden): norm 1."""
    return np.full((trace.time_steps, trace.hidden_size), 1.0 / np.sqrt(trace.hidden_size))
