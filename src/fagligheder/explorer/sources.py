"""Sources of answers: a survey's own numbers, a file of answers, or made-up answers."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

from analysis.measures.sources import ASSOCIATION, made_up_seed
from analysis.measures.synthetic import synthesize
from analysis.survey.answers.mapping import mapping_beside
from analysis.survey.answers.own import Own, read_filled_own
from analysis.survey.answers.reader import read_answers
from analysis.survey.checks import InputError
from analysis.survey.codebook import Codebook, read_codebook
from analysis.survey.folder import read_folder
from analysis.survey.published import read_published
from analysis.survey.survey import Survey
from analysis.words import text
from fagligheder.run.keyed_hash import keyed_hash

#: What can be chosen of the survey of 2017, and of a survey of its own folder.
SOURCES = ("published", "file", "synthetic")
FOLDER_SOURCES = ("published", "file")


@dataclass(frozen=True)
class Source:
    """A source of answers: a survey's own numbers, a file, or made-up answers.

    Attributes
    ----------
    name : {"published", "file", "synthetic"}
        ``published`` is what the survey itself has: printed tables, or the answers in its folder.
    path, mapping : str
        A file of answers and its mapping file; either may be empty.
    seed : int
        Of the made-up answers.
    folder : str
        The survey's folder; that of 2017 when empty.
    given : Survey, optional
        A survey that is read already, in place of a folder.
    """

    name: Literal["published", "file", "synthetic"] = "published"
    path: str = ""
    mapping: str = ""
    seed: int = 1
    folder: str = ""
    given: Survey | None = None

    def read(self, lang: str = "da") -> Survey:
        """Read the survey, or return it when it was read before.

        Raises
        ------
        InputError
            No file is chosen, or it cannot be used.
        """
        if self.name == "file" and not self.path:
            raise InputError(text("explorer.file_missing", lang))
        return read_once(self)

    @property
    def codebook(self) -> Codebook:
        """The questions of the survey, which are known before its answers are."""
        return read_codebook(self.folder or None) if self.given is None else self.given.codebook

    @property
    def own_survey(self) -> bool:
        """Whether it is another survey than that of 2017."""
        return bool(self.folder) or self.given is not None

    def python_lines(self, lang: str = "da") -> list[str]:
        """Return the lines of Python that read the survey as it was given."""
        if self.name == "synthetic":
            return [f"survey = fag.synthesize(seed={self.seed}, association={ASSOCIATION})"]
        if self.name == "published" and self.given is not None:
            words = {"name": "survey", "function": "explore(survey=…)"}
            return [f"# {text('explorer.given_survey', lang, **words)}"]
        if self.name == "published":
            folder = python_string(self.folder)
            read = f"read_survey({folder}, protected=False)" if self.folder else "read_published()"
            return [f"survey = fag.{read}"]
        path, folder = python_string(self.path), python_string(self.folder)
        if self.folder and not self.mapping:
            return [f"survey = fag.read_survey({folder}, answers={path}, protected=False)"]
        mapping = f", mapping={python_string(self.mapping)}" if self.mapping else ""
        book = f", codebook={folder}" if self.folder else ""
        if self.given is not None:
            book = ", codebook=survey.codebook"
        return [f"survey = fag.read_answers({path}{mapping}{book})"]

    def file_name_part(self, lang: str) -> str:
        """Return the source as the end of a file name; empty for the printed numbers of 2017."""
        if self.name == "synthetic":
            return f"{'synthetic' if lang == 'en' else 'syntetisk'}-{self.seed}"
        if self.name == "published":
            named = self.given.source if self.given is not None else Path(self.folder).name
            return file_name_part(named)[:40].strip("-") if self.own_survey else ""
        unique = keyed_hash(self.path, self.mapping)[:6]
        return f"{file_name_part(Path(self.path).stem)}-{unique}"


#: The printed tables of 2017.
PRINTED = Source()


def source_of(answers: Path | str | None, survey: Survey | Path | str | None = None) -> Source:
    """Return the source that ``read_survey`` would read, of a survey or of that of 2017.

    Raises
    ------
    InputError
        Made-up answers are asked for, to another survey than that of 2017.

    Examples
    --------
    >>> source_of(None).name, source_of("syntetisk:7").seed
    ('published', 7)
    """
    given = survey if isinstance(survey, Survey) else None
    folder = "" if survey is None or given is not None else str(survey)
    if not answers:
        return Source(folder=folder, given=given)
    seed = made_up_seed(answers)
    if seed is not None and survey is not None:
        raise InputError(
            f"Fandt {answers} sammen med en anden undersøgelse, forventede en fil med svar. "
            "Opdigtede svar findes kun til undersøgelsen fra 2017: udelad den ene."
        )
    if seed is not None:
        return Source("synthetic", seed=seed)
    mapping = mapping_beside(Path(answers))
    return Source("file", str(answers), str(mapping or ""), folder=folder, given=given)


@lru_cache(maxsize=8)
def read_once(source: Source) -> Survey:
    """Read a source as it was given, and keep it; `results.forget_results` has it read again."""
    if source.name == "synthetic":
        return synthesize(source.seed, ASSOCIATION)
    if source.name == "file" and source.folder and not source.mapping:
        return read_folder(source.folder, source.path)
    if source.name == "file":
        return read_answers(source.path, source.mapping or None, source.codebook)
    if source.given is not None:
        return source.given
    return read_folder(source.folder) if source.folder else read_published()


@lru_cache(maxsize=8)
def read_own_once(path: str, lang: str = "da") -> Own:
    """Read a kommune's own answers, and keep them; nothing without a path.

    Raises
    ------
    InputError
        The file cannot be used, or tells nothing.
    """
    return read_filled_own(path, lang=lang)


def is_supplied(survey: Survey) -> bool:
    """Whether the numbers are of supplied answers, which are protected before they are shown."""
    return survey.basis == "observed" and survey.answers is not None


def python_string(words: str) -> str:
    """Return a text as a Python string, between the quotation marks that it does not use.

    Examples
    --------
    >>> print(python_string("æ"), python_string('region == "Fyn"'))
    "æ" 'region == "Fyn"'
    """
    if '"' in words and not {"'", "\\"} & set(words) and words.isprintable():
        return f"'{words}'"
    return json.dumps(words, ensure_ascii=False)


def file_name_part(words: str) -> str:
    """Return words as a part of a file name.

    Examples
    --------
    >>> file_name_part("To øverste svar"), file_name_part("15–20 pct.")
    ('to-oeverste-svar', '15-20-pct')
    """
    plain = words.lower().replace("æ", "ae").replace("ø", "oe").replace("å", "aa")
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
