"""One kommune's page: what the managers want, where it stands, and what is known of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

import pandas as pd
from matplotlib.axes import Axes

from analysis.display.figures.comparison import draw_comparison
from analysis.display.figures.large_shares import draw_large_shares
from analysis.display.figures.likert import draw_likert
from analysis.display.figures.workforce import draw_gap
from analysis.display.pages.national import NationalPage
from analysis.display.tables.blocks import Column, Fact, Facts, Note, Row, Table, Text, Title
from analysis.display.tables.likert import format_likert
from analysis.display.tables.markup import escape_markdown
from analysis.display.tables.own_size import format_own_size
from analysis.display.tables.statements import band_statements
from analysis.display.text.captions import sentences_of
from analysis.display.text.front_page import FrontPage
from analysis.display.text.gap_findings import gap_sentence, open_words, order_words
from analysis.display.text.kommune import KommuneTexts
from analysis.display.text.numbers import MISSING, in_words, joined, number, shown_count, whole
from analysis.display.text.sentences import likert_finding, likert_sentence
from analysis.display.text.subject import subject_of
from analysis.display.text.survey_words import SurveyWords
from analysis.measures.comparison import answers_with_the_most, compared_answers
from analysis.measures.job_centre import JobCentre, job_centre
from analysis.measures.large_shares import large_shares
from analysis.measures.shares import reported_shares
from analysis.measures.staff_bands import FEWEST_STAFF, IDEAL, NOW
from analysis.measures.workforce import kommune_gap
from analysis.survey.answers.own import Own
from analysis.survey.codebook import Lang
from analysis.survey.options import choose
from analysis.survey.published import REPORT
from analysis.survey.survey import Survey, origin_of
from analysis.words import check_lang

#: Shares of the staff that the page translates to people.
SHARES = (5, 10, 15, 20)
#: What `KommunePage.heading` can name besides the questions.
HEADINGS = ("others", "meaning", "gap", "gap_own", "size", "size_file", "own", "about")
#: The questions on the profiles, in which a centre is set beside the others.
OF_PROFILES = ("importance", "expected_need", NOW, IDEAL)
STATEMENTS = "statements"


@dataclass(frozen=True)
class KommunePage:
    """The parts of one kommune's page; each shows itself in a notebook.

    Attributes
    ----------
    survey : Survey
    centre : JobCentre
    lang : {"da", "en"}
    """

    survey: Survey
    centre: JobCentre
    lang: str = "da"

    def title(self) -> Title:
        """The kommune's name, with a lead; marked where it has answers of its own."""
        profiles = in_words(len(self.survey.codebook.question(IDEAL).items), self.lang)
        lead = self._text("lead_own" if self._given else "lead", profiles=profiles)
        if self.survey.is_printed and self.centre.took_part and not self._given:
            several = "_several" if self.centre.answers > 1 else ""
            lead += self._text(f"lead_unknown{several}")
        return Title(
            title=self.centre.kommune.title_in(self.lang),
            lead=lead,
            eyebrow=SurveyWords(self.survey, self.lang).kommune_eyebrow,
            unprotected=not origin_of(self.survey).protected,
            mark=self._text("mark_own") if self._given else "",
        )

    def findings(self) -> Facts:
        """Three findings: what most managers want, what is proven of it, and what it is here."""
        return Facts(tuple(Fact(*finding) for finding in self._front.findings()))

    def front_figure(self) -> Axes:
        """How many managers have, and want, a large share of the staff to match each profile."""
        return draw_large_shares(large_shares(self.survey), own=self.centre.own, lang=self.lang)

    def questions(self) -> Text:
        """Questions for the management meeting, with their heading; empty where there are none."""
        asked = self._front.questions()
        if not asked:
            return Text("")
        number = in_words(len(asked), self.lang).capitalize()
        key = "questions" if len(asked) > 1 else "questions_one"
        heading = self._text(f"heading_{key}", Number=number)
        lines = [f"{at}. {escape_markdown(words)}" for at, words in enumerate(asked, start=1)]
        return Text("\n".join([f"## {heading}", "", *lines]))

    def facts(self) -> Facts:
        """Four facts: staff, size band, rank and region, answers."""
        centre = self.centre
        printed = self.survey.source == REPORT or self.survey.basis == "synthetic"
        staff = "fact_staff" if printed else "fact_staff_file"
        staff = "fact_staff_observed" if centre.staff_basis == "observed" else staff
        place = "fact_rank_words" if centre.took_part else "fact_rank_outside"
        answers = "fact_answers_several" if centre.answers > 1 else "fact_answers_in"
        answers = answers if centre.took_part else "fact_answers_out"
        return Facts(
            (
                Fact(number(centre.staff, self.lang), self._text(staff)),
                Fact(centre.band.label[self.lang], self._text("fact_band")),
                Fact(self._text("fact_rank"), self._text(place)),
                Fact(self._text("fact_answers"), self._text(answers)),
            )
        )

    def known(self, *, invites: bool = True) -> Note:
        """What the published numbers say of this kommune, and what they do not.

        It ends with how the kommune can add its own answers, when it ``invites`` that.
        """
        key = "known_several" if self.centre.answers > 1 else "known_in"
        key = key if self.centre.took_part else "known_out"
        named = escape_markdown(self.survey.source_in(self.lang))
        exact = not origin_of(self.survey).protected
        file = "known_exact" if exact else "known_file"
        file = "known_made_up" if self.survey.basis == "synthetic" else file
        printed = self.survey.source == REPORT
        body = self._text(key if printed else file, source=named)
        if printed and self.centre.took_part:
            observed = self.centre.staff_basis == "observed"
            body += self._text("known_staff_observed" if observed else "known_staff")
        given = self._given
        key = "known_none" if not given else "known_own_one" if given == 1 else "known_own"
        key = "known_exact_own" if exact and given else key
        ending = self._text(key, number=given) if given or invites else ""
        return Note(self._text("known_title"), body + ending)

    def heading(self, name: str) -> Text:
        """A heading: a question's key or role, or one of `HEADINGS`.

        A question without a heading of its own has its title from the codebook.
        """
        questions = self.survey.codebook.questions
        roles = (*OF_PROFILES, STATEMENTS)
        choose("name", name, (*HEADINGS, *roles, *questions))
        if name in questions:
            name = questions[name].role or name
        if name in questions and name not in roles:
            return Text(f"## {escape_markdown(questions[name].title[self.lang])}")
        return Text(f"## {self._texts.heading(name)}")

    def gap_heading(self) -> Text:
        """The question that the first figure answers, for this kommune."""
        return self.heading("gap_own" if self._all_own() else "gap")

    def gap_lead(self) -> Text:
        """What is known of the gap, where it is largest and smallest, and what that rests on."""
        gap = self.gap()
        known = self.survey.is_printed and not self._all_own()
        opens = open_words(gap, self.lang) if known else ""
        sentence = gap_sentence(gap, lang=self.lang)
        scale = self.survey.codebook.question(IDEAL).scale
        order = "" if self._all_own() else order_words(scale, self.lang)
        return Text(sentences_of(opens, sentence, self.gap_method().markdown, order))

    def gap_method(self) -> Text:
        """What the gap rests on: the survey's answers, the kommune's own, or some of each."""
        if self._all_own():
            return Text(self._text("gap_own_lead"))
        key = "gap_lead" if self.survey.is_printed else "gap_file_lead"
        in_people = self.centre.staff >= FEWEST_STAFF
        survey = self._text(key if in_people else f"{key}_share")
        now, ideal = (set(self._own(key) or {}) for key in (NOW, IDEAL))
        some_own = self._text("gap_some_own_lead") if now & ideal else ""
        items = self.survey.codebook.question(NOW).items
        half = [item.label[self.lang] for item in items if item.key in now ^ ideal]
        left_out = self._text("gap_half_own", items=joined(half, self.lang)) if half else ""
        return Text(sentences_of(some_own, survey, left_out))

    def gap(self, *, top_band: tuple[float, float, float] | None = None) -> pd.DataFrame:
        """Staff that match each profile now and ideally, and the gap: see `kommune_gap`."""
        return kommune_gap(self.survey, self.centre, top_band=top_band)

    def gap_figure(self, gap: pd.DataFrame | None = None) -> Axes:
        """The difference per profile, with the range that the printed numbers allow.

        ``gap`` is what `gap` gave, where it is at hand.
        """
        return draw_gap(self.gap() if gap is None else gap, lang=self.lang)

    def size_heading(self) -> Text:
        """The heading of job centres of its size: what is proven of them, or what they answer.

        Empty with made-up answers, as the lead and what follows it.
        """
        if self.survey.basis == "synthetic":
            return Text("")
        return self.heading("size" if self.survey.is_printed else "size_file")

    def size_lead(self) -> Text:
        """Its size beside the others'; with its place among them where no answers follow."""
        if self.survey.basis == "synthetic":
            return Text("")
        key = "size_lead" if self.survey.is_printed else "size_lead_file"
        return Text(self._text(key if self.centre.took_part else f"{key}_outside"))

    def size_statements(self) -> Table | Text:
        """What the published numbers alone prove of job centres of its size.

        With a file of answers, how many of them, and of all, have and want a large share of the
        staff.
        """
        if self.survey.basis == "observed":
            return format_own_size(self._texts)
        return band_statements(self.survey, self.centre.band.key, lang=cast(Lang, self.lang))

    def staff_shares(self) -> Facts:
        """What 5, 10, 15 and 20 % of the staff are in whole people.

        Where the staff are few, what one to four people are in per cent.
        """
        staff = self.centre.staff
        counts = [(self._texts.people(share), str(share)) for share in SHARES]
        if staff < FEWEST_STAFF:
            counts = [(str(n), whole(n, staff)) for n in range(1, min(len(SHARES), staff) + 1)]
        facts = []
        for people, share in counts:
            key = "meaning_fact_one" if people == "1" else "meaning_fact"
            facts.append(Fact(people, self._text(key, percent=share)))
        return Facts(tuple(facts))

    def meaning(self) -> Table:
        """The six profiles: the bands of figures 4 and 5 in people, answers now and ideally."""
        subject = subject_of(self.likert(NOW), self.lang)
        answers = subject.question.scale.answers
        now, ideal = (self.likert(key).set_index(["item", "answer"])["n"] for key in (NOW, IDEAL))
        people = [self._texts.band_people(answer.band) for answer in answers]
        empty = self._text("meaning_note_empty") if MISSING in people else ""
        rows = []
        for item in subject.question.items:
            counts = [
                {"now": shown_count(now[cell]), "ideal": shown_count(ideal[cell])}
                for cell in ((item.key, answer.key) for answer in answers)
            ]
            cells = tuple(self._text("meaning_now_ideal", **count) for count in counts)
            rows.append(Row(subject.item(item.key), cells))
        return Table(
            caption=self._text("meaning_caption"),
            columns=tuple(
                Column(answer.short[self.lang], each)
                for answer, each in zip(answers, people, strict=True)
            ),
            rows=tuple(rows),
            note=sentences_of(
                self._text("meaning_note"), empty, self._texts.source("41", "42", "47", "48")
            ),
            basis=subject.basis,
            lang=self.lang,
            corner=subject.text("tables.item_profiles"),
        )

    def meaning_sentence(self) -> Text:
        """The profile that most managers want over 20 % of the staff to match.

        Empty where the table of `size_statements` says it.
        """
        if isinstance(self.size_statements(), Table):
            return Text("")
        question = self.survey.codebook.question(IDEAL)
        wanted, today = (
            frame[frame["answer"] == question.scale.keys[0]].set_index("item")["n"]
            for frame in (self.likert(IDEAL), self.likert(NOW))
        )
        if pd.isna(wanted.max()) or today.isna().any():
            return Text("")
        items = [item for item in question.items if wanted[item.key] == wanted.max()]
        return Text(
            self._text(
                "meaning_one" if len(items) == 1 else "meaning_several",
                count=int(wanted.max()),
                items=joined([item.label[self.lang] for item in items], self.lang),
                top=number(self._texts.top, self.lang),
                people=self._texts.band_people(question.scale.answers[0].band),
                now=joined([shown_count(today[item.key]) for item in items], self.lang),
            )
        )

    def likert(self, question: str) -> pd.DataFrame:
        """The results frame of one question, re-based to the listed answers."""
        return reported_shares(self.survey, question)

    def figure(self, question: str) -> Axes:
        """One question's figure, with the kommune's own answers marked."""
        return draw_likert(self.likert(question), mark=self._own(question), lang=self.lang)

    def sentence(self, question: str) -> Text:
        """One sentence on what the figure says."""
        return Text(likert_sentence(self.likert(question), lang=self.lang))

    def table(self, question: str) -> Table:
        """One question's numbers."""
        return format_likert(self.likert(question), lang=self.lang)

    def others_lead(self) -> Text:
        """How the centre is read beside the others, and how often it answers as most do."""
        same, given = answers_with_the_most(self._compared())
        key = "others_lead_own" if given else "others_lead"
        several = "_several" if self.centre.answers > 1 else ""
        among = self._text(f"others_among{several}") if self.centre.took_part else ""
        words = {"same": in_words(same, self.lang).capitalize(), "number": given}
        return Text(self._text(key, among=among, **words))

    def others_figure(self) -> Axes:
        """All answers on the profiles, with the centre's own among them or room for them."""
        return draw_comparison(self._compared(), lang=self.lang)

    def statements_figure(self) -> Axes:
        """The statements by agreement, with the centre's own answers or room for them."""
        likert = self.likert(STATEMENTS)
        asked = self.survey.codebook.question(STATEMENTS).text[self.lang]
        return draw_likert(
            likert,
            kind="diverging",
            order="net",
            mark=self._own(STATEMENTS),
            beside=True,
            title=likert_finding(likert, lang=self.lang) or None,
            subtitle=self._text("statements_subtitle", question=asked),
            lang=self.lang,
        )

    def notes(self) -> Text:
        """The kommune's own notes, as it wrote them; nothing when there are none."""
        if not self.centre.notes.strip():
            return Text("")
        paragraphs = re.split(r"\n\s*\n", self.centre.notes.strip())
        words = "\n\n".join(map(_with_line_breaks, paragraphs))
        return Text(f"{self.heading('own').markdown}\n\n{words}")

    def about(self) -> Text:
        """Where the numbers come from and how they are read."""
        own = bool(self._given) or self.centre.staff_basis == "observed"
        return NationalPage(self.survey, self.lang).about_kommune(own=own)

    def _own(self, question: str) -> Mapping[str, str] | None:
        return self.centre.own.get(question)

    def _compared(self) -> pd.DataFrame:
        return compared_answers(self.survey, OF_PROFILES, self.centre.own)

    @property
    def _given(self) -> int:
        """How many answers the centre has supplied itself."""
        return sum(len(items) for items in self.centre.own.values())

    def _all_own(self) -> bool:
        items = len(self.survey.codebook.question(NOW).items)
        return all(len(self._own(key) or {}) == items for key in (NOW, IDEAL))

    @property
    def _front(self) -> FrontPage:
        return FrontPage(self._texts)

    @property
    def _texts(self) -> KommuneTexts:
        return KommuneTexts(self.survey, self.centre, self.lang)

    def _text(self, name: str, **values: object) -> str:
        return self._texts.text(name, **values)


def _with_line_breaks(paragraph: str) -> str:
    """A paragraph as markdown that keeps its lines and none of its markup."""
    return "  \n".join(escape_markdown(line.strip()) for line in paragraph.splitlines())


def kommune_page(
    survey: Survey,
    kommune: str,
    *,
    staff: int | None = None,
    own: Own | None = None,
    lang: str = "da",
) -> KommunePage:
    """Make the page of one kommune.

    Parameters
    ----------
    survey : Survey
    kommune : str
        Name, alias or code.
    staff : int, optional
        People in the job centre; needed for a kommune outside the survey.
    own : Own, optional
        Its own answers and staff, from `read_own`.
    lang : {"da", "en"}

    Returns
    -------
    KommunePage

    Raises
    ------
    InputError
        As `job_centre` does.

    Examples
    --------
    >>> from analysis.survey.published import read_published
    >>> kommune_page(read_published(), "Odder").facts().facts[0].value
    '70'
    """
    check_lang(lang)
    return KommunePage(survey, job_centre(survey, kommune, staff=staff, own=own, lang=lang), lang)
