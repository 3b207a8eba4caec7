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


def matching(survey: Answered, expression: str) -> np.ndarray:
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
        raise InputError(Problem("Filteret er tomt.", f"Skriv fx {_EXAMPLE}."))
    if len(words) > LONGEST:
        raise InputError(f"Filteret er på {len(words)} tegn; højst {LONGEST} kan læses.")
    try:
        tree = ast.parse(_QUOTED.sub(stand_in, words.replace("\n", " ")), mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise _unreadable(words) from None
    found = _Reader(survey, names).read(tree.body)
    chosen: np.ndarray = found.true & found.known
    return chosen


def _unreadable(words: str) -> InputError:
    bare = _QUOTED.sub("", words)
    if re.search(r"(?<![=!<>])=(?!=)", bare):
        return InputError(
            Problem(f"Filteret kan ikke læses: {words}", "Lighed skrives med to tegn: ==.")
        )
    if re.search(r"&|\||(?i:\b(og|eller|ikke)\b)", bare):
        return InputError(
            Problem(f"Filteret kan ikke læses: {words}", "Forbind med and, or og not.")
        )
    return InputError(Problem(f"Filteret kan ikke læses: {words}", f"Skriv fx {_EXAMPLE}."))


class _Reader:
    """Reads the parts of an expression; what is not listed in `matching` is refused."""

    def __init__(self, survey: Answered, names: list[str]) -> None:
        self.survey, self.names = survey, names

    def read(self, node: ast.expr, depth: int = 0) -> _Truth:
        """Read one condition."""
        if depth > DEEPEST:
            raise InputError("Filteret har for mange parenteser i hinanden. Del det op.")
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
            raise InputError(
                Problem(
                    f'Filteret nævner "{name}" uden at sige, hvad den skal være.',
                    f'Skriv fx {name} == "…".',
                )
            )
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
                cure = f'Skriv fx {column.name} in ["…", "…"].'
                raise InputError(Problem(f'Efter "{sign}" skal der stå en liste.', cure))
            values = [self._value(each) for each in right.elts]
            equal = [_equal(column, value) for value in values]
            true = np.logical_or.reduce([np.zeros_like(column.known), *equal])
            return _Truth(~true if sign == "not in" else true, column.known)
        value = self._value(right)
        if sign in ("==", "!="):
            true = _equal(column, value)
            return _Truth(~true if sign == "!=" else true, column.known)
        return _ranked(column, sign, value)

    def _column(self, node: ast.Name) -> RespondentColumn:
        stands_for = re.fullmatch(r"__(\d+)__", node.id)
        name = node.id
        if stands_for and int(stands_for[1]) < len(self.names):
            name = self.names[int(stands_for[1])]
        return find_column(self.survey, name)

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
            message = f'"{ast.unparse(node)}" står uden anførselstegn, hvor der skal stå en værdi.'
            raise InputError(Problem(message, f'Skriv "{ast.unparse(node)}" eller et tal.'))
        raise self._refused(node)

    def _refused(self, node: ast.expr) -> InputError:
        part = ast.unparse(node)
        for place, name in enumerate(self.names):
            part = part.replace(f"__{place}__", f"`{name}`")
        return InputError(Problem(f"Filteret kan ikke bruge: {part[:80]}", f"Skriv fx {_EXAMPLE}."))


def _joined(parts: list[_Truth], *, all_of: bool) -> _Truth:
    """All or any of some conditions: known where one known condition already decides it."""
    true = np.array([part.true & part.known for part in parts])
    false = np.array([~part.true & part.known for part in parts])
    if all_of:
        result, refuted = true.all(axis=0), false.any(axis=0)
    else:
        result, refuted = true.any(axis=0), false.all(axis=0)
    return _Truth(np.asarray(result), np.asarray(result | refuted))


def _equal(column: RespondentColumn, value: str | float) -> np.ndarray:
    if column.numbers is not None:
        return np.asarray(column.numbers == _number(column, value))
    return np.asarray(column.codes == list(column.labels).index(_key(column, value)))


def _ranked(column: RespondentColumn, sign: str, value: str | float) -> _Truth:
    compare = _COMPARE[sign]
    if column.numbers is not None:
        number = _number(column, value)
        return _Truth(compare(np.nan_to_num(column.numbers), number), column.known)
    if not column.ordinal:
        raise InputError(
            Problem(
                f'Værdierne i "{column.name}" har ingen rækkefølge, så {sign} siger intet.',
                f"Brug {column.name} == … eller {column.name} in […].",
            )
        )
    key = _key(column, value)
    keys = list(column.labels)
    if key in OFF_SCALE:
        raise InputError(
            Problem(f'"{value}" har ingen plads i rækkefølgen.', f'Brug {column.name} == "{key}".')
        )
    known = column.known
    for off in OFF_SCALE:
        if off in keys:
            known = known & (column.codes != keys.index(off))
    return _Truth(compare(column.codes, keys.index(key)), known)


def _number(column: RespondentColumn, value: str | float) -> float:
    if isinstance(value, str):
        message = f'"{column.name}" er et tal, og "{value}" er en tekst.'
        raise InputError(Problem(message, "Skriv tallet uden anførselstegn."))
    return float(value)


def _key(column: RespondentColumn, value: str | float) -> str:
    key = column.key(value)
    if key is not None:
        return key
    known = [f'"{labels.da}"' for labels in column.labels.values()]
    near = [
        labels.da
        for labels in column.labels.values()
        if plain(str(value)) and plain(labels.da).startswith(plain(str(value)))
    ]
    cure = f'Mente du "{near[0]}"? ' if near else ""
    listed = ", ".join(known[:12]) + (f" og {len(known) - 12} til" if len(known) > 12 else "")
    raise InputError(
        Problem(
            f'"{value}" findes ikke i kolonnen "{column.name}".', f"{cure}Vælg blandt: {listed}."
        )
    )
