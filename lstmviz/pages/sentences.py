"""What a page says of a run in words."""

import numpy as np
import streamlit as st

from lstmviz.models import Run
from lstmviz.numbers import number
from lstmviz.pages.place import plain

MOST_UNKNOWN_NAMED = 8
NOTICEABLE = 1e-3  # a hundredth of what the pictures show


def as_sentence(problem: Exception) -> str:
    """Return an error's message as a sentence."""
    text = str(problem)
    return text[:1].upper() + text[1:] + ("" if text.endswith(".") else ".")


def say_unknown(run: Run) -> None:
    """Name the words that the network has no weights for."""
    if run.unknown:
        named = ", ".join(word[:40] for word in run.unknown[:MOST_UNKNOWN_NAMED])
        more = f" and {len(run.unknown) - MOST_UNKNOWN_NAMED} more" if len(run.unknown) > MOST_UNKNOWN_NAMED else ""
        st.caption(
            plain(f"Not in this network's vocabulary: {named}{more}. It reads them as words that change nothing.")
        )


def what_changed(run: Run) -> None:
    """State what the interventions changed, if the network were asked after the last word, beside the untouched run."""
    if run.ghost is None:
        return
    if not run.model.classes:
        st.info(first_difference(run), icon=":material/compare_arrows:")
        return
    (before, sure), (after, sure_now) = run.ghost.if_asked, run.if_asked
    if before == after:
        told = (
            f"Asked after the last word, it still answers **{after}** ({number(sure)} before, {number(sure_now)} now). "
        )
    else:
        told = (
            f"Asked after the last word, the untouched network answers **{before}** ({number(sure)}); "
            f"with the change it answers **{after}** ({number(sure_now)}). "
        )
    st.info(told + first_difference(run), icon=":material/compare_arrows:")


def first_difference(run: Run) -> str:
    """Say at which step the memory first departs from that of the untouched run."""
    assert run.ghost is not None
    apart = np.abs(run.trace.memory[1:] - run.ghost.trace.memory[1:]).max(axis=1)
    changed = np.flatnonzero(apart > NOTICEABLE)
    if not len(changed):
        return "The memory is the same at every step."
    step = int(changed[0])
    return f"The memory departs at step {step + 1} ({plain(run.tokens[step][:40])}), by {number(float(apart[step]))}."
