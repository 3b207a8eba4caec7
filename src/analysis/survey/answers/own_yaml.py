"""A kommune's own answers in a small YAML file that people write by hand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import yaml

from analysis.survey.answers.own_draft import OwnDraft, find_item, find_question
from analysis.survey.checks import InputError

#: Headings of the file, in Danish or English.
_HEADINGS = {
    "kommune": "kommune",
    "medarbejdere": "staff",
    "staff": "staff",
    "svar": "answers",
    "answers": "answers",
    "noter": "notes",
    "notes": "notes",
}
#: Those that a message names.
_EXPECTED = {
    "da": ("kommune", "medarbejdere", "svar", "noter"),
    "en": ("kommune", "staff", "answers", "notes"),
}


def read_own_yaml(written: bytes, draft: OwnDraft) -> None:
    """Read the lines of a YAML file into a draft.

    Raises
    ------
    InputError
        It is no YAML in UTF-8, or no list of headings. Other problems are added to the draft.
    """
    found: dict[str, tuple[str, Any]] = {}
    for heading, value in _load(written, draft).items():
        name = _HEADINGS.get(draft.shown(heading).strip().casefold())
        if name is None:
            expected = ", ".join(_EXPECTED[draft.lang])
            draft.refuse("heading", {}, found=draft.shown(heading), expected=expected)
        elif name in found:
            draft.refuse("twice_otherwise", {}, "twice_cure", found=draft.shown(heading))
        elif value != "":
            found[name] = draft.shown(heading).strip().lower(), value
    for name in ("kommune", "notes"):
        if name in found and not isinstance(found[name][1], str):
            draft.refuse("not_text", {"keys": (found.pop(name)[0],)})
    if "kommune" in found:
        draft.kommune = found["kommune"][1]
    if "notes" in found:
        heading, notes = found["notes"]
        draft.add_notes(notes, {"keys": (heading,)})
    if "staff" in found:
        heading, staff = found["staff"]
        draft.add_staff(staff, {"keys": (heading,)})
    if "answers" in found:
        _read_answers(*found["answers"], draft)


def _read_answers(heading: str, value: Any, draft: OwnDraft) -> None:
    if not isinstance(value, Mapping):
        draft.refuse("not_questions", {"keys": (heading,)}, "example")
        return
    for name, answers in value.items():
        question = find_question(draft.codebook, name) if isinstance(name, str) else None
        if question is None or not isinstance(answers, Mapping):
            expected = draft.question_names()
            found = draft.shown(name)
            draft.refuse("question", {"keys": (heading,)}, found=found, expected=expected)
            continue
        for item_name, answer in answers.items():
            if answer == "":
                continue
            place = {"keys": (draft.shown(name), draft.shown(item_name))}
            item = find_item(question, item_name) if isinstance(item_name, str) else None
            if item is None:
                draft.refuse("item", place, expected=draft.item_names(question))
            else:
                draft.add_answer(question, item, answer, place)


class _Twice(Exception):
    def __init__(self, key: str, line: int) -> None:
        super().__init__(key)
        self.key, self.line = key, line


class _Loader(yaml.BaseLoader):
    """Every value stays text (0727 is a code, not a number), and no name may stand twice."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen = set()
        for key, _ in node.value:
            if not isinstance(key.value, str):
                continue
            if key.value in seen:
                raise _Twice(key.value[:40], key.start_mark.line + 1)
            seen.add(key.value)
        return super().construct_mapping(node, deep)


def _load(written: bytes, draft: OwnDraft) -> Mapping[Any, Any]:
    try:
        content = yaml.load(written.decode("utf-8-sig"), Loader=_Loader)
    except UnicodeDecodeError:
        problem = draft.problem("encoding")
    except _Twice as error:
        problem = draft.problem("twice", {"line": error.line}, found=error.key)
    except (yaml.YAMLError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        problem = draft.problem("yaml", {"line": mark.line + 1 if mark else None}, "example")
    else:
        if not content:
            return {}
        if isinstance(content, Mapping):
            return content
        problem = draft.problem("not_lines", {}, "example")
    raise InputError(problem)
