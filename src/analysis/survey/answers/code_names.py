"""What the codes of a file mean: named by its labels or the user, or known by their order alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from analysis.survey.answers.answer_table import AnswerTable
from analysis.survey.answers.codes import code_of
from analysis.survey.answers.columns import FoundColumns
from analysis.survey.answers.mapping import AnswerMapping
from analysis.survey.answers.wording import UNKNOWN, AnswerReader, labels_of
from analysis.survey.checks import ProblemList, shorten
from analysis.survey.codebook import Codebook, Item, Question
from analysis.survey.worded import joined
from analysis.words import said


@dataclass(frozen=True)
class CodeNames:
    """The codes of one column.

    Attributes
    ----------
    place : int
        The column's number.
    named : mapping of str to int
        Codes that have a name, by the file's labels or the user's mapping → place on the scale;
        only those that tell of the scale (9 for "ved ikke" does not).
    by_user : set of str
        Those of them that the user's mapping names.
    bare : tuple of str
        Cells without a name that are read by the printed order.
    """

    place: int
    named: Mapping[str, int]
    by_user: frozenset[str]
    bare: tuple[str, ...]

    @property
    def other_order(self) -> str:
        """A code whose name is not the one that the printed order gives it; empty without one."""
        other = (code for code, at in self.named.items() if at != int(code) - 1)
        return min(other, key=int, default="")


def code_names(table: AnswerTable, place: int, reader: AnswerReader) -> CodeNames:
    """Find what the codes of a column are called, also codes that nobody chose."""
    declared = table.missing.get(place, ())
    labels = {**table.value_labels.get(place, {}), **table.names(place)}
    places = {code: at for code, at in reader.words.items() if code_of(code) == code != ""}
    by_user = frozenset(places)
    for text, label in labels.items():
        code = code_of(text)
        if code and code not in by_user and label.strip() and not code_of(label):
            places[code] = reader.place(text, label, text in declared)
    named = {
        code: at
        for code, at in places.items()
        if at >= 0 or (at != UNKNOWN and 1 <= int(code) <= reader.size)
    }
    bare = tuple(
        text
        for text, label in table.names(place).items()
        if reader.is_bare_code(text)
        and text not in declared
        and label.strip() in ("", text)
        and code_of(text) not in places
    )
    return CodeNames(place, named, by_user, bare)


def check_code_names(
    found: FoundColumns, codebook: Codebook, mapping: AnswerMapping, problems: ProblemList
) -> list[Question]:
    """Add a problem where the direction of codes would be a guess.

    That is where some codes of a column have names and others have not, or where two items of a
    question give a code different names.

    Returns
    -------
    list of Question
        Those with codes that are read by the printed order.
    """
    in_order = []
    for group, place in found.groups.items():
        values = codebook.groups[group]
        cure = said("answers.group_names_cure")
        _check_column(
            found.table, code_names(found.table, place, AnswerReader(values)), cure, problems
        )
    for question in codebook.questions.values():
        columns = {}
        for name in map(question.column, (item.key for item in question.items)):
            if name in found.items:
                reader = AnswerReader(question.scale.answers, mapping.words(question.key, name))
                columns[name] = code_names(found.table, found.items[name], reader)
        if any(names.bare for names in columns.values()):
            in_order.append(question)
        whole = [
            _check_column(found.table, names, _cure(question, question.key), problems)
            for names in columns.values()
        ]
        if all(whole):
            _check_question(found.table, question, columns, problems)
    return in_order


def _check_column(table: AnswerTable, names: CodeNames, cure: str, problems: ProblemList) -> bool:
    """Whether all codes of a column have names, or none."""
    if not names.bare or not names.named:
        return True
    bare = _listed(map(code_of, names.bare))
    expected = said("answers.all_named", named=_listed(names.named), bare=bare)
    _add(table, names.place, names.bare[0], names.bare[0], expected, cure, problems)
    return False


def _check_question(
    table: AnswerTable, question: Question, columns: Mapping[str, CodeNames], problems: ProblemList
) -> None:
    """Add a problem for each column whose codes a sister column gives other names."""
    for name, own in columns.items():
        for sister in columns.values():
            if sister is own:
                continue
            answers, heading = question.scale.answers, shorten(table.name(sister.place))
            if own.bare and sister.other_order:
                code = sister.other_order
                what = _called(answers, sister.named[code])
                expected = said("answers.named_as", heading=heading, code=code, what=what)
                cure = _cure(question, question.key)
                _add(table, own.place, own.bare[0], own.bare[0], expected, cure, problems)
                break
            if sister.place > own.place:
                continue
            differ = [
                code
                for code, at in sorted(own.named.items())
                if sister.named.get(code, at) != at and code not in own.by_user | sister.by_user
            ]
            if differ:
                code = differ[0]
                what = _called(answers, sister.named[code])
                expected = said("answers.code_as", heading=heading, code=code, what=what)
                text = joined([code, _called(answers, own.named[code])], " = ")
                _add(table, own.place, code, text, expected, _cure(question, name), problems)
                break


def _add(
    table: AnswerTable,
    place: int,
    cell: str,
    text: str,
    expected: str,
    cure: str,
    problems: ProblemList,
) -> None:
    """Add a problem at the first row of a column with a cell; at the heading without one."""
    column = table.cells[place]
    rows = column.index[(column == cell).to_numpy()]
    row = int(rows[0]) if len(rows) else 1
    problems.add_cell(text, expected, cure, row, table.name(place), place)


def _cure(question: Question, key: str) -> str:
    return said(
        "answers.codes_cure", part="answers", place=key, labels=labels_of(question.scale.answers)
    )


def _called(answers: Sequence[Item], place: int) -> str:
    return labels_of([answers[place]]) if place >= 0 else said("answers.off_scale")


def _listed(codes: Iterable[str]) -> str:
    return ", ".join(sorted(set(codes), key=int))
