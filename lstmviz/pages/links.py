"""Links between pages. `app.py` registers the pages; a page drawn alone, as in a test, shows the bare address."""

from collections.abc import Mapping

import streamlit as st


def register(pages: Mapping[str, object]) -> None:
    st.session_state["links"] = dict(pages)


def page_link(slug: str, label: str, icon: str | None = None, query: Mapping[str, str] | None = None) -> None:
    """Draw a link to another page, with the state that it should open with."""
    pages = st.session_state.get("links", {})
    if slug in pages:
        st.page_link(pages[slug], label=label, icon=icon, query_params=dict(query) if query else None)
    else:
        st.markdown(f"{label} (/{slug})")


def page_button(slug: str, label: str, icon: str) -> None:
    """Draw the one link of a page that nobody should miss."""
    if st.button(label, icon=icon, type="primary", key=f"go-to-{slug}") and slug in st.session_state.get("links", {}):
        st.switch_page(st.session_state["links"][slug])
