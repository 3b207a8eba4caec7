"""Choose respondents by an expression: ``region == "Nordjylland" and staff >= 80``."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from analysis.survey.checks import InputError, Problem
from analysis.survey.names import plain
from analysis.survey.respondent_columns import (
    OFF_SCALE,
    Answered,
    RespondentColumn,
    find_column,
)
from analysis.words import text

#: Longer expressions are refused, and deeper ones.
LONGEST, DEEPEST = 2000, 50
_EXAMPLE = 'size_band == "Små" and importance_integration in ["Meget vigtig", "Vigtig"]'
_QUOTED = re.compile(r"\"[^\"\n]*\"|'[^'\n]*'|`([^`\n]+)`")
_SIGNS = {"Eq": "==", "NotEq": "!=", "Lt": "<", "LtE": "<=", "Gt": ">", "GtE": ">="}
_SIGNS |= {"In": "in", "NotIn": "not in"}
_TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}
_COMPARE: dict[str, Callable[[np.ndarray, float], np.ndarray]] = {
    "<": np.less,
    "<=": np.less_equal,
    ">": np.greater,
    ">=": np.greater_equal,
}


@dataclass(frozen=True, eq=False)
class _Truth:
    """For which respondents something is true, and for which that is known."""

    true: np.ndarray
    known: np.ndarray


def matching(survey: Answered, expression: str, *, lang: str = "da") -> np.ndarray:
    """Tell which respondents an expression is true of.

    Parameters
    ----------
    survey : Survey
        One with answers.
    expression : str
        Columns, ``==  !=  <  <=  >  >=  in  not in``, numbers, texts in quotes, ``and or not``
        and parentheses. A column is an item (``importance_integration``), a group variable, or a
        fact of the kommune (``size_band``, ``region``, ``staff``, ``kommune`` …); a name with
        spaces stands in backticks. A value is its key, or its label in Danish or English, in any
        case; ``"dont_know"`` is an answer outside the list. Answers and size bands compare by
        their order: ``importance_integration >= "Vigtig"``.
    lang : {"da", "en"}
        Of the problems that are found.

    Returns
    -------
    array of bool
        One per respondent. Who has no answer is in neither ``==`` nor ``!=``, nor in their
        ``not``.

    Raises
    ------
    InputError
        The expression cannot be read, or names a column or a value that does not exist.

    Examples
    --------
    >>> from analysis.measures.synthetic import synthesize
    >>> int(matching(synthesize(seed=1), 'size_band == "Små" or staff > 1000').sum())
    19
    """
    names: list[str] = []

    def stand_in(found: re.Match[str]) -> str:
        if found[1] is None:
            return found[0]
        names.append(found[1].strip())
        return f"__{len(names) - 1}__"

    words = str(expression).strip()
    if not words:
        raise InputError(_problem("empty", "write_example", lang, example=_EXAMPLE))
    if len(words) > LONGEST:
        raise InputError(_problem("too_long", "", lang, length=len(words), most=LONGEST))
    try:
        tree = ast.parse(_QUOTED.sub(stand_in, words.replace("\n", " ")), mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise _unreadable(words, lang) from None
    found = _Reader(survey, names, lang).read(tree.body)
    chosen: np.ndarray = found.true & found.known
    return chosen


def _problem(message: str, cure: str, lang: str, **fields: object) -> Problem:
    """Return a problem in words of ``[filter]``, by their names there."""
    said = text(f"filter.{cure}", lang, **fields) if cure else ""
    return Problem(text(f"filter.{message}", lang, **fields), said, lang=lang)


def _unreadable(words: str, lang: str) -> InputError:
    bare = _QUOTED.sub("", words)
    cure = "write_example"
    if re.search(r"(?<![=!<>])=(?!=)", bare):
        cure = "write_equal"
    elif re.search(r"&|\||(?i:\b(og|eller|ikke)\b)", bare):
        cure = "write_and_or"
    fields = {"example": _EXAMPLE, "sign": "==", "signs": "and, or, not"}
    return InputError(_problem("unreadable", cure, lang, words=words, **fields))


class _Reader:
    """Reads the parts of an expression; what is not listed in `matching` is refused."""

    def __init__(self, survey: Answered, names: list[str], lang: str) -> None:
        self.survey, self.names, self.lang = survey, names, lang

    def read(self, node: ast.expr, depth: int = 0) -> _Truth:
        """Read one condition."""
        if depth > DEEPEST:
            raise self._error("too_deep", "")
        if isinstance(node, ast.BoolOp):
            parts = [self.read(part, depth + 1) for part in node.values]
            return _joined(parts, all_of=isinstance(node.op, ast.And))
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            part = self.read(node.operand, depth + 1)
            return _Truth(~part.true, part.known)
        if isinstance(node, ast.Compare):
            sides = [node.left, *node.comparators]
            steps = zip(sides, node.ops, sides[1:], strict=False)
            return _joined([self._compare(a, op, b) for a, op, b in steps], all_of=True)
        if isinstance(node, ast.Name):
            name = self._column(node).name
            raise self._error("bare_column", "write_example", name=name, example=f'{name} == "…"')
        raise self._refused(node)

    def _compare(self, left: ast.expr, op: ast.cmpop, right: ast.expr) -> _Truth:
        sign = _SIGNS.get(type(op).__name__, "")
        if isinstance(right, ast.Name) and not isinstance(left, ast.Name) and sign in _TURNED:
            left, right, sign = right, left, _TURNED[sign]
        if not isinstance(left, ast.Name) or not sign:
            raise self._refused(left)
        column = self._column(left)
        if sign in ("in", "not in"):
            if not isinstance(right, ast.List | ast.Tuple | ast.Set):
                raise self._error(
                    "no_list", "write_example", sign=sign, example=f'{column.name} in ["…", "…"]'
                )
            values = [self._value(each) for each in right.elts]
            equal = [self._equal(column, value) for value in values]
            true = np.logical_or.reduce([np.zeros_like(column.known), *equal])
            return _Truth(~true if sign == "not in" else true, column.known)
        value = self._value(right)
        if sign in ("==", "!="):
            true = self._equal(column, value)
            return _Truth(~true if sign == "!=" else true, column.known)
        return self._ranked(column, sign, value)

    def _column(self, node: ast.Name) -> RespondentColumn:
        stands_for = re.fullmatch(r"__(\d+)__", node.id)
        name = node.id
        if stands_for and int(stands_for[1]) < len(self.names):
            name = self.names[int(stands_for[1])]
        return find_column(self.survey, name, lang=self.lang)

    def _value(self, node: ast.expr) -> str | float:
        sign = 1
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
            sign, node = -1, node.operand
        value = node.value if isinstance(node, ast.Constant) else None
        if isinstance(value, str) and sign == 1:
            return value
        if isinstance(value, int | float) and not isinstance(value, bool):
            return sign * value
        if isinstance(node, ast.Name):
            raise self._error("unquoted", "write_quoted", value=ast.unparse(node))
        raise self._refused(node)

    def _refused(self, node: ast.expr) -> InputError:
        part = ast.unparse(node)
        for place, name in enumerate(self.names):
            part = part.replace(f"__{place}__", f"`{name}`")
        return self._error("refused", "write_example", part=part[:80], example=_EXAMPLE)

    def _error(self, message: str, cure: str, **fields: object) -> InputError:
        return InputError(_problem(message, cure, self.lang, **fields))

    def _equal(self, column: RespondentColumn, value: str | float) -> np.ndarray:
        if column.numbers is not None:
            return np.asarray(column.numbers == self._number(column, value))
        return np.asarray(column.codes == list(column.labels).index(self._key(column, value)))

    def _ranked(self, column: RespondentColumn, sign: str, value: str | float) -> _Truth:
        compare = _COMPARE[sign]
        if column.numbers is not None:
            number = self._number(column, value)
            return _Truth(compare(np.nan_to_num(column.numbers), number), column.known)
        if not column.ordinal:
            instead = {"equal": f"{column.name} == …", "within": f"{column.name} in […]"}
            raise self._error(
                "no_order", "write_equal_or_in", name=column.name, sign=sign, **instead
            )
        key = self._key(column, value)
        keys = list(column.labels)
        if key in OFF_SCALE:
            instead = {"example": f'{column.name} == "{key}"'}
            raise self._error("no_place", "write_equal_to", value=value, **instead)
        known = column.known
        for off in OFF_SCALE:
            if off in keys:
                known = known & (column.codes != keys.index(off))
        return _Truth(compare(column.codes, keys.index(key)), known)

    def _number(self, column: RespondentColumn, value: str | float) -> float:
        if isinstance(value, str):
            raise self._error("not_a_number", "write_number", name=column.name, value=value)
        return float(value)

    def _key(self, column: RespondentColumn, value: str | float) -> str:
        key = column.key(value)
        if key is not None:
            return key
        labels = [each[self.lang] for each in column.labels.values()]
        wanted = plain(str(value))
        near = [label for label in labels if wanted and plain(label).startswith(wanted)]
        listed = ", ".join(f'"{label}"' for label in labels[:12])
        if len(labels) > 12:
            listed = text("filter.and_more", self.lang, listed=listed, number=len(labels) - 12)
        said = text("filter.did_you_mean", self.lang, near=f'"{near[0]}"') + " " if near else ""
        fields = {"name": column.name, "value": value, "near": said, "listed": listed}
        raise self._error("no_value", "choose_value", **fields)


def _joined(parts: list[_Truth], *, all_of: bool) -> _Truth:
    """All or any of some conditions: known where one known condition already decides it."""
    true = np.array([part.true & part.known for part in parts])
    false = np.array([~part.true & part.known for part in parts])
    if all_of:
        result, refuted = true.all(axis=0), false.any(axis=0)
    else:
        result, refuted = true.any(axis=0), false.all(axis=0)
    return _Truth(np.asarray(result), np.asarray(result | refuted))
