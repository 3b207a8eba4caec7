"""A survey, and the provenance that each results frame computed from it carries."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import wraps
from typing import Any, Concatenate, Literal, ParamSpec, TypeVar
from weakref import WeakKeyDictionary

import numpy as np
import pandas as pd

from analysis.survey.checks import InputError
from analysis.survey.codebook import Codebook, Labels, read_codebook
from analysis.survey.codebook_json import parse_codebook, write_codebook
from analysis.survey.design import SurveyDesign
from analysis.survey.protected_counts import ProtectedCounts
from analysis.survey.where import matching
from analysis.words import text

Basis = Literal["published", "recovered", "bounded", "modelled", "observed", "synthetic"]


@dataclass(frozen=True)
class Provenance:
    """The codebook and source of a results frame, and what its interval columns hold.

    Attributes
    ----------
    codebook : Codebook
        Labels of questions, items, answers and size bands.
    source : str
        As printed under figures and tables; empty when it is not known.
    interval : str
        Kind of interval in ``low`` and ``high``.
    level : float
        Its confidence level.
    population : int or None
        People the answers stand for.
    kommuner : int
        Municipalities that took part; 0 when that is not known.
    rebased : bool
        Whether answers outside the listed categories were left out of the base.
    source_en : str
        The source in English, where it has words of ours in it.
    groups : mapping of str to Labels
        Labels of the frame's groups by key; empty when it has none.
    top_band : (float, float, float) or None
        Low, central and high per cent that the open top band was given; None when it was left
        as the codebook has it.
    protected : bool
        False for what is computed from supplied answers themselves, not from protected counts.
    weighted : bool
        Whether shares are weighted by the survey's design; ``n`` and ``base`` never are.
    by : str
        What the groups are formed by; empty where there are none.
    """

    codebook: Codebook = field(repr=False)
    source: str = ""
    interval: str = "none"
    level: float = 0.95
    population: int | None = None
    rebased: bool = False
    source_en: str = ""
    groups: Mapping[str, Labels] = field(default_factory=dict)
    top_band: tuple[float, float, float] | None = None
    protected: bool = True
    kommuner: int = 0
    weighted: bool = False
    by: str = ""

    def source_in(self, lang: str) -> str:
        """The source in one language."""
        return self.source_en if lang == "en" and self.source_en else self.source


@dataclass(frozen=True, eq=False)
class Survey:
    """What was asked and answered; every measure starts from one.

    Attributes
    ----------
    codebook : Codebook
        Questions, items, scales, size bands and population.
    kommuner : DataFrame
        One row per participating municipality, indexed by code: name, staff (people in the job
        centre), answers (managers), region, landsdel, kommunegruppe, population, size_band.
    basis : str
        ``recovered`` for the printed tables, ``observed`` or ``synthetic`` for answers.
    source : str
        Where the numbers come from, as printed under figures.
    printed : DataFrame or None
        One row per printed cell: question, item, answer, percent (whole), page.
    answers : DataFrame or None
        One row per respondent: kommune code and one column per ``question_item``, an ordered
        categorical of answer keys; NaN where there is no answer on the scale. Numbers themselves
        stand in ``question_item_number``, answers in words under their question's key, and what
        was drawn, where it is no kommune, in ``unit``.
    outside_answers : DataFrame or None
        One row per row of ``answers`` and one column of bools for each ``question_item`` that has
        any: whether the respondent's answer lies outside the listed categories (don't know). It
        counts in the item's base, not among its listed answers. A part of the answers has its own.
    not_applicable : DataFrame or None
        As ``outside_answers``: whether the question does not concern the respondent, by his own
        answer. Under the codebook's base rule ``applicable`` he is in no base; otherwise his
        answer is among the outside ones, too.
    unplaced : mapping of str to int
        By ``question_item``: further answers outside the listed categories, of people who are
        not among the respondents (the two of figure 5 in made-up answers).
    notes : tuple of str
        What a reader of the survey should know, in Danish.
    source_en : str
        The source in English, where it has words of ours in it.
    released : ProtectedCounts or None
        The protected counts, in place of answers, of a survey that is ready for release.
    design : SurveyDesign or None
        How the respondents were drawn; its weights, strata and clusters are columns of
        ``answers`` under their own names.
    part : str
        How the respondents were chosen among all, or their answers changed; empty for a survey as
        it was read. What is left out of a part could be computed from two releases, so a part of
        supplied answers is not released (`protect`).
    """

    codebook: Codebook
    kommuner: pd.DataFrame
    basis: Basis
    source: str
    printed: pd.DataFrame | None = None
    answers: pd.DataFrame | None = None
    outside_answers: pd.DataFrame | None = None
    unplaced: Mapping[str, int] = field(default_factory=dict)
    notes: tuple[str, ...] = field(default=())
    source_en: str = ""
    released: ProtectedCounts | None = None
    design: SurveyDesign | None = None
    part: str = ""
    not_applicable: pd.DataFrame | None = None

    def __post_init__(self) -> None:
        if self.design is not None and self.answers is not None:
            absent = [name for name in self.design.columns if name not in self.answers]
            if absent:
                raise InputError(
                    f"{self.source}: kolonnen {absent[0]}, som udvalget beskrives med, findes ikke "
                    "blandt svarene. Ret navnet, eller tilføj kolonnen."
                )
            object.__setattr__(self, "design", self.design.with_sizes(self.answers))
        for name in ("outside_answers", "not_applicable"):
            self._align(name)

    def _align(self, name: str) -> None:
        """Give marks of the respondents the rows of their answers."""
        marks: pd.DataFrame | None = getattr(self, name)
        if marks is None:
            return
        aligned = None if self.answers is None else _aligned(marks, self.answers)
        if aligned is None:
            raise InputError(
                f"{self.source}: answers og {name} har ikke de samme rækker, så ingen "
                "ved, hvem der svarede ved ikke. Tag en del af svarene med survey.subset(maske)."
            )
        object.__setattr__(self, name, aligned)

    def marked(self, name: str, column: str) -> np.ndarray:
        """Which respondents are marked for an item in ``outside_answers`` or ``not_applicable``."""
        marks: pd.DataFrame | None = getattr(self, name)
        assert self.answers is not None, "asked of a survey without answers"
        if marks is None or column not in marks:
            return np.zeros(len(self.answers), dtype=bool)
        return marks[column].to_numpy(dtype=bool)

    @property
    def outside(self) -> dict[str, int]:
        """Answers outside the listed categories by ``question_item``; only items that have any."""
        counts = dict(self.unplaced)
        if self.outside_answers is not None:
            for name, number in self.outside_answers.sum().items():
                counts[str(name)] = counts.get(str(name), 0) + int(number)
        return {name: number for name, number in counts.items() if number}

    def subset(self, keep: Sequence[bool] | np.ndarray | pd.Series) -> Survey:
        """Keep the respondents for whom ``keep`` is true, their don't-knows and municipalities.

        ``keep`` has one value per row of ``answers``, in their order.
        """
        if self.answers is None:
            raise InputError(
                f"{self.source} har ingen svar at vælge blandt. Indlæs en fil med svar."
            )
        answers = self.answers[np.asarray(keep, dtype=bool)]
        kommuner = self.kommuner
        if "kommune" in answers and "answers" in kommuner:
            number = answers["kommune"].value_counts().reindex(kommuner.index, fill_value=0)
            kommuner = kommuner.assign(answers=number)
            kommuner = kommuner[kommuner["answers"] > 0]
        part = self.part or ("" if len(answers) == len(self.answers) else "udvalgte svar")
        design = None if self.design is None else self.design.of_part(self.answers)
        return replace(
            self, answers=answers, kommuner=kommuner, unplaced={}, design=design, part=part
        )

    def where(self, expression: str, *, lang: str = "da") -> Survey:
        """Keep the respondents that an expression is true of, with their own bases.

        Parameters
        ----------
        expression : str
            Columns, values in quotes, ``== != < <= > >= in`` and ``and or not``; see `matching`.
        lang : {"da", "en"}
            Of the problems that are found.

        Returns
        -------
        Survey
            Its source names the expression. It is for use inside the house: a part of supplied
            answers is not released.

        Raises
        ------
        InputError
            The survey has no answers, the expression cannot be read or names what does not
            exist, or nobody is left.

        Examples
        --------
        >>> from analysis.measures.synthetic import synthesize
        >>> small = synthesize(seed=1).where('size_band == "Små"')
        >>> small.respondents, len(small.kommuner)
        (14, 14)
        """
        words = " ".join(str(expression).split())
        if self.answers is None:
            raise InputError(text("filter.no_answers", lang, source=self.source_in(lang)))
        part = self.subset(matching(self, words, lang=lang))
        if not part.respondents:
            said = text("filter.nobody", lang, number=self.respondents, words=words)
            raise InputError(said)
        earlier = f"({self.part}) and ({words})" if self.part else words
        return replace(
            part,
            part=earlier,
            codebook=replace(self.codebook, population={}),  # whom a part stands for is not known
            source=f"{self.source}; kun {words}",
            source_en=f"{self.source_in('en')}; only {words}",
        )

    def source_in(self, lang: str) -> str:
        """The source in one language."""
        return origin_of(self).source_in(lang)

    def __repr__(self) -> str:
        questions = (f"{q.key} ({len(q.items)})" for q in self.codebook.questions.values())
        return (
            f"Survey: {self.source}\n"
            f"  basis: {self.basis}\n"
            f"  respondents: {self.respondents}, kommuner: {len(self.kommuner)}\n"
            f"  questions (items): {', '.join(questions)}"
        )

    @property
    def is_printed(self) -> bool:
        """Whether it is known from printed tables alone, without answers."""
        return self.answers is None and self.released is None

    @property
    def allowed_basis(self) -> Basis:
        """The basis of ranges of what it does not say: made-up answers keep their own."""
        return "synthetic" if self.basis == "synthetic" else "bounded"

    @property
    def respondents(self) -> int:
        """How many managers answered."""
        if self.released is not None:
            return len(self.released.people[-1])
        if self.answers is not None:
            return len(self.answers)
        if self.kommuner.empty:
            return self.codebook.population.get("respondents", 0)
        return int(self.kommuner.answers.sum())


def _aligned(outside: pd.DataFrame, answers: pd.DataFrame) -> pd.DataFrame | None:
    """The rows of ``outside`` for those of ``answers``, by label; None when they do not fit."""
    if not outside.index.equals(answers.index):
        if not outside.index.is_unique or not answers.index.isin(outside.index).all():
            return None
        outside = outside.loc[answers.index]
    marks = outside.astype(bool)
    marks = marks.loc[:, marks.any()]
    both = [name for name in marks if (answers[name].notna() & marks[name]).any()]
    return None if both else marks


Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")


def once_per_survey(
    function: Callable[Concatenate[Survey, Arguments], Result],
) -> Callable[Concatenate[Survey, Arguments], Result]:
    """Compute a function once for each survey and arguments, and keep it as long as the survey."""
    kept: WeakKeyDictionary[Survey, dict[object, Result]] = WeakKeyDictionary()

    @wraps(function)
    def once(survey: Survey, /, *args: Arguments.args, **kwargs: Arguments.kwargs) -> Result:
        results, key = kept.setdefault(survey, {}), (args, *kwargs.items())
        if key not in results:
            results[key] = function(survey, *args, **kwargs)
        return results[key]

    return once


def origin_of(survey: Survey, **settings: Any) -> Provenance:
    """The provenance of what is computed from a survey.

    Parameters
    ----------
    survey : Survey
        Supplied answers themselves are not protected; what `protect` makes of them is.
    **settings
        The other attributes of `Provenance`.
    """
    return Provenance(
        survey.codebook,
        survey.source,
        source_en=survey.source_en,
        protected=survey.answers is None or survey.basis != "observed",
        kommuner=len(survey.kommuner),
        **settings,
    )


def provenance(frame: pd.DataFrame) -> Provenance:
    """The frame's provenance; the project's codebook without a source when it was lost."""
    stored = frame.attrs.get("provenance")
    try:
        return _read_provenance(stored) if stored else Provenance(read_codebook())
    except (KeyError, TypeError, ValueError, AttributeError):
        return Provenance(read_codebook())


def with_provenance(frame: pd.DataFrame, origin: Provenance) -> pd.DataFrame:
    """The same frame, carrying where it comes from.

    Its ``attrs`` hold plain values alone, so that Parquet and pickle keep them.
    """
    marked = frame.copy(deep=False)
    marked.attrs["provenance"] = {
        "codebook": write_codebook(origin.codebook),
        "source": origin.source,
        "source_en": origin.source_en,
        "interval": origin.interval,
        "level": float(origin.level),
        "population": None if origin.population is None else int(origin.population),
        "rebased": bool(origin.rebased),
        "groups": {key: [label.da, label.en] for key, label in origin.groups.items()},
        "top_band": None if origin.top_band is None else [float(x) for x in origin.top_band],
        "protected": bool(origin.protected),
        "kommuner": origin.kommuner,
        **({"weighted": True} if origin.weighted else {}),
        "by": origin.by,
    }
    return marked


def _read_provenance(stored: Mapping[str, Any]) -> Provenance:
    top_band = stored["top_band"]
    return Provenance(
        **{
            **stored,
            "codebook": parse_codebook(stored["codebook"]),
            "groups": {key: Labels(*label) for key, label in stored["groups"].items()},
            "top_band": None if top_band is None else tuple(top_band),
        }
    )
