"""The codebook of a survey: questions, items, answer scales, groups and the population.

A survey is described by its folder alone: the same code serves any survey whose folder has the
files of ``data/fagligheder-2017``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path

from analysis.survey.checks import InputError, Problem, ProblemList, rows_or_problems
from analysis.survey.codebook_files import read_groups, read_items, read_questions, read_scales
from analysis.survey.codebook_rules import BaseRule, population_rows
from analysis.survey.codebook_words import with_words
from analysis.survey.description import SURVEY_FILE, Description, SurveyFiles, read_description
from analysis.survey.labels import Labels as Labels
from analysis.survey.labels import Lang as Lang
from analysis.survey.labels import Noun as Noun
from analysis.survey.names import unknown_name
from analysis.survey.paths import survey_folder
from analysis.survey.questions import Answer as Answer
from analysis.survey.questions import Item as Item
from analysis.survey.questions import OpenQuestion as OpenQuestion
from analysis.survey.questions import Question as Question
from analysis.survey.questions import Scale as Scale
from analysis.survey.questions import Side as Side

#: No job centre has more staff than this; København had 2,345.
MOST_STAFF = 9999


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
        ``population`` is the number of people the respondents stand for, when it is known.
    groups : mapping of str to tuple of Item
        Values of each group variable, for surveys that have other groups than kommuner.
    base_rule : {"all", "applicable", "listed"}
        What shares of supplied answers are taken of, in every table, figure and cross-tab alike.
    about : Description
        Title, source, and the words for its units and respondents.
    open_questions : mapping of str to OpenQuestion
    group_names : mapping of str to Labels
        What each group variable is called.
    ordinal_groups : tuple of str
        Group variables whose values are in an order that means something.
    strata : mapping of str to int
        How many the population has in each stratum, where that is known.
    """

    questions: Mapping[str, Question]
    size_bands: tuple[SizeBand, ...]
    population: Mapping[str, int]
    groups: Mapping[str, tuple[Item, ...]] = field(default_factory=dict)
    base_rule: BaseRule = "all"
    about: Description = field(default_factory=Description)
    open_questions: Mapping[str, OpenQuestion] = field(default_factory=dict)
    group_names: Mapping[str, Labels] = field(default_factory=dict)
    ordinal_groups: tuple[str, ...] = ()
    strata: Mapping[str, int] = field(default_factory=dict)

    def question(self, key: str) -> Question:
        """The question with this key or this role, or an InputError that lists the keys."""
        if key in self.questions:
            return self.questions[key]
        if (named := self.about.roles.get(key)) in self.questions:
            return self.questions[str(named)]
        raise unknown_name("Spørgsmålet", key, self.questions)

    def has_roles(self, *roles: str) -> bool:
        """Whether each of these roles is a question's."""
        return all(self.about.roles.get(role) in self.questions for role in roles)

    def columns(self) -> dict[str, tuple[Question, Item]]:
        """Question and item by the name of their column, in the order of the questionnaire."""
        return {
            question.column(item.key): (question, item)
            for question in self.questions.values()
            for item in question.items
        }

    @property
    def asks_kommune(self) -> bool:
        """Whether respondents are asked for their kommune: it is their unit, and no group is."""
        return self.about.kommuner and not self.groups

    @property
    def release_group(self) -> str:
        """The grouping of the survey's own cross-tabs; empty when it has none."""
        usual = "size_band" if self.size_bands else next(iter(self.groups), "")
        return self.about.default_group or usual

    def grouped_by(self, by: str | None) -> Codebook:
        """The same codebook with another grouping of its own; without any, the codebook itself."""
        if by is None:
            return self
        return replace(self, about=replace(self.about, default_group=by))

    def group_name(self, by: str) -> Labels:
        """What a group variable is called."""
        return self.group_names.get(by, Labels(by, by))

    def size_band(self, staff: int) -> SizeBand:
        """The band that holds this many staff."""
        for band in self.size_bands:
            if band.holds(staff):
                return band
        raise InputError(
            Problem(
                f"Et jobcenter med {staff} medarbejdere hører ikke til i nogen størrelsesgruppe.",
                "Angiv et helt tal fra 1, eller udvid size_bands.csv.",
            )
        )


