"""The page of any survey: what its respondents answered, question by question."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

import pandas as pd
from matplotlib.axes import Axes

from analysis.display.figures.likert import draw_likert
from analysis.display.pages.parts import Part, Parts
from analysis.display.tables.blocks import Fact, Facts, Table, Text, Title
from analysis.display.tables.group_comparison import format_answered
from analysis.display.tables.likert import format_likert
from analysis.display.tables.markup import escape_markdown
from analysis.display.text.captions import question_title
from analysis.display.text.numbers import number
from analysis.display.text.sentences import likert_sentence
from analysis.display.text.survey_words import SurveyWords
from analysis.measures.shares import reported_shares
from analysis.survey.options import choose
from analysis.survey.survey import Survey, origin_of
from analysis.words import check_lang, text

#: What `SurveyPage.heading` can name.
HEADINGS = ("key_points", "answered", "about")


@dataclass(frozen=True)
class SurveyPage:
    """The parts of a survey's page; each shows itself in a notebook.

    Attributes
    ----------
    survey : Survey
    lang : {"da", "en"}
    """

    survey: Survey
    lang: str = "da"

    def title(self) -> Title:
        """The survey's title, with how many answered."""
        n = self.survey.respondents
        words = {"n": number(n, self.lang), "respondents": self.words.respondents(n)}
        return self._title(self.words.title, self._text("lead", **words), self.words.eyebrow)

    def facts(self) -> Facts:
        """Three facts: respondents, questions and items."""
        book, n = self.survey.codebook, self.survey.respondents
        items = sum(len(question.items) for question in book.questions.values())
        return Facts(
            (
                Fact(number(n, self.lang), self._text("fact_respondents",
                                                      respondents=self.words.respondents(n))),
                Fact(str(len(book.questions)), self._text("fact_questions")),
                Fact(str(items), self._text("fact_items")),
            )
        )  # fmt: skip

    def heading(self, name: str) -> Text:
        """A heading: ``key_points``, ``answered`` or ``about``."""
        choose("name", name, HEADINGS)
        return Text(f"## {self._text(f'heading_{name}')}")

    def key_points(self) -> Text:
        """The most important of each question, as a list of sentences true to the numbers."""
        said = (self.sentence(question) for question in self.survey.codebook.questions)
        return Text("\n".join(f"- {each}" for each in said if each))

    def questions(self) -> Parts:
        """For each question a heading, a sentence, a figure and a table."""
        return Parts(tuple(self._sections()))

    def _sections(self) -> Iterator[Part]:
        for key, question in self.survey.codebook.questions.items():
            title = escape_markdown(question.title[self.lang])
            yield partial(Text, f"## {title}")
            if sentence := self.sentence(key):
                yield partial(Text, sentence)
            yield partial(self.figure, key)
            yield partial(self.table, key)

    def likert(self, question: str) -> pd.DataFrame:
        """The results frame of one question."""
        return reported_shares(self.survey, question)

    def sentence(self, question: str) -> str:
        """What a question's answers say, as markdown; empty where it is hidden."""
        return escape_markdown(likert_sentence(self.likert(question), lang=self.lang))

    def figure(self, question: str) -> Axes:
        """A question's figure, under the question as it was asked."""
        likert = self.likert(question)
        return draw_likert(likert, title=question_title(likert, self.lang), lang=self.lang)

    def table(self, question: str) -> Table:
        """A question's numbers."""
        return format_likert(self.likert(question), lang=self.lang)

    def answered(self) -> Table:
        """How many answered each question."""
        frames = [self.likert(question) for question in self.survey.codebook.questions]
        return format_answered(frames, self.survey.respondents, lang=self.lang)

    def about(self) -> Text:
        """Where the numbers come from and how they are read."""
        released = self.survey.released
        fewest = None if released is None else released.threshold
        paragraphs = self.words.about(fewest).split("\n\n")
        return Text("\n\n".join(map(escape_markdown, paragraphs)))

    @property
    def words(self) -> SurveyWords:
        """What the survey is called, and its units and respondents."""
        return SurveyWords(self.survey, self.lang)

    def _title(self, title: str, lead: str, eyebrow: str) -> Title:
        return Title(
            title,
            lead,
            eyebrow,
            unprotected=not origin_of(self.survey).protected,
            running=self.words.running,
            source=self.words.source,
            sender=self.words.sender,
        )

    def _text(self, name: str, **values: object) -> str:
        return text(f"survey_page.{name}", self.lang, **values)


def survey_page(survey: Survey, *, lang: str = "da") -> SurveyPage:
    """Make the parts of any survey's page: a section for each question.

    Parameters
    ----------
    survey : Survey
    lang : {"da", "en"}

    Returns
    -------
    SurveyPage

    Raises
    ------
    InputError
        There are no texts in the language.

    Examples
    --------
    >>> from analysis.survey.published import read_published
    >>> [fact.value for fact in survey_page(read_published()).facts().facts]
    ['52', '5', '35']
    """
    check_lang(lang)
    return SurveyPage(survey, lang)
