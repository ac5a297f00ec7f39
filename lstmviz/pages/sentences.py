"""What a page says of a run in words."""

import streamlit as st

from lstmviz.models import Run
from lstmviz.numbers import number
from lstmviz.pages.place import plain

MOST_UNKNOWN_NAMED = 8


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
    """State what the interventions changed at the last answer, beside the untouched run."""
    if run.ghost is None or not run.model.classes:
        return
    before, after = run.ghost, run
    st.info(
        f"Untouched, the last answer is **{before.answer}** ({number(before.answer_probability)}); "
        f"with the change it is **{after.answer}** ({number(after.answer_probability)}).",
        icon=":material/compare_arrows:",
    )
