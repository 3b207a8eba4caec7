"""What ``survey.toml`` says of a survey: its title and source, its words, and how it was drawn."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any, get_args

from analysis.survey.checks import InputError, Problem, ProblemList, shorten
from analysis.survey.codebook_rules import BaseRule
from analysis.survey.design import SurveyDesign
from analysis.survey.labels import Labels, Noun

SURVEY_FILE = "survey.toml"
#: What a question can be in the measures that need one: whichever key the survey gives it.
ROLES = ("importance", "expected_need", "current_share", "ideal_share", "statements")
_NONE = Labels("", "")
_ANSWERS = Noun(Labels("svar", "answer"), Labels("svar", "answers"))
_KOMMUNE = Noun(Labels("kommune", "municipality"), Labels("kommuner", "municipalities"))
_LANGUAGES = {"title", "source", "cite", "sender"}
_KEYS = {
    "": {"wave", "base", "default_group", "theme", "answers", "sheet", "mapping"},
    "unit": {"kommuner", "column"},
    "respondent": set(),
    "design": {"weight", "strata", "cluster", "population"},
    "roles": set(ROLES),
}
_FILES = ("answers", "sheet", "mapping", "theme")
_NOUN = {f"{number}_{lang}" for number in ("singular", "plural") for lang in ("da", "en")}
_ITEM_SET = {"statements", *(f"{name}_{lang}" for name in ("heading", "one", "several")
                             for lang in ("da", "en"))}  # fmt: skip


@dataclass(frozen=True)
class ItemSet:
    """How items are spoken of: as statements, between quotation marks, or after a word of theirs.

    Attributes
    ----------
    statements : bool
        Numbered, quoted, and counted by all answers that agree.
    heading : Labels
        What stands over their names: ``Fagprofil``.
    one, several : Labels
        How one and several are named, with the field ``{items}``: ``profilen {items}``.
    """

    statements: bool = False
    heading: Labels = _NONE
    one: Labels = _NONE
    several: Labels = _NONE


@dataclass(frozen=True)
class Description:
    """What a survey is called, whom it asked, and what its shares are taken of.

    Attributes
    ----------
    title, source, cite, sender : Labels
        ``source`` stands under figures; ``cite`` is its short form before page numbers.
    wave : str
        ``2017``.
    unit, respondent : Noun
        What was drawn (kommune, school), and who answered (manager, pupil).
    kommuner : bool
        Whether the units are Danish municipalities: names, map and size bands follow.
    unit_column : str
        Heading of the column that says which unit a respondent belongs to, where there is one.
    default_group : str
        Group variable of the survey's cross-tabs; the size bands when empty, or its first.
    base : {"all", "applicable", "listed"}
        What shares of supplied answers are taken of.
    roles : mapping of str to str
        Role (``current_share``) → key of the question that has it.
    item_sets : mapping of str to ItemSet
    """

    title: Labels = _NONE
    source: Labels = _NONE
    cite: Labels = _NONE
    sender: Labels = _NONE
    wave: str = ""
    unit: Noun = _KOMMUNE
    respondent: Noun = _ANSWERS
    kommuner: bool = True
    unit_column: str = ""
    default_group: str = ""
    base: BaseRule = "all"
    roles: Mapping[str, str] = field(default_factory=dict)
    item_sets: Mapping[str, ItemSet] = field(default_factory=dict)


@dataclass(frozen=True)
class SurveyFiles:
    """The files that a survey's folder names, and how its respondents were drawn."""

    answers: str = ""
    sheet: str = ""
    mapping: str = ""
    theme: str = ""
    design: SurveyDesign | None = None


def read_description(folder: Path, problems: ProblemList) -> tuple[Description, SurveyFiles]:
    """Read ``survey.toml`` of a folder; what is usual where there is none.

    Parameters
    ----------
    folder : Path
    problems : ProblemList
        Whatever is wrong is added here.
    """
    path = folder / SURVEY_FILE
    if not path.exists():
        return Description(), SurveyFiles()
    reader = _Reader(problems)
    try:
        content = tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except UnicodeDecodeError:
        reader.add("filen er ikke UTF-8", "tegnsættet UTF-8", "Gem filen igen som UTF-8.")
        return Description(), SurveyFiles()
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"line (\d+)", str(error))
        line = int(found[1]) if found else None
        cure = 'Skriv hver linje som navn = "tekst"; tekster står i lige anførselstegn.'
        message = "er ikke gyldig TOML."
        problems.add(Problem(message, cure, SURVEY_FILE, line=line))
        return Description(), SurveyFiles()
    return reader.description(content), reader.files(content)


