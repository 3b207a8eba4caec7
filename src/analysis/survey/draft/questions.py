"""Which columns of a file are one question: side by side, alike, and with a common heading."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from analysis.survey.codebook_files import MOST_ANSWERS
from analysis.survey.draft.columns import DraftColumn

#: How a heading says question and item: by a key, in brackets, or with a sign between them.
_KEYS = (
    re.compile(r"(?P<question>\w+?)[/.](?P<item>\w+)"),
    re.compile(r"(?P<question>[^\W\d_]{1,12}\d+)(?P<item>[^\W\d_]\w*)"),
)
_TEXTS = (
    re.compile(r"(?P<question>.+?)\s*\[(?P<item>[^\]]+)\]"),
    re.compile(r"(?P<question>.+?)\s+[-–—/|]\s+(?P<item>.+)"),
    re.compile(r"(?P<question>.+?[?:])\s+(?P<item>[^?]+)"),
    re.compile(r"(?P<item>.+?):\s+(?P<question>.+)"),
)
_LONGEST_KEY = 28
_LETTERS = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "é": "e", "ü": "u", "ö": "o", "ä": "a"})


@dataclass(frozen=True)
class DraftItem:
    """An item of a drafted question, and its column."""

    key: str
    label: str
    column: DraftColumn


@dataclass(frozen=True)
class DraftQuestion:
    """A drafted question: one column, or several that belong together."""

    key: str
    text: str
    items: tuple[DraftItem, ...]
    battery: bool

    @property
    def first(self) -> DraftColumn:
        """The first of its columns."""
        return self.items[0].column

    @property
    def marks(self) -> bool:
        """Whether its items are options, each chosen or not."""
        return self.battery and all(item.column.kind == "mark" for item in self.items)


@dataclass
class Keys:
    """Keys that are given once."""

    given: set[str] = field(default_factory=set)

    def new(self, text: str, other: str = "spoergsmaal") -> str:
        """A key for a text: the text itself where it can be one."""
        base = slug(text) or other
        key, number = base, 2
        while key.casefold() in self.given:
            key, number = f"{base}_{number}", number + 1
        self.given.add(key.casefold())
        return key


def slug(text: str) -> str:
    """A short key of letters, digits and underscores; a key already, as ``Q1_1``, stays as it is.

    Examples
    --------
    >>> slug("Hvor tilfreds er du med maden?"), slug("Q1_1")
    ('hvor_tilfreds_er_du_med', 'Q1_1')
    """
    if re.fullmatch(r"[A-Za-z]\w*[\d_]\w*", text, re.ASCII) and len(text) <= 32:
        return text
    words = re.sub(r"[^a-z0-9]+", "_", text.casefold().translate(_LETTERS)).strip("_").split("_")
    while len("_".join(words)) > _LONGEST_KEY and len(words) > 1:
        words.pop()
    return "_".join(words)[:_LONGEST_KEY].strip("_")


def draft_questions(columns: Sequence[DraftColumn], keys: Keys) -> list[DraftQuestion]:
    """Put the columns that are answered into questions, in the file's order."""
    asked = [column for column in columns if column.kind in _ASKED]
    whole = {column.heading: column for column in asked}
    questions: list[DraftQuestion] = []
    at = 0
    while at < len(asked):
        found = _battery(asked[at:], keys)
        if found is None:
            column = asked[at]
            key = keys.new(column.heading if column.label else column.text)
            item = DraftItem(key, column.text, column)
            questions.append(DraftQuestion(key, column.text, (item,), battery=False))
            at += 1
            continue
        questions.append(found)
        at += len(found.items)
    spelt = {
        match["question"]
        for question in questions
        if question.battery
        for match in _matches(question.items[0].column.heading, _KEYS[:1])
    }
    redundant = {whole[name].place for name in spelt if name in whole}  # Kobo writes both
    return [each for each in questions if each.battery or each.first.place not in redundant]


_ASKED = ("answer", "mark", "several", "number", "text")


def _battery(columns: Sequence[DraftColumn], keys: Keys) -> DraftQuestion | None:
    """The question that the first of these columns begins; None where it stands alone."""
    if columns[0].kind not in ("answer", "mark", "number"):
        return None
    keyed = [*_KEYS[:1], *_cuts(columns[0].heading), *_KEYS[1:]]
    ways: list[tuple[Callable[[DraftColumn], str], Sequence[re.Pattern[str]], bool]] = [
        (lambda column: column.label, _TEXTS, False),
        (lambda column: column.heading, _TEXTS, False),
        (lambda column: column.heading, keyed, True),
    ]
    for said, patterns, by_keys in ways:
        runs = [list(_alike(columns, said, pattern)) for pattern in patterns]
        parts = max(runs, key=len)
        if len(parts) > 1:
            return _question(columns[: len(parts)], parts, by_keys, keys)
    return None


def _cuts(heading: str) -> list[re.Pattern[str]]:
    """The ways to read a heading as question and item, by its underscores; the last one first."""
    if not re.fullmatch(r"\w+", heading):
        return []
    places = [match.start() for match in re.finditer("_", heading) if match.start()]
    return [
        re.compile(rf"(?P<question>{re.escape(heading[:place])})_(?P<item>\w+)")
        for place in reversed(places)
    ]


def _alike(
    columns: Sequence[DraftColumn], said: Callable[[DraftColumn], str], pattern: re.Pattern[str]
) -> Iterator[tuple[str, str]]:
    """Question and item of the columns that belong with the first, by one way to say them."""
    asked = ""
    values: set[str] = set()
    for column in columns:
        match = pattern.fullmatch(said(column).strip())
        if match is None or column.kind != columns[0].kind:
            return
        more = set(column.values)
        fits = not values or (bool(values & more) and len(values | more) <= MOST_ANSWERS)
        if column.kind != "answer":
            fits = True
        if asked and (match["question"] != asked or not fits):
            return
        asked, values = match["question"], values | more
        yield asked, match["item"].strip()


def _question(
    columns: Sequence[DraftColumn], parts: Sequence[tuple[str, str]], by_keys: bool, keys: Keys
) -> DraftQuestion:
    text = parts[0][0]
    spelt = parts if by_keys else _spelt(columns)
    key = keys.new(spelt[0][0] if spelt else text)
    names = [name for _, name in spelt] or ["" for _ in columns]
    own = Keys()
    items = []
    for column, (_, label), name in zip(columns, parts, names, strict=True):
        said = column.label if by_keys and column.label else label
        items.append(DraftItem(own.new(name or label, "emne"), said, column))
    return DraftQuestion(key, text, tuple(items), battery=True)


def _spelt(columns: Sequence[DraftColumn]) -> list[tuple[str, str]]:
    """Question and item of columns by keys that they have in common; none where they have none."""
    for pattern in (*_KEYS[:1], *_cuts(columns[0].heading), *_KEYS[1:]):
        parts = list(_alike(columns, lambda column: column.heading, pattern))
        if len(parts) == len(columns):
            return parts
    return []


def _matches(heading: str, patterns: Iterable[re.Pattern[str]]) -> Iterator[re.Match[str]]:
    for pattern in patterns:
        if match := pattern.fullmatch(heading.strip()):
            yield match
            return
