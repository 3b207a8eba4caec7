"""The codebook of a survey: questions, items, answer scales, size bands and the population.

A survey is described by its codebook alone: the same code serves any survey whose codebook
has the files of ``data/fagligheder-2017``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Literal, TypeVar, get_args

from analysis.survey.checks import (
    CsvRow,
    InputError,
    Problem,
    ProblemList,
    check_lang,
    check_unique,
    read_rows,
)
from analysis.survey.codebook_rules import BaseKind, population_rows, read_base_rule
from analysis.survey.codebook_words import finding_rows, other_names
from analysis.survey.names import unknown_name
from analysis.survey.paths import survey_folder

Lang = Literal["da", "en"]
Side = Literal["top", "neutral", "bottom"]
#: No job centre has more staff than this; København had 2,345.
MOST_STAFF = 9999


@dataclass(frozen=True)
class Labels:
    """A text in both languages; ``labels["da"]``."""

    da: str
    en: str

    def __getitem__(self, lang: str) -> str:
        check_lang(lang)
        return self.en if lang == "en" else self.da


@dataclass(frozen=True)
class Item:
    """What is judged: a professional profile or a statement. Also a value of a group variable."""

    key: str
    label: Labels
    short: Labels
    other_names: tuple[str, ...] = field(default=(), kw_only=True)

    @property
    def names(self) -> tuple[str, ...]:
        """Labels and short labels in both languages, and names that are read but not printed."""
        return (self.label.da, self.label.en, self.short.da, self.short.en, *self.other_names)


@dataclass(frozen=True)
class Answer(Item):
    """One answer of a scale; ``band`` is (low, central, high) in per cent of the staff."""

    score: float
    side: Side
    band: tuple[float, float, float] | None


@dataclass(frozen=True)
class Scale:
    """An ordered answer scale, most first."""

    key: str
    answers: tuple[Answer, ...]

    @property
    def keys(self) -> tuple[str, ...]:
        """The answers' keys, most first."""
        return tuple(answer.key for answer in self.answers)

    def side(self, side: Side) -> tuple[str, ...]:
        """Keys of the answers on one side of the scale."""
        if side not in get_args(Side):
            raise unknown_name("Skalaafsnittet", side, get_args(Side))
        return tuple(answer.key for answer in self.answers if answer.side == side)


@dataclass(frozen=True)
class Question:
    """One question, asked of each of its items on one scale.

    ``finding`` says in words what a share of its first answer means, with the fields
    ``{percent}`` and ``{items}``; None where the codebook does not say. ``other_names`` are texts
    of it that are read but not printed.
    """

    key: str
    figure: str
    page: str
    table_page: str
    text: Labels
    title: Labels
    scale: Scale
    item_set: str
    items: tuple[Item, ...]
    finding: Labels | None = None
    other_names: tuple[str, ...] = ()

    @property
    def counted(self) -> tuple[str, ...]:
        """Keys of the answers that a finding counts: the first; of statements all that agree."""
        agree = self.scale.side("top") if self.item_set == "statements" else ()
        return agree or self.scale.keys[:1]

    def item(self, key: str) -> Item:
        """The item with this key, or an InputError that lists the keys."""
        return _with_key("Emnet", key, self.items)

    def answer(self, key: str) -> Answer:
        """The answer with this key, or an InputError that lists the keys."""
        return _with_key("Svaret", key, self.scale.answers)

    def column(self, item: str) -> str:
        """The name of the column that holds the answers on an item: ``importance_integration``."""
        return f"{self.key}_{self.item(item).key}"


@dataclass(frozen=True)
class SizeBand:
    """A class of job centres by staff; ``staff_max`` is inclusive, None for an open band."""

    key: str
    label: Labels
    staff_min: int
    staff_max: int | None

    def holds(self, staff: int) -> bool:
        """Whether a job centre with this staff lies in the band."""
        return self.staff_min <= staff and (self.staff_max is None or staff <= self.staff_max)


