"""The instrument: questions, items, answer scales, size bands and the population.

A survey is described by its codebook alone: the same code serves any survey whose codebook
has the files of ``data/codebook``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Literal

from analysis.survey.checks import InputError, Row, duplicates, problem, raise_if_any, read_rows
from analysis.survey.options import choose
from analysis.survey.paths import data_folder

Lang = Literal["da", "en"]
Side = Literal["top", "neutral", "bottom"]


@dataclass(frozen=True)
class Labels:
    """A text in both languages; ``labels["da"]``."""

    da: str
    en: str

    def __getitem__(self, lang: str) -> str:
        return self.en if lang == "en" else self.da


@dataclass(frozen=True)
class Answer:
    """One answer of a scale; ``band`` is (low, central, high) in per cent of the staff."""

    key: str
    label: Labels
    short: Labels
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
        return tuple(answer.key for answer in self.answers if answer.side == side)


@dataclass(frozen=True)
class Item:
    """What is judged: a professional profile or a statement."""

    key: str
    label: Labels
    short: Labels


@dataclass(frozen=True)
class Question:
    """One question, asked of each of its items on one scale."""

    key: str
    figure: str
    page: str
    table_page: str
    text: Labels
    title: Labels
    scale: Scale
    item_set: str
    items: tuple[Item, ...]

    def item(self, key: str) -> Item:
        """The item with this key."""
        return next(item for item in self.items if item.key == key)

    def answer(self, key: str) -> Answer:
        """The answer with this key."""
        return next(answer for answer in self.scale.answers if answer.key == key)


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
    """

    questions: Mapping[str, Question]
    size_bands: tuple[SizeBand, ...]
    population: Mapping[str, int]
    groups: Mapping[str, tuple[Item, ...]] = field(default_factory=dict)

    def question(self, key: str) -> Question:
        """The question with this key, or an InputError that lists the keys."""
        return self.questions[choose("question", key, self.questions)]

    def size_band(self, staff: int) -> SizeBand:
        """The band that holds this many staff."""
        for band in self.size_bands:
            if band.holds(staff):
                return band
        raise InputError(
            f"Et jobcenter med {staff} medarbejdere hører ikke til i nogen størrelsesgruppe. "
            "Angiv et helt tal fra 1, eller udvid data/codebook/size_bands.csv."
        )


def read_codebook(folder: Path | str | None = None) -> Codebook:
    """Read a codebook from its five files.

    Parameters
    ----------
    folder : path, optional
        A folder with ``questions.csv``, ``items.csv``, ``scales.csv``, ``size_bands.csv`` and
        ``population.csv``, and ``groups.csv`` for a survey with group variables of its own; the
        project's own ``data/codebook`` when left out.

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
    'Hvor vigtige er hver af de seks profiler for dit jobcenter i dag?'
    """
    return _read(Path(folder) if folder is not None else data_folder() / "codebook")


@lru_cache(maxsize=8)
def _read(folder: Path) -> Codebook:
    scales = _read_scales(folder / "scales.csv")
    item_sets = _read_items(folder / "items.csv")
    questions = {}
    problems: list[str] = []
    columns = "question,figure,page,table_page,scale,item_set,text_da,text_en,title_da,title_en"
    rows = read_rows(folder / "questions.csv", columns.split(","))
    problems += _twice(rows, "question")
    for row in rows:
        if row["scale"] not in scales:
            problems.append(row.problem("scale", f"en af {', '.join(scales)}", "Ret cellen."))
        elif row["item_set"] not in item_sets:
            problems.append(row.problem("item_set", f"en af {', '.join(item_sets)}", "Ret cellen."))
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
            )
    raise_if_any(problems)
    return Codebook(
        questions=questions,
        size_bands=_read_size_bands(folder / "size_bands.csv"),
        population=_read_population(folder / "population.csv"),
        groups=_read_groups(folder / "groups.csv"),
    )


def _read_scales(path: Path) -> dict[str, Scale]:
    columns = (
        "scale,answer,order,label_da,label_en,short_da,short_en,score,side,low,central,high"
    ).split(",")
    rows = read_rows(path, columns)
    problems = _twice(rows, "scale", "answer")
    answers: dict[str, list[Answer]] = {}
    for row in sorted(rows, key=lambda row: (row["scale"], _number(row, "order", problems))):
        if row["side"] not in ("top", "neutral", "bottom"):
            problems.append(row.problem("side", "top, neutral eller bottom", "Ret cellen."))
        band = None
        if row["central"]:
            band = (
                _number(row, "low", problems),
                _number(row, "central", problems),
                _number(row, "high", problems),
            )
        answers.setdefault(row["scale"], []).append(
            Answer(
                key=row["answer"],
                label=_labels(row, "label"),
                short=_labels(row, "short"),
                score=_number(row, "score", problems),
                side=row["side"],  # type: ignore[arg-type]
                band=band,
            )
        )
    raise_if_any(problems)
    return {key: Scale(key, tuple(values)) for key, values in answers.items()}


def _read_items(path: Path) -> dict[str, tuple[Item, ...]]:
    rows = read_rows(path, "item_set,item,order,label_da,label_en,short_da,short_en".split(","))
    problems = _twice(rows, "item_set", "item")
    items: dict[str, list[Item]] = {}
    for row in sorted(rows, key=lambda row: _number(row, "order", problems)):
        item = Item(row["item"], _labels(row, "label"), _labels(row, "short"))
        items.setdefault(row["item_set"], []).append(item)
    raise_if_any(problems)
    return {key: tuple(values) for key, values in items.items()}


def _read_size_bands(path: Path) -> tuple[SizeBand, ...]:
    problems: list[str] = []
    bands = []
    for row in read_rows(path, "band,label_da,label_en,staff_min,staff_max".split(",")):
        top = int(_number(row, "staff_max", problems)) if row["staff_max"] else None
        low = int(_number(row, "staff_min", problems))
        bands.append(SizeBand(row["band"], _labels(row, "label"), low, top))
    raise_if_any(problems)
    return tuple(bands)


def _read_population(path: Path) -> dict[str, int]:
    problems: list[str] = []
    values = {
        row["key"]: int(_number(row, "value", problems))
        for row in read_rows(path, "key,value,unit,source".split(","))
    }
    raise_if_any(problems)
    return values


def _read_groups(path: Path) -> dict[str, tuple[Item, ...]]:
    if not path.exists():
        return {}
    rows = read_rows(path, "group,value,order,label_da,label_en".split(","))
    problems = _twice(rows, "group", "value")
    groups: dict[str, list[Item]] = {}
    for row in sorted(rows, key=lambda row: _number(row, "order", problems)):
        label = _labels(row, "label")
        groups.setdefault(row["group"], []).append(Item(row["value"], label, label))
    raise_if_any(problems)
    return {key: tuple(values) for key, values in groups.items()}


def _labels(row: Row, column: str) -> Labels:
    return Labels(row[f"{column}_da"], row[f"{column}_en"])


def _number(row: Row, column: str, problems: list[str]) -> float:
    try:
        return float(row[column])
    except ValueError:
        message = row.problem(column, "et tal med decimalpunktum", "Ret cellen.")
        if message not in problems:
            problems.append(message)
        return 0.0


def _twice(rows: list[Row], *columns: str) -> list[str]:
    return [
        problem(
            later.file,
            later.number,
            columns[-1],
            later[columns[-1]],
            f"en nøgle, der ikke allerede står i række {first.number}",
            "Slet den ene række, eller ret nøglen.",
        )
        for first, later in duplicates(rows, *columns)
    ]
