"""Where the page looks after a step: a small component without a picture.

It tells Python when the reader changes between light and dark, so that figures are drawn anew, and it moves the page
and the focus: to the top when another step is opened, to the stepper when a prediction is answered.
"""

from functools import cache
from typing import Any

import streamlit as st

PROGRAM = """
const known = new WeakMap();

function look(element) {
  const [red, green, blue] = getComputedStyle(element).color.match(/[0-9.]+/g).map(Number);
  return red + green + blue > 382 ? 'dark' : 'light';
}

function stepper() {
  const hosts = document.querySelectorAll('[data-testid="stBidiComponentIsolated"]');
  return [...hosts].map((host) => host.shadowRoot?.querySelector('.lstmviz')).find(Boolean);
}

function toTop() {
  document.querySelector('[data-testid="stMain"]')?.scrollTo(0, 0);
  const heading = document.querySelector('[data-testid="stMain"] h1');
  heading?.setAttribute('tabindex', '-1');
  heading?.focus({ preventScroll: true });
}

export default function ({ data, parentElement, setStateValue }) {
  const host = parentElement.host ?? parentElement;
  const before = known.get(parentElement);
  const now = { ...data, look: look(host) };
  known.set(parentElement, now);
  if (before && before.place !== now.place) setTimeout(toTop, 0);
  else if (before && !before.answered && now.answered) setTimeout(() => stepper()?.focus({ preventScroll: true }), 300);
  if (now.look !== data.look) setStateValue('look', now.look);
}
"""


@cache
def _component() -> Any:
    return st.components.v2.component("lstmviz_attention", js=PROGRAM, html="<span></span>")


def attend(place: str, answered: bool = False) -> None:
    """Follow the reader: `place` names the step of a lesson or the page, `answered` says that a question is settled."""
    look = "dark" if st.context.theme.type == "dark" else "light"
    data = {"place": place, "answered": answered, "look": look}
    _component()(key="attention", data=data, on_look_change=_nothing, height="content")


def _nothing() -> None:
    """The change of theme is told so that the page runs again; there is nothing else to do."""
