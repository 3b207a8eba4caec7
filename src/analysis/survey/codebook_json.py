"""A codebook as JSON text, which a results frame carries along in its ``attrs``."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from analysis.survey.codebook import Codebook, SizeBand
from analysis.survey.description import Description, ItemSet
from analysis.survey.labels import Labels, Noun
from analysis.survey.questions import Answer, Item, OpenQuestion, Question, Scale

#: Codebooks by their JSON text, and the texts by codebook: each is written and read once.
_codebooks: dict[str, Codebook] = {}
_texts: dict[int, tuple[Codebook, str]] = {}
_MOST_KEPT = 100


def write_codebook(codebook: Codebook) -> str:
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


def parse_codebook(written: str) -> Codebook:
    """Read a codebook that `write_codebook` wrote."""
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
            base_rule=found["base_rule"],
            about=_description(found["about"]),
            open_questions={
                key: OpenQuestion(**{**value, **_labels(value, "text", "title"),
                                     "other_names": tuple(value["other_names"])})
                for key, value in found["open_questions"].items()
            },
            group_names={key: Labels(**value) for key, value in found["group_names"].items()},
            ordinal_groups=tuple(found["ordinal_groups"]),
            strata=found["strata"],
        )  # fmt: skip
    return _codebooks[written]


def _description(found: Mapping[str, Any]) -> Description:
    nouns = {name: Noun(**_labels(found[name], "one", "several"))
             for name in ("unit", "respondent")}  # fmt: skip
    item_sets = {key: _item_set(value) for key, value in found["item_sets"].items()}
    labels = _labels(found, "title", "source", "cite", "sender")
    return Description(**{**found, **labels, **nouns, "item_sets": item_sets})


def _item_set(found: Mapping[str, Any]) -> ItemSet:
    return ItemSet(**{**found, **_labels(found, "heading", "one", "several")})


def _labels(found: Mapping[str, Any], *names: str) -> dict[str, Labels]:
    return {name: Labels(**found[name]) for name in names}


def _question(found: Mapping[str, Any]) -> Question:
    texts = {
        name: Labels(**found[name])
        for name in ("text", "title", "finding", "finding_of_several")
        if found[name]  # a finding may be none
    }
    answers = tuple(
        Answer(**{**vars(_item(each)), **_measure_of(each)}) for each in found["scale"]["answers"]
    )
    scale = Scale(found["scale"]["key"], answers)
    tuples = {
        "items": tuple(map(_item, found["items"])),
        "other_names": tuple(found["other_names"]),
    }
    spoken = {"spoken": _item_set(found["spoken"])}
    return Question(**{**found, **texts, **tuples, **spoken, "scale": scale})


def _item(found: Mapping[str, Any]) -> Item:
    return Item(
        found["key"],
        Labels(**found["label"]),
        Labels(**found["short"]),
        other_names=tuple(found["other_names"]),
        reversed=found["reversed"],
    )


def _measure_of(found: Mapping[str, Any]) -> dict[str, Any]:
    band = found["band"]
    return {"score": found["score"], "side": found["side"], "band": band and tuple(band)}
