"""A survey, and the provenance that each results frame computed from it carries."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from functools import wraps
from typing import Any, Concatenate, Literal, ParamSpec, TypeVar
from weakref import WeakKeyDictionary

import pandas as pd

from analysis.survey.codebook import (
    Answer,
    Codebook,
    Item,
    Labels,
    Question,
    Scale,
    SizeBand,
    read_codebook,
)

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
        False for supplied answers whose small cells were asked for with ``protected=False``.
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
        categorical of answer keys; NaN where there is no answer on the scale.
    outside : mapping of str to int
        By ``question_item``: answers outside the listed categories (don't know). They count in
        an item's base, not among its listed answers.
    notes : tuple of str
        What a reader of the survey should know, in Danish.
    source_en : str
        The source in English, where it has words of ours in it.
    """

    codebook: Codebook
    kommuner: pd.DataFrame
    basis: Basis
    source: str
    printed: pd.DataFrame | None = None
    answers: pd.DataFrame | None = None
    outside: Mapping[str, int] = field(default_factory=dict)
    notes: tuple[str, ...] = field(default=())
    source_en: str = ""

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
    def respondents(self) -> int:
        """How many managers answered."""
        return len(self.answers) if self.answers is not None else int(self.kommuner.answers.sum())


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


def origin_of(survey: Survey, *, protected: bool = True, **settings: Any) -> Provenance:
    """The provenance of what is computed from a survey.

    Parameters
    ----------
    survey : Survey
    protected : bool
        As the measure was asked; only supplied answers need protection.
    **settings
        The other attributes of `Provenance`.
    """
    return Provenance(
        survey.codebook,
        survey.source,
        source_en=survey.source_en,
        protected=protected or survey.basis != "observed",
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
        "codebook": _write_codebook(origin.codebook),
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
    }
    return marked


def _read_provenance(stored: Mapping[str, Any]) -> Provenance:
    top_band = stored["top_band"]
    return Provenance(
        **{
            **stored,
            "codebook": _read_codebook(stored["codebook"]),
            "groups": {key: Labels(*label) for key, label in stored["groups"].items()},
            "top_band": None if top_band is None else tuple(top_band),
        }
    )


#: Codebooks by their JSON text, and the texts by codebook: each is written and read once.
_codebooks: dict[str, Codebook] = {}
_texts: dict[int, tuple[Codebook, str]] = {}
_MOST_KEPT = 100


def _write_codebook(codebook: Codebook) -> str:
    """Write a codebook as JSON: a text costs pandas nothing to copy with every frame."""
    kept = _texts.get(id(codebook))
    if kept is None or kept[0] is not codebook:
        if len(_texts) >= _MOST_KEPT:
            _texts.clear()
            _codebooks.clear()
        kept = (codebook, json.dumps(asdict(codebook), ensure_ascii=False))
        _texts[id(codebook)] = kept
        _codebooks.setdefault(kept[1], codebook)
    return kept[1]


def _read_codebook(written: str) -> Codebook:
    if written not in _codebooks:
        found = json.loads(written)
        _codebooks[written] = Codebook(
            questions={key: _question(value) for key, value in found["questions"].items()},
            size_bands=tuple(
                SizeBand(**{**band, "label": Labels(**band["label"])})
                for band in found["size_bands"]
            ),
            population=found["population"],
            groups={key: tuple(map(_item, values)) for key, values in found["groups"].items()},
        )
    return _codebooks[written]


def _question(found: Mapping[str, Any]) -> Question:
    texts = {name: Labels(**found[name]) for name in ("text", "title")}
    answers = tuple(
        Answer(**{**vars(_item(each)), **_measure_of(each)}) for each in found["scale"]["answers"]
    )
    scale = Scale(found["scale"]["key"], answers)
    return Question(
        **{**found, **texts, "scale": scale, "items": tuple(map(_item, found["items"]))}
    )


def _item(found: Mapping[str, Any]) -> Item:
    return Item(found["key"], Labels(**found["label"]), Labels(**found["short"]))


def _measure_of(found: Mapping[str, Any]) -> dict[str, Any]:
    band = found["band"]
    return {"score": found["score"], "side": found["side"], "band": band and tuple(band)}
