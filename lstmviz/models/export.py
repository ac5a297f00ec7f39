"""A run as plain data, for a JSON download or another program."""

from typing import Any

from lstmviz.models.run import Run


def run_to_dict(run: Run) -> dict[str, Any]:
    """Return everything that the screen shows of a run as lists and texts; numbers in full precision."""
    trace = run.trace
    return {
        "model": run.model.name,
        "provenance": run.model.provenance,
        "cell": trace.cell.name,
        "tokens": list(trace.words),
        "units": list(trace.unit_names),
        "interventions": [repr(item) for item in run.interventions],
        "initial_state": {name: trace.state(name)[0].tolist() for name in trace.cell.states},
        "signals": {name: values.tolist() for name, values in trace.signals.items()},
        "classes": list(run.model.classes),
        "belief": run.belief.tolist(),
        "output": run.output.tolist(),
    }