@dataclass(frozen=True)
class Codebook:
    """Everything that describes a survey.

    Attributes
    ----------
    questions : mapping of str to Question
        In the order of the questionnaire.
    size_bands : tuple of SizeBand
        From the smallest; may be empty.
    population : mapping of str to int
        ``managers`` is the number of people the respondents stand for, when it is known.
    groups : mapping of str to tuple of Item
        Values of each group variable, for surveys that have other groups than kommuner.
    base_rule : {"all", "listed"}
        What shares of supplied answers are taken of, in every table, figure and cross-tab alike.
    """

    questions: Mapping[str, Question]
    size_bands: tuple[SizeBand, ...]
    population: Mapping[str, int]
    groups: Mapping[str, tuple[Item, ...]] = field(default_factory=dict)
    base_rule: BaseKind = "all"

    def question(self, key: str) -> Question:
        """The question with this key, or an InputError that lists the keys."""
        if key not in self.questions:
            raise unknown_name("Spørgsmålet", key, self.questions)
        return self.questions[key]

    def columns(self) -> dict[str, tuple[Question, Item]]:
        """Question and item by the name of their column, in the order of the questionnaire."""
        return {
            question.column(item.key): (question, item)
            for question in self.questions.values()
            for item in question.items
        }

    def size_band(self, staff: int) -> SizeBand:
        """The band that holds this many staff."""
        for band in self.size_bands:
            if band.holds(staff):
                return band
        raise InputError(
            Problem(
                f"Et jobcenter med {staff} medarbejdere hører ikke til i nogen størrelsesgruppe.",
                "Angiv et helt tal fra 1, eller udvid data/fagligheder-2017/size_bands.csv.",
            )
        )


Keyed = TypeVar("Keyed", bound=Item)


def _with_key(kind: str, key: str, members: Iterable[Keyed]) -> Keyed:
    by_key = {member.key: member for member in members}
    if key not in by_key:
        raise unknown_name(kind, key, by_key)
    return by_key[key]


def read_codebook(folder: Path | str | None = None) -> Codebook:
    """Read a codebook from its files.

    Parameters
    ----------
    folder : path, optional
        A folder with ``questions.csv``, ``items.csv``, ``scales.csv``, ``size_bands.csv`` and
        ``population.csv``; ``groups.csv`` for a survey with group variables of its own, and
        ``rules.csv`` for another base than all answers; ``findings.csv`` for sentences of its own,
        and ``other_names.csv`` for names that are read but not printed; the project's own
        ``data/fagligheder-2017`` when left out. A copy has no population until one is written there: rows
        that are the project's own, with their source, are left out.

    Returns
    -------
    Codebook

    Raises
    ------
    InputError
        A file is missing or damaged, or names a scale or an item set that is not there.

    Examples
    --------
    >>> read_codebook().question("importance").text["da"]
    'Hvor vigtig er hver af de seks profiler for dit jobcenter i dag?'
    """
    if folder is None:
        return _read(_own_folder())
    files = sorted(Path(folder).glob("*.csv"))
    return _read(Path(folder), tuple((file, file.stat().st_mtime_ns) for file in files))


def _own_folder() -> Path:
    return survey_folder()


@lru_cache(maxsize=8)
def _read(folder: Path, written: tuple[tuple[Path, int], ...] = ()) -> Codebook:
    """Read a codebook once, as long as its files stay as they were written."""
    problems = ProblemList()
    scales = _read_scales(folder / "scales.csv", problems)
    columns = "item_set,item,order,label_da,label_en,short_da,short_en"
    item_sets = _read_items(folder / "items.csv", columns, problems)
    questions = _read_questions(folder / "questions.csv", scales, item_sets, problems)
    bands = [
        SizeBand(
            key=row["band"],
            label=_labels(row, "label"),
            staff_min=int(row.decimal("staff_min", problems)),
            staff_max=int(row.decimal("staff_max", problems)) if row["staff_max"] else None,
        )
        for row in read_rows(
            folder / "size_bands.csv", "band,label_da,label_en,staff_min,staff_max"
        )
    ]
    population = {
        row["key"]: int(row.decimal("value", problems))
        for row in population_rows(folder, _own_folder())
    }
    groups = {}
    if (folder / "groups.csv").exists():
        columns = "group,value,order,label_da,label_en"
        groups = _read_items(folder / "groups.csv", columns, problems)
    rule = read_base_rule(folder / "rules.csv", problems)
    problems.raise_if_any()
    return Codebook(questions, tuple(bands), population, groups, rule)


