"""The lessons in teaching order. A new lesson is one file and one line here."""

from lessons.gradient_path import LESSON as GRADIENT_PATH
from lessons.peacock import LESSON as PEACOCK

LESSONS = (PEACOCK, GRADIENT_PATH)
