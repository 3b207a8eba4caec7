"""The codebook of any survey as a page: each question and item, how it is answered, by how many."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

import pandas as pd

from analysis.display.pages.codebook_words import (
    group_lines,
    open_lines,
    question_lines,
    weight_words,
)
from analysis.display.pages.parts import Part, Parts
from analysis.display.pages.survey import SurveyPage
from analysis.display.tables.blocks import Fact, Facts, Table, Text, Title
from analysis.display.tables.codebook import format_codebook
from analysis.display.tables.markup import escape_markdown
from analysis.display.text.numbers import number
from analysis.measures.codebook_items import codebook_items, effective_respondents
from analysis.survey.survey import Survey
from analysis.words import check_lang, text


@dataclass(frozen=True)
class CodebookPage:
    """The parts of a survey's codebook; each shows itself in a notebook.

    Attributes
    ----------
    survey : Survey
    items : DataFrame
        From `codebook_items`.
    lang : {"da", "en"}
    """

    survey: Survey
    items: pd.DataFrame
    lang: str = "da"

    def title(self) -> Title:
        """The survey's title, and what a codebook is."""
        name = text("codebook.title", self.lang, title=self._whole.words.title)
        return self._whole._title(name, text("codebook.lead", self.lang), self._whole.words.eyebrow)

    def facts(self) -> Facts:
        """How many answered, how many the weights leave, and how much was asked."""
        facts = list(self._whole.facts().facts)
        effective = effective_respondents(self.survey)
        if not math.isnan(effective):
            label = text("codebook.fact_effective", self.lang)
            facts.insert(1, Fact(number(effective, self.lang), label))
        return Facts(tuple(facts))

    def questions(self) -> Parts:
        """For each question its wording, kind and scale, who answered it, and what they said."""
        return Parts(tuple(self._sections()))

    def _sections(self) -> Iterator[Part]:
        for key, question in self.survey.codebook.questions.items():
            yield partial(Text, f"## {escape_markdown(question.title[self.lang])}")
            yield partial(Text, question_lines(question, self.lang))
            yield partial(self.table, key)
            yield partial(self._whole.table, key)
        for written in self.survey.codebook.open_questions.values():
            yield partial(Text, f"## {escape_markdown(written.title[self.lang])}")
            yield partial(Text, open_lines(written, self.lang))

    def table(self, question: str) -> Table:
        """Who answered the items of a question, and who did not."""
        return format_codebook(self.items[self.items["question"] == question], lang=self.lang)

    def groups(self) -> Text | None:
        """What the respondents can be grouped by; nothing where there is nothing."""
        lines = group_lines(self.survey.codebook, self.lang)
        heading = text("codebook.heading_groups", self.lang)
        return Text(f"## {heading}\n\n{lines}") if lines else None

    def about(self) -> Text:
        """Where the numbers come from, how they are read, and how the weights are made."""
        weights = weight_words(self.survey, effective_respondents(self.survey), self.lang)
        parts = [self._whole.heading("about"), self._whole.about()]
        said = [part.markdown for part in parts]
        return Text("\n\n".join(filter(None, [*said, escape_markdown(weights)])))

    @property
    def _whole(self) -> SurveyPage:
        return SurveyPage(self.survey, self.lang)


def codebook_page(survey: Survey, *, lang: str = "da") -> CodebookPage:
    """Make the codebook of a survey: each question and item, and how many answered it.

    Parameters
    ----------
    survey : Survey
        Protected (`protect`) where it is to be released. Answers in words of the respondents' own
        are never in it.
    lang : {"da", "en"}

    Returns
    -------
    CodebookPage

    Raises
    ------
    InputError
        There are no texts in the language.

    Examples
    --------
    >>> from analysis.survey.published import read_published
    >>> page = codebook_page(read_published())
    >>> page.title().title, page.table("importance").rows[0].cells[0]
    ('Kodebog: Fagligheder på beskæftigelsesområdet', 'importance_virksomheder')
    """
    check_lang(lang)
    return CodebookPage(survey, codebook_items(survey), lang)