def _read_questions(
    path: Path,
    scales: Mapping[str, Scale],
    item_sets: Mapping[str, tuple[Item, ...]],
    problems: ProblemList,
) -> dict[str, Question]:
    rows = read_rows(
        path, "question,figure,page,table_page,scale,item_set,text_da,text_en,title_da,title_en"
    )
    check_unique(rows, ["question"], problems)
    findings = finding_rows(path.with_name("findings.csv"), problems)
    others = other_names(path.with_name("other_names.csv"))
    questions = {}
    for row in rows:
        finding = findings.get(row["question"])
        if row["scale"] not in scales:
            problems.add(row.problem("scale", f"en af {', '.join(scales)}"))
        elif row["item_set"] not in item_sets:
            problems.add(row.problem("item_set", f"en af {', '.join(item_sets)}"))
        else:
            questions[row["question"]] = Question(
                key=row["question"],
                figure=row["figure"],
                page=row["page"],
                table_page=row["table_page"],
                text=_labels(row, "text"),
                title=_labels(row, "title"),
                scale=scales[row["scale"]],
                item_set=row["item_set"],
                items=item_sets[row["item_set"]],
                finding=_labels(finding, "text") if finding else None,
                other_names=tuple(others.get(row["question"], ())),
            )
    return questions


def _read_scales(path: Path, problems: ProblemList) -> dict[str, Scale]:
    rows = read_rows(
        path, "scale,answer,order,label_da,label_en,short_da,short_en,score,side,low,central,high"
    )
    check_unique(rows, ["scale", "answer"], problems)
    answers: dict[str, list[Answer]] = {}
    for row in sorted(rows, key=lambda row: (row["scale"], row.decimal("order", problems))):
        if row["side"] not in get_args(Side):
            problems.add(row.problem("side", "top, neutral eller bottom"))
        band = None
        if row["central"]:
            low, central, high = (row.decimal(end, problems) for end in ("low", "central", "high"))
            band = (low, central, high)
        answers.setdefault(row["scale"], []).append(
            Answer(
                key=row["answer"],
                label=_labels(row, "label"),
                short=_labels(row, "short"),
                score=row.decimal("score", problems),
                side=row["side"],  # type: ignore[arg-type]  # checked above
                band=band,
            )
        )
    return {key: Scale(key, tuple(values)) for key, values in answers.items()}


def _read_items(path: Path, columns: str, problems: ProblemList) -> dict[str, tuple[Item, ...]]:
    """Items by their set; the first two columns are the set's key and the item's."""
    rows = read_rows(path, columns)
    item_set, key, *_ = columns.split(",")
    check_unique(rows, [item_set, key], problems)
    others = other_names(path.with_name("other_names.csv")) if key == "item" else {}
    items: dict[str, list[Item]] = {}
    for row in sorted(rows, key=lambda row: row.decimal("order", problems)):
        label = _labels(row, "label")
        short = _labels(row, "short") if "short_da" in row.cells else label
        also = tuple(others.get(row[key], ()))
        items.setdefault(row[item_set], []).append(Item(row[key], label, short, other_names=also))
    return {key: tuple(values) for key, values in items.items()}


def _labels(row: CsvRow, column: str) -> Labels:
    return Labels(row[f"{column}_da"], row[f"{column}_en"])
