"""Page: what app.py needs to know of a page."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Page:
    """One page of the app: its address, its name in the navigation, and what draws it."""

    slug: str
    title: str
    icon: str
    render: Callable[[], None]
