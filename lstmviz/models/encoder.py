"""From what a reader types to what a network reads: one row of numbers per step."""

import re
import zlib
from dataclasses import dataclass
from typing import ClassVar, Protocol

import numpy as np

from lstmviz.cells.checks import shown, whole

WORD = re.compile(r"[^\s,;:.!?…\"“”„«»()\[\]{}]+")


@dataclass(frozen=True, eq=False)
class Encoding:
    """A sequence as tokens (what the screen shows) and inputs (time, input); `unknown` lists words without meaning."""

    tokens: tuple[str, ...]
    inputs: np.ndarray
    unknown: tuple[str, ...] = ()


class Encoder(Protocol):
    """Split a text into tokens and turn each into a row of numbers."""

    kind: ClassVar[str]

    @property
    def size(self) -> int: ...

    def split(self, text: str) -> tuple[str, ...]: ...

    def encode(self, tokens: tuple[str, ...]) -> Encoding: ...


def split_words(text: str) -> tuple[str, ...]:
    """Split at white space and punctuation; the words stay as they were typed.

    >>> split_words("Peacock, the national bird of … ")
    ('Peacock', 'the', 'national', 'bird', 'of')
    """
    return tuple(WORD.findall(text))


@dataclass(frozen=True)
class Vocabulary:
    """One-hot words, whatever their case. A word outside the list is read as a row of zeros: it reaches no weight."""

    words: tuple[str, ...]
    kind: ClassVar[str] = "words"

    def __post_init__(self) -> None:
        object.__setattr__(self, "words", _casefolded(self.words))

    @property
    def size(self) -> int:
        return len(self.words)

    def split(self, text: str) -> tuple[str, ...]:
        return split_words(text)

    def encode(self, tokens: tuple[str, ...]) -> Encoding:
        places = {word: column for column, word in enumerate(self.words)}
        inputs = np.zeros((len(tokens), len(self.words)))
        for step, token in enumerate(tokens):
            if token.casefold() in places:
                inputs[step, places[token.casefold()]] = 1.0
        unknown = dict.fromkeys(token for token in tokens if token.casefold() not in places)
        return Encoding(tokens, inputs, tuple(unknown))


def _casefolded(words: tuple[str, ...]) -> tuple[str, ...]:
    """Return the words as they are looked up, or say which cannot be."""
    found: dict[str, None] = {}
    for word in words:
        if not isinstance(word, str) or not word:
            raise ValueError(f"the vocabulary holds {shown(word)}; every word must be a text of at least one letter")
        if word.casefold() in found:
            raise ValueError(f"the vocabulary holds {shown(word)} twice (capital letters do not count); leave one out")
        found[word.casefold()] = None
    if not found:
        raise ValueError("the vocabulary is empty; give at least one word")
    return tuple(found)


LARGEST_WORD = 4096


@dataclass(frozen=True)
class HashedWords:
    """Every word there is, each a fixed vector of standard normal numbers that follows from its letters."""

    size: int
    kind: ClassVar[str] = "hashed words"

    def __post_init__(self) -> None:
        object.__setattr__(self, "size", whole(self.size, "the size of hashed words", 1, LARGEST_WORD))

    def split(self, text: str) -> tuple[str, ...]:
        return split_words(text)

    def encode(self, tokens: tuple[str, ...]) -> Encoding:
        rows = {token: self._vector(token) for token in set(tokens)}
        return Encoding(tokens, np.array([rows[token] for token in tokens]).reshape(len(tokens), self.size))

    def _vector(self, token: str) -> np.ndarray:
        return np.random.default_rng(zlib.crc32(token.casefold().encode(errors="surrogatepass"))).normal(size=self.size)


@dataclass(frozen=True)
class Numbers:
    """Numbers typed in a row, one a step."""

    size: int = 1
    kind: ClassVar[str] = "numbers"

    def split(self, text: str) -> tuple[str, ...]:
        return tuple(text.replace(",", " ").replace(";", " ").split())

    def encode(self, tokens: tuple[str, ...]) -> Encoding:
        return Encoding(tokens, np.array([[as_number(token)] for token in tokens]).reshape(len(tokens), 1))


LARGEST_NUMBER = 1e6


def as_number(token: str) -> float:
    """Return the number that a token spells, or say which one does not."""
    try:
        value = float(token)
    except ValueError:
        raise ValueError(f"{token[:30]!r} is not a number; this network reads numbers such as 0.5 -1 2") from None
    if not abs(value) <= LARGEST_NUMBER:
        raise ValueError(f"{token[:30]!r} is out of range; numbers from -1000000 to 1000000 are allowed")
    return value
