"""One group's page: what it answered beside all the others, and how sure the difference is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

import pandas as pd
from matplotlib.axes import Axes

from analysis.display.figures.group_comparison import draw_group
from analysis.display.figures.likert import draw_likert
from analysis.display.pages.parts import Part, Parts
from analysis.display.pages.survey import SurveyPage
from analysis.display.tables.blocks import Fact, Facts, Note, Table, Text, Title
from analysis.display.tables.group_comparison import format_answered, format_group
from analysis.display.tables.markup import escape_markdown
from analysis.display.text.captions import question_title, sentences_of
from analysis.display.text.group_comparison import group_findings
from analysis.display.text.numbers import in_words, number
from analysis.display.text.sentences import likert_sentence
from analysis.measures.group_comparison import compare_group, find_group, group_shares
from analysis.measures.groups import grouping
from analysis.survey.survey import Survey, provenance
from analysis.words import check_lang, text


@dataclass(frozen=True)
class GroupPage:
    """The parts of one group's page; each shows itself in a notebook.

    Attributes
    ----------
    survey : Survey
    group : str
        Key of the group.
    by : str
        How the respondents are grouped.
    lang : {"da", "en"}
    """

    survey: Survey
    group: str
    by: str
    lang: str = "da"

    @property
    def name(self) -> str:
        """The group's name."""
        return grouping(self.survey, self.by).labels[self.group][self.lang]

    @property
    def size(self) -> int:
        """How many respondents belong to the group."""
        groups = grouping(self.survey, self.by)
        return int(groups.sizes[groups.keys.index(self.group)])

    def title(self) -> Title:
        """The group's name, with how many answered beside how many others."""
        words, others = self._whole.words, self.survey.respondents - self.size
        lead = self._text(
            "lead",
            n=number(self.size, self.lang),
            respondents=words.respondents(self.size),
            others=number(others, self.lang),
        )
        by = self.survey.codebook.group_name(self.by)[self.lang]
        eyebrow = " · ".join(filter(None, (words.eyebrow, by)))
        return self._whole._title(self.name, escape_markdown(lead), eyebrow)

    def compared(self) -> pd.DataFrame:
        """The group beside the others, item by item: see `compare_group`."""
        return compare_group(self.survey, self.group, self.by)

    def findings(self) -> Facts:
        """Three findings: where the group and the others differ most, and how sure that is."""
        noun = {one: self._whole.words.respondents(1 if one else 2) for one in (True, False)}
        found = group_findings(self.compared(), noun, self.lang)
        return Facts(tuple(Fact(*finding) for finding in found))

    def front_figure(self) -> Axes:
        """The group beside all the others, in one figure."""
        return draw_group(self.compared(), lang=self.lang)

    def known(self) -> Note:
        """What is known and not known, in two sentences."""
        compared = self.compared()
        level = number(100 * provenance(compared).level, self.lang)
        sure = compared["difference_low"].notna().any()
        comparisons = in_words(int(compared["comparisons"].iloc[0]), self.lang)
        alone = int(compared["comparisons"].iloc[0]) == 1
        key = "known_open" if not sure else "known_one" if alone else "known_sure"
        said = self._text(key, k=comparisons, level=level)
        hidden = ""
        if self.survey.released is not None:
            fewest = self.survey.released.threshold
            units = self._whole.words.of_units(fewest)
            hidden = self._text("known_hidden", fewest=in_words(fewest, self.lang), units=units)
        return Note(self._text("known_title"), sentences_of(said, hidden))

    def questions(self) -> Parts:
        """For each question a heading, a sentence, the group's figure and a table."""
        return Parts(tuple(self._sections()))

    def _sections(self) -> Iterator[Part]:
        for key, question in self.survey.codebook.questions.items():
            yield partial(Text, f"## {escape_markdown(question.title[self.lang])}")
            if sentence := likert_sentence(self.likert(key), lang=self.lang):
                yield partial(Text, escape_markdown(sentence))
            yield partial(self.figure, key)
            yield partial(self.table, key)

    def likert(self, question: str) -> pd.DataFrame:
        """The group's answers to one question."""
        return group_shares(self.survey, question, self.group, self.by)

    def figure(self, question: str) -> Axes:
        """The group's answers to one question, under the question as it was asked."""
        likert = self.likert(question)
        return draw_likert(likert, title=question_title(likert, self.lang), lang=self.lang)

    def table(self, question: str) -> Table:
        """The group's answers to one question beside those of all."""
        everyone = self._whole.likert(question)
        return format_group(self.likert(question), everyone, self.name, lang=self.lang)

    def heading(self, name: str) -> Text:
        """A heading: ``answered`` or ``about``."""
        return self._whole.heading(name)

    def answered(self) -> Table:
        """How many of the group answered each question."""
        frames = [self.likert(question) for question in self.survey.codebook.questions]
        return format_answered(frames, self.size, lang=self.lang)

    def about(self) -> Text:
        """Where the numbers come from and how they are read."""
        return self._whole.about()

    @property
    def _whole(self) -> SurveyPage:
        return SurveyPage(self.survey, self.lang)

    def _text(self, name: str, **values: object) -> str:
        return text(f"group_page.{name}", self.lang, **values)


def group_page(survey: Survey, group: str, by: str | None = None, *, lang: str = "da") -> GroupPage:
    """Make the page of one group of a survey's respondents.

    Parameters
    ----------
    survey : Survey
        With answers, protected by ``by`` where they are to be released (`protect`).
    group : str
        Key or name of the group.
    by : str, optional
        How the respondents are grouped, as `crosstab` takes it; the survey's own grouping when
        left out.
    lang : {"da", "en"}

    Returns
    -------
    GroupPage

    Raises
    ------
    InputError
        As `compare_group`.

    Examples
    --------
    >>> from analysis.measures.synthetic import synthesize
    >>> group_page(synthesize(seed=1), "Store", "size_band").title().title
    'Store'
    """
    check_lang(lang)
    by = by or survey.codebook.release_group
    compare_group(survey, group, by)  # says what is wrong before anything is shown
    return GroupPage(survey, find_group(survey, group, by), by, lang)
