"""Streamlit pages, one a file. A new page is one file and one line in PAGES."""

from lstmviz.pages.explore import PAGE as EXPLORE
from lstmviz.pages.gradients import PAGE as GRADIENTS
from lstmviz.pages.home import PAGE as HOME
from lstmviz.pages.page import Page

PAGES = (HOME, EXPLORE, GRADIENTS)

__all__ = ["PAGES", "Page"]
