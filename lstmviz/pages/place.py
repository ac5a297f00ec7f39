"""Where a reader is: the state of a page, kept in its link and, between visits, in the session.

A run begins by adopting a state: the link's if the link is new (opened, pasted, gone back to), else the page's own.
It ends by keeping one: what the widgets made is written to the link.
"""

from collections.abc import Callable, Mapping
from typing import TypeVar

import streamlit as st

State = TypeVar("State")


def adopt(page: str, read: Callable[[Mapping[str, str]], tuple[State, list[str]]]) -> State:
    """Return the state with which this run of a page begins; widgets are seeded anew when it came from a link."""
    query = st.query_params.to_dict()
    arrived = arrive(page)
    known = st.session_state.get(f"{page}:state")
    if known is not None and (query == st.session_state[f"{page}:query"] or (arrived and not query)):
        return known
    for key in [key for key in st.session_state if str(key).startswith(f"{page}.")]:
        del st.session_state[key]
    state, problems = read(query)
    st.session_state[f"{page}:problems"] = problems
    # The whole state of a link counts as one visit: the position of the stepper starts anew with it.
    st.session_state[f"{page}:visit"] = st.session_state.get(f"{page}:visit", 0) + 1
    return state


def arrive(page: str) -> bool:
    """Note that the reader is on this page; return whether they come from another."""
    arrived = st.session_state.get("here") != page
    st.session_state["here"] = page
    return arrived


def keep(page: str, state: object, query: Mapping[str, str]) -> None:
    """Write the state of a page into the link and the session."""
    if st.session_state.get(f"{page}:query") is not None and st.session_state.get(f"{page}:state") != state:
        st.session_state[f"{page}:problems"] = []
    st.session_state[f"{page}:state"] = state
    st.session_state[f"{page}:query"] = dict(query)
    if st.query_params.to_dict() != dict(query):
        st.query_params.from_dict(dict(query))


def visit(page: str) -> int:
    """Return how often a link was adopted on this page; part of the keys of what must start anew with a link."""
    return st.session_state.get(f"{page}:visit", 0)


def say_problems(page: str) -> None:
    """Say which parts of the link could not be used, until the reader changes something."""
    problems = st.session_state.get(f"{page}:problems", [])
    if problems:
        st.warning(plain(" ".join(problems)), icon=":material/link_off:")


def seeded(page: str, name: str, value: object) -> str:
    """Return the key of a widget and make sure that it holds a value before the widget is drawn."""
    key = f"{page}.{name}"
    if key not in st.session_state:
        st.session_state[key] = value
    return key


def plain(text: str) -> str:
    """Return a text in which nothing is markdown, LaTeX or a colour directive, so that user text stays text."""
    return "".join(f"\\{letter}" if letter in "\\`*_{}[]()#+-.!|~>$:<&" else letter for letter in text)