def read_codebook(folder: Path | str | None = None) -> Codebook:
    """Read a codebook from its files.

    Parameters
    ----------
    folder : path, optional
        A folder with ``questions.csv``, and as needed ``survey.toml`` (title, source, words, base),
        ``items.csv``, ``scales.csv``, ``groups.csv`` (group variables of its own),
        ``size_bands.csv``, ``population.csv``, ``findings.csv`` and ``answer_sentences.csv``
        (sentences of its own) and ``other_names.csv`` (names that are read but not printed); the
        survey of 2017 when left out. A copy of that has no population until one is written there:
        rows that are the project's own, with their source, are left out.

    Returns
    -------
    Codebook

    Raises
    ------
    InputError
        A file is missing or damaged, or names a scale or an item set that is not there. All
        problems of all files are listed.

    Examples
    --------
    >>> read_codebook().question("importance").text["da"]
    'Hvor vigtig er hver af de seks profiler for dit jobcenter i dag?'
    """
    return read_described(folder)[0]


def read_described(folder: Path | str | None = None) -> tuple[Codebook, SurveyFiles]:
    """Read a codebook as `read_codebook`, and the files that its ``survey.toml`` names."""
    if folder is None:
        return _read(survey_folder())
    folder = Path(folder)
    if not folder.is_dir():
        cure = "Ret stien til mappen med survey.toml og questions.csv."
        raise InputError(Problem("mappen findes ikke.", cure, str(folder)))
    files = sorted([*folder.glob("*.csv"), *folder.glob(SURVEY_FILE)])
    return _read(folder, tuple((file, file.stat().st_mtime_ns) for file in files))


@lru_cache(maxsize=8)
def _read(folder: Path, written: tuple[tuple[Path, int], ...] = ()) -> tuple[Codebook, SurveyFiles]:
    """Read a codebook once, as long as its files stay as they were written."""
    problems = ProblemList()
    read = read_parts(folder, problems)
    problems.raise_if_any()
    return read


def read_parts(folder: Path, problems: ProblemList) -> tuple[Codebook, SurveyFiles]:
    """Read all files of a codebook, and add whatever is wrong in any of them."""
    about, files = read_description(folder, problems)
    scales = read_scales(folder / "scales.csv", problems)
    item_sets = read_items(folder / "items.csv", problems)
    groups, names, ordinal = read_groups(folder / "groups.csv", problems)
    questions, open_questions = read_questions(
        folder / "questions.csv", scales, item_sets, about, problems
    )
    questions = with_words(questions, about, folder / "answer_sentences.csv", problems)
    population, strata = {}, {}
    for row in population_rows(folder, survey_folder(), problems):
        number = row.whole("value", 1, 10**9, problems)
        if row.cells.get("stratum"):
            strata[row["stratum"]] = number
        else:
            population[row["key"]] = number
    bands = tuple(_size_bands(folder / "size_bands.csv", problems))
    book = Codebook(
        questions, bands, population, groups, about.base, about, open_questions, names, ordinal,
        strata,
    )  # fmt: skip
    if not problems.total:  # else what is named may be missing because it is damaged
        _check_named(book, problems)
    return book, files


def _size_bands(path: Path, problems: ProblemList) -> Iterator[SizeBand]:
    columns = "band,label_da,label_en,staff_min,staff_max"
    for row in rows_or_problems(path, columns, problems) if path.exists() else []:
        yield SizeBand(
            key=row["band"],
            label=Labels(row["label_da"], row["label_en"]),
            staff_min=int(row.decimal("staff_min", problems)),
            staff_max=int(row.decimal("staff_max", problems)) if row["staff_max"] else None,
        )


def _check_named(book: Codebook, problems: ProblemList) -> None:
    """Add a problem where ``survey.toml`` names a question or a group that is not there."""
    for role, key in book.about.roles.items():
        if key not in book.questions:
            cure = f"Vælg et af: {', '.join(book.questions)}."
            expected = "et spørgsmål i questions.csv"
            problems.add(
                Problem("", cure, SURVEY_FILE, keys=("roles", role), found=key, expected=expected)
            )
    group = book.about.default_group
    known = [*book.groups, *(["size_band"] if book.size_bands else [])]
    if group and group not in known:
        cure = f"Vælg en af: {', '.join(known)}." if known else "Skriv gruppen i groups.csv."
        expected = "en gruppe i groups.csv"
        problems.add(
            Problem("", cure, SURVEY_FILE, keys=("default_group",), found=group, expected=expected)
        )
