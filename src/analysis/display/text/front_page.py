"""A kommune's first page in words: three findings, and questions for the management meeting."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis.display.text.kommune import KommuneTexts
from analysis.display.text.large_shares import own_words, part_of_staff, shares_subject
from analysis.display.text.numbers import in_words, whole_count
from analysis.measures.large_shares import large_shares
from analysis.measures.staff_bands import IDEAL, NOW
from analysis.measures.statement_falls import statement_falls

STATEMENTS = "statements"
#: How a question on two statements ends, by those that the centre has answered itself.
_ENDS = {
    (): "question_ends",
    ("first",): "question_ends_first",
    ("second",): "question_ends_second",
    ("first", "second"): "question_ends_both",
}


class FrontPage:
    """What the first page of a kommune says, from the managers' counts and its own staff.

    Parameters
    ----------
    texts : KommuneTexts
    """

    def __init__(self, texts: KommuneTexts) -> None:
        self.texts, self.lang = texts, texts.lang
        self.shares = large_shares(texts.survey)
        self.subject = shares_subject(self.shares, texts.lang)
        self.leading = _leading(self.shares)

    def findings(self) -> list[tuple[str, str]]:
        """Up to three findings, each as a few big words and the sentence that they begin.

        A finding that rests on hidden counts, or that the numbers do not prove, is left out.
        """
        found = (self._wish(), self._proven(), self._at_this_size())
        return [finding for finding in found if finding]

    def questions(self) -> list[str]:
        """Up to three questions for the management meeting, made of the numbers."""
        staff = [self._question_on_staff()] if self.leading else []
        return [*staff, *self._questions_on_statements()]

    def _wish(self) -> tuple[str, str] | None:
        """How many want the top band of the profile that grows most."""
        row = self.leading
        if row is None:
            return None
        now = whole_count(row["now"])
        if row["base_now"] != row["base_ideal"]:
            now = self._of(now, whole_count(row["base_now"]))
        key = "finding_wish" if row["base_now"] else "finding_wish_alone"
        own = own_words(row["item"], self.subject, self.texts.centre.own)
        sentence = self._text(key, part=self._part, item=self._item(row), now=now)
        value = self._of(whole_count(row["ideal"]), whole_count(row["base_ideal"]))
        return value, f"{sentence} {own}".strip()

    def _proven(self) -> tuple[str, str] | None:
        """How many want a larger share of it than they have, and of which profile most do."""
        shares = self.shares[self.shares["more"] > 0]
        if shares.empty:
            return None
        largest = shares.iloc[int(shares["more"].argmax())].to_dict()
        row = self.leading if self.leading and self.leading["more"] > 0 else largest
        how = "counted" if row["counted"] else "least"
        counts = {"n": whole_count(row["more"]), "base": whole_count(row["base_more"])}
        value = self._text(f"finding_more_value_{how}", **counts)
        sentence = self._text(f"finding_more_{how}", item=self._item(row), **counts)
        if largest["more"] > row["more"]:
            words = {"item": self._item(largest), "n": whole_count(largest["more"])}
            sentence += " " + self._text(f"finding_more_other_{how}", **words)
        return value, sentence

    def _at_this_size(self) -> tuple[str, str]:
        """What the top band begins at, in people of this centre, and who wants more than that."""
        own = self._own_above()
        sentence = self._text("finding_staff", part=self._part)
        told = f"{sentence} {own or self._others_above()}".strip()
        return self.texts.people_above(self.texts.top), told

    def _others_above(self) -> str:
        """For how many profiles most managers want more than that; empty where some are hidden."""
        shares = self.shares
        if shares["ideal"].isna().any() or not shares["majority"].any():
            return ""
        k, of = int(shares["majority"].sum()), len(shares)
        words = {"k": in_words(k, self.lang), "of": in_words(of, self.lang)}
        return self._text("finding_staff_all" if k == of else "finding_staff_some", **words)

    def _own_above(self) -> str:
        """For how many profiles the centre itself has, and wants, more than that."""
        own = self.texts.centre.own
        given = {key: list(own.get(key, {}).values()) for key in (NOW, IDEAL)}
        if not all(given.values()):
            return ""
        top = self.subject.question.scale.keys[0]
        counts = {
            name: in_words(given[key].count(top), self.lang)
            for name, key in (("now", NOW), ("ideal", IDEAL))
        }
        return self._text("finding_staff_own", **counts)

    def _question_on_staff(self) -> str:
        """How many match the leading profile today; of own answers, what it takes."""
        row = self.leading
        assert row is not None
        own = self.texts.centre.own
        given = {
            key: self.subject.answer(own[question][row["item"]]).lower()
            for key, question in (("now", NOW), ("ideal", IDEAL))
            if row["item"] in own.get(question, {})
        }
        if len(given) == 2:
            same = given["now"] == given["ideal"]
            key = "question_own_same" if same else "question_own"
            return self._text(key, item=self._item(row), **given)
        whole = int(self.texts.centre.people(self.texts.top))  # more than it, in whole people
        return self._text(
            "question_staff",
            staff=self.texts.staff_words(self.texts.centre.staff),
            item=self._item(row),
            people=self.texts.staff_words(whole),
        )

    def _questions_on_statements(self) -> list[str]:
        survey = self.texts.survey
        asked = survey.codebook.question(STATEMENTS)
        own = self.texts.centre.own.get(STATEMENTS, {})
        questions = []
        for row in statement_falls(survey, STATEMENTS).to_dict("records"):
            other = str(row["n_second"])
            if row["base_first"] != row["base_second"]:
                other = self._of(other, str(row["base_second"]))
            said = self._text(
                "question_statements",
                n=row["n_first"],
                base=row["base_first"],
                first=asked.item(row["first"]).label[self.lang],
                other=other,
                second=asked.item(row["second"]).label[self.lang],
            )
            told = {
                place: asked.answer(own[row[place]]).short[self.lang]
                for place in ("first", "second")
                if row[place] in own
            }
            ends = _ENDS[tuple(told)]
            questions.append(f"{said} {self._text(ends, **told)}")
        return questions

    @property
    def _part(self) -> str:
        return part_of_staff(self.subject.question.scale, self.lang)

    def _item(self, row: dict[Any, Any]) -> str:
        return self.subject.item(row["item"])

    def _of(self, count: str, base: str) -> str:
        return self._text("count_of", count=count, base=base)

    def _text(self, name: str, **values: object) -> str:
        return self.texts.text(name, **values)


def _leading(shares: pd.DataFrame) -> dict[Any, Any] | None:
    """The first profile of `large_shares` whose two counts are known."""
    known = shares.dropna(subset=["now", "ideal"])
    known = known[known["base_ideal"] > 0]
    return None if known.empty else dict(known.iloc[0])
