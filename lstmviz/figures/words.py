"""Words of a reader on a figure: harmless, short on an axis, whole in the hover box.

Plotly renders a subset of HTML in labels, legends and hover boxes, links included; it fills in %{...}, and typesets
$...$ where MathJax is loaded. A word may be anything a reader types, so every word passes through here.
"""

import html
import unicodedata
from collections.abc import Sequence

START = "start"  # the state before the first word
LONGEST = 14  # characters of a word on an axis


def plain(word: str) -> str:
    """Return a word without control characters and without marks that turn the direction of the text around it."""
    return "".join(" " if letter in "\t\n\r" else letter for letter in str(word) if _harmless(letter))


def _harmless(letter: str) -> bool:
    # U+200D joins the parts of an emoji; the other format characters can reverse a whole line.
    return letter in "\t\n\r\u200d" or unicodedata.category(letter) not in ("Cc", "Cf", "Cs")


def safe(word: str) -> str:
    """Return a word as Plotly prints it letter by letter, whatever markup it contains.

    >>> safe("<b>$x$</b> %{y} &amp;")
    '&lt;b&gt;&#36;x&#36;&lt;/b&gt; &#37;{y} &amp;amp;'
    """
    text = html.escape(plain(word), quote=False).replace("$", "&#36;").replace("%", "&#37;")
    # A word written from right to left must not drag the numbers beside it along.
    return f"\u2068{text}\u2069" if any(unicodedata.bidirectional(letter) in ("R", "AL") for letter in word) else text


def short(word: str, longest: int = LONGEST) -> str:
    """Return a word, shortened with … where it is long; still to be made safe.

    >>> short("Donaudampfschifffahrt")
    'Donaudampfsch…'
    """
    word = plain(word)
    return word if len(word) <= longest else word[: longest - 1].rstrip("\u200d ") + "…"


def label(word: str, longest: int = LONGEST) -> str:
    """Return a word for an axis or a legend: short and safe."""
    return safe(short(word, longest))


def place(step: int, word: str) -> str:
    """Name one step in words; inputs that are plain numbers are named by their step alone.

    >>> place(8, "panda"), place(8, "8")
    ('panda (step 8)', 'step 8')
    """
    return f"step {step}" if word == str(step) else f"{plain(word)} (step {step})"


def state_place(row: int, words: Sequence[str]) -> str:
    """Name one row of states: row 0 is the state before the first word, row t + 1 the state after step t."""
    return START if row == 0 else place(row - 1, words[row - 1])