class _Reader:
    """Reads the parts of ``survey.toml``, and adds what is wrong."""

    def __init__(self, problems: ProblemList) -> None:
        self._problems = problems

    def add(self, found: object, expected: str, cure: str, *keys: str) -> None:
        """Add a problem at a place in the file."""
        text = shorten(str(found))
        self._problems.add(
            Problem("", cure, SURVEY_FILE, keys=tuple(filter(None, keys)), found=text,
                    expected=expected)
        )  # fmt: skip

    def description(self, content: Mapping[str, Any]) -> Description:
        """What the file says of the survey."""
        known = {f"{name}_{lang}" for name in _LANGUAGES for lang in ("da", "en")}
        tables = {*_KEYS, "item_sets"} - {""}
        self._refuse_unknown(content, known | _KEYS[""] | tables)
        parts = {name: self._table(content, name) for name in tables}
        for name in ("unit", "respondent", "design", "roles"):
            extra = _NOUN if name in ("unit", "respondent") else set()
            self._refuse_unknown(parts[name], _KEYS[name] | extra, name)
        title = self._labels(content, "title")
        if not title.da:
            cure = 'Skriv fx title_da = "Tilfredshed på skolerne 2026".'
            self.add("ingen titel", "undersøgelsens titel", cure, "title_da")
        base = self._text(content, "base") or "all"
        if base not in get_args(BaseRule):
            self.add(base, "all, applicable eller listed", "Ret ordet.", "base")
            base = "all"
        unit = parts["unit"]
        source = self._labels(content, "source") or title
        return Description(
            title=title,
            source=source,
            cite=self._labels(content, "cite") or source,
            sender=self._labels(content, "sender"),
            wave=self._text(content, "wave"),
            unit=self._noun(unit, "unit", _KOMMUNE if self._kommuner(unit) else None),
            respondent=self._noun(parts["respondent"], "respondent", _ANSWERS),
            kommuner=self._kommuner(unit),
            unit_column=self._text(unit, "column", "unit"),
            default_group=self._text(content, "default_group"),
            base=base,  # type: ignore[arg-type]  # checked above
            roles={role: self._text(parts["roles"], role, "roles") for role in parts["roles"]},
            item_sets={
                key: self._item_set(key, found) for key, found in parts["item_sets"].items()
            },
        )

    def files(self, content: Mapping[str, Any]) -> SurveyFiles:
        """The files and columns that the file names."""
        named = {name: self._text(content, name) for name in _FILES}
        design = content.get("design")
        return SurveyFiles(**named, design=self._design(design) if design else None)

    def _design(self, found: object) -> SurveyDesign | None:
        """How the respondents were drawn: headings of the file, and the size of the population."""
        if not isinstance(found, dict):
            return None
        weight, strata, cluster = (
            self._text(found, name, "design") or None for name in ("weight", "strata", "cluster")
        )
        size = found.get("population")
        whole = isinstance(size, int) and not isinstance(size, bool)
        population = size if whole else self._text(found, "population", "design") or None
        try:
            return SurveyDesign(weight, strata, cluster, population)
        except InputError as error:
            for problem in error.problems:
                cure = problem.cure or "Ret afsnittet [design]."
                self._problems.add(Problem(problem.message, cure, SURVEY_FILE, keys=("design",)))
            return None

    def _kommuner(self, unit: Mapping[str, Any]) -> bool:
        found = unit.get("kommuner", not unit)
        if isinstance(found, bool):
            return found
        self.add(found, "true eller false", "Skriv kommuner = true eller false.", "unit",
                 "kommuner")  # fmt: skip
        return False

    def _item_set(self, key: str, found: object) -> ItemSet:
        if not isinstance(found, dict):
            self.add(found, f"en tabel, [item_sets.{key}]", "Ret linjen.", "item_sets", key)
            return ItemSet()
        self._refuse_unknown(found, _ITEM_SET, "item_sets", key)
        names = {name: self._labels(found, name, "item_sets", key)
                 for name in ("heading", "one", "several")}  # fmt: skip
        for name in ("one", "several"):
            for lang in ("da", "en"):
                if (words := names[name][lang]) and "{items}" not in words:
                    cure = 'Skriv fx "profilen {items}".'
                    self.add(words, "feltet {items}", cure, "item_sets", key, f"{name}_{lang}")
                    names[name] = _NONE
        return ItemSet(statements=found.get("statements") is True, **names)

    def _noun(self, found: Mapping[str, Any], table: str, usual: Noun | None) -> Noun:
        one, several = (self._labels(found, name, table) for name in ("singular", "plural"))
        if one and several:
            return Noun(one, several)
        if one or several or usual is None:
            absent = "plural_da" if one else "singular_da"
            cure = 'Skriv begge, fx singular_da = "skole" og plural_da = "skoler".'
            whom = "der er udtrukket" if table == "unit" else "der har svaret"
            self.add("intet ord", f"hvad én og flere af dem, {whom}, hedder", cure, table, absent)
        return usual or _ANSWERS

    def _labels(self, found: Mapping[str, Any], name: str, *keys: str) -> Labels:
        da, en = (self._text(found, f"{name}_{lang}", *keys) for lang in ("da", "en"))
        return Labels(da or en, en or da)

    def _text(self, found: Mapping[str, Any], name: str, *keys: str) -> str:
        value = found.get(name, "")
        if isinstance(value, str):
            return value.strip()
        if isinstance(value, int) and not isinstance(value, bool):
            return str(value)
        self.add(value, "en tekst i anførselstegn", "Ret linjen.", *keys, name)
        return ""

    def _table(self, content: Mapping[str, Any], name: str) -> dict[str, Any]:
        found = content.get(name, {})
        if isinstance(found, dict):
            return found
        self.add(found, f"en tabel, [{name}]", f"Skriv [{name}] på en linje for sig.", name)
        return {}

    def _refuse_unknown(self, found: Mapping[str, Any], known: set[str], *keys: str) -> None:
        for name in found:
            if name not in known:
                near = get_close_matches(name, known, n=1)
                cure = f"Mente du {near[0]}? " if near else ""
                expected = f"en af {', '.join(sorted(known))}"
                self.add(name, expected, f"{cure}Ret eller slet linjen.", *keys)
