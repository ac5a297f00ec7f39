"""The door: page config and the navigation over the lessons and the pages. Nothing else."""

import streamlit as st

from lessons import LESSONS
from lstmviz.pages import PAGES
from lstmviz.pages.cached import warm_up
from lstmviz.pages.drawing import tighten
from lstmviz.pages.lesson_player import lesson_page
from lstmviz.pages.links import register

st.set_page_config(page_title="lstmviz", page_icon="🦚", layout="wide")
warm_up()

home, *others = PAGES
door = {
    page.slug: st.Page(page.render, title=page.title, icon=page.icon, url_path=page.slug, default=page is home)
    for page in (home, *map(lesson_page, LESSONS), *others)
}
register(door)
lessons = [door[lesson.slug] for lesson in LESSONS]
sections = {"": [door[home.slug]], "Lessons": lessons, "Try": [door[page.slug] for page in others]}
page = st.navigation(sections, position="top")
tighten()
page.run()
