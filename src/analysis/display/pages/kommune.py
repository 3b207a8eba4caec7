"""One kommune's page: its facts, what is known, and what the 52 answers mean for its staff."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
from matplotlib.axes import Axes

from analysis.display.figures.likert import draw_likert
from analysis.display.figures.workforce import draw_gap
from analysis.display.pages.national import about_numbers
from analysis.display.tables.blocks import Column, Fact, Facts, Note, Row, Table, Text, Title
from analysis.display.tables.likert import format_likert
from analysis.display.tables.markup import escape_markdown
from analysis.display.tables.statements import band_statements
from analysis.display.text.captions import basis_of, numbered, report_source
from analysis.display.text.numbers import (
    SUPPRESSED,
    joined,
    number,
    percent,
    shown_count,
    staff_range,
    whole_count,
)
from analysis.display.text.sentences import gap_sentence, likert_sentence
from analysis.measures.job_centre import JobCentre, job_centre
from analysis.measures.shares import reported_shares
from analysis.measures.staff_bands import IDEAL, NOW
from analysis.measures.workforce import kommune_gap
from analysis.survey.answers.own import Own
from analysis.survey.published import REPORT
from analysis.survey.survey import Survey
from analysis.words import check_lang, has_text, text

#: Shares of the staff that the page translates to people.
SHARES = (5, 10, 15, 20)


@dataclass(frozen=True)
class KommunePage:
    """The parts of one kommune's page; each shows itself in a notebook.

    Attributes
    ----------
    survey : Survey
    centre : JobCentre
    lang : str
        ``da`` or ``en``.
    """

    survey: Survey
    centre: JobCentre
    lang: str = "da"

    def title(self) -> Title:
        """The kommune's name, with a lead."""
        return Title(
            title=self.centre.kommune.title_in(self.lang),
            lead=self._text("lead"),
            eyebrow=text("document.eyebrow", self.lang),
        )

    def facts(self) -> Facts:
        """Four facts: staff, size band, rank and region, answers."""
        centre = self.centre
        took_part = "four" if centre.answers > 1 else "in" if centre.took_part else "out"
        observed = "_observed" if centre.staff_basis == "observed" else ""
        place = "fact_rank_words" if centre.took_part else "fact_rank_outside"
        return Facts(
            (
                Fact(number(centre.staff, self.lang), self._text(f"fact_staff{observed}")),
                Fact(centre.band.label[self.lang], self._text("fact_band")),
                Fact(self._text("fact_rank"), self._text(place)),
                Fact(self._text("fact_answers"), self._text(f"fact_answers_{took_part}")),
            )
        )

    def known(self, *, invites: bool = True) -> Note:
        """What the published numbers say of this kommune, and what they do not.

        It ends with how the kommune can add its own answers, when it ``invites`` that.
        """
        centre = self.centre
        key = "known_four" if centre.answers > 1 else "known_in"
        key = key if centre.took_part else "known_out"
        named = escape_markdown(self.survey.source_in(self.lang))
        body = self._text(key if self.survey.source == REPORT else "known_file", source=named)
        given = sum(len(items) for items in centre.own.values())
        key = "known_none" if not given else "known_own_one" if given == 1 else "known_own"
        ending = self._text(key, number=given) if given or invites else ""
        return Note(self._text("known_title"), body + ending)

    def heading(self, name: str) -> Text:
        """A heading: a question's key, ``meaning``, ``about`` or ``own``.

        A question without a heading of its own has its title from the codebook.
        """
        if (
            not has_text(f"kommune.{name}_heading", self.lang)
            and name in self.survey.codebook.questions
        ):
            title = self.survey.codebook.question(name).title[self.lang]
            return Text(f"## {escape_markdown(title)}")
        return Text(f"## {self._text(f'{name}_heading')}")

    def gap_heading(self) -> Text:
        """The question that the first figure answers, for this kommune."""
        own = self._all_own()
        return self.heading("gap_own" if own else "gap")

    def gap_lead(self) -> Text:
        """Where the gap is largest and smallest, and what that rests on."""
        sentence = gap_sentence(self.gap(), lang=self.lang)
        return Text(f"{sentence} {self.gap_method().markdown}".strip())

    def gap_method(self) -> Text:
        """What the gap rests on."""
        key = "gap_lead" if self.survey.answers is None else "gap_file_lead"
        return Text(self._text("gap_own_lead" if self._all_own() else key))

    def _all_own(self) -> bool:
        items = len(self.survey.codebook.question(NOW).items)
        return all(len(self.centre.own.get(key, {})) == items for key in (NOW, IDEAL))

    def gap(self, *, top_band: tuple[float, float, float] | None = None) -> pd.DataFrame:
        """Staff that match each profile now and ideally, and the gap: see `kommune_gap`."""
        return kommune_gap(self.survey, self.centre, top_band=top_band)

    def gap_figure(self, gap: pd.DataFrame | None = None) -> Axes:
        """The gap per profile in people, with the range that the printed numbers allow.

        ``gap`` is what `gap` gave, where it is at hand.
        """
        gap = self.gap() if gap is None else gap
        return draw_gap(gap, title=self._text("gap_title"), lang=self.lang)

    def size_heading(self) -> Text:
        """The heading of what is proven of job centres of its size; empty with answers."""
        return Text("") if self.survey.answers is not None else self.heading("size")

    def size_statements(self) -> Text:
        """What the published numbers alone prove of job centres of its size."""
        return band_statements(self.survey, self.centre.band.key, lang=self.lang)

    def staff_shares(self) -> Facts:
        """What 5, 10, 15 and 20 % of the staff are in people."""
        facts = []
        for share in SHARES:
            people = self.centre.people(share)
            key = "meaning_fact_one" if people == 1 else "meaning_fact"
            facts.append(Fact(self._people(people), self._text(key, percent=share)))
        return Facts(tuple(facts))

    def meaning(self) -> Table:
        """The six profiles: the bands of figures 4 and 5 in people, answers now and ideally."""
        now, ideal = (self.likert(key) for key in ("current_share", "ideal_share"))
        question = self.survey.codebook.question("current_share")
        counts = {
            key: frame.set_index(["item", "answer"])["n"]
            for key, frame in (("now", now), ("ideal", ideal))
        }
        return Table(
            caption=self._text("meaning_caption"),
            columns=tuple(
                Column(answer.short[self.lang], self._band_people(answer.band))
                for answer in question.scale.answers
            ),
            rows=tuple(
                Row(
                    item.label[self.lang],
                    tuple(
                        self._text(
                            "meaning_now_ideal",
                            **{
                                key: shown_count(n[item.key, answer.key])
                                for key, n in counts.items()
                            },
                        )
                        for answer in question.scale.answers
                    ),
                )
                for item in question.items
            ),
            note=self._text("meaning_note") + " " + self._source("41, 42, 47, 48"),
            basis=basis_of(now),
            lang=self.lang,
            corner=text("tables.item_profiles", self.lang),
        )

    def meaning_sentence(self) -> Text:
        """The profile that most managers want over 20 % of the staff to match."""
        now, ideal = (self.likert(key) for key in ("current_share", "ideal_share"))
        question = self.survey.codebook.question("ideal_share")
        first = question.scale.keys[0]
        wanted = ideal[ideal["answer"] == first].set_index("item")["n"]
        today = now[now["answer"] == first].set_index("item")["n"]
        if pd.isna(wanted.max()) or today.isna().any():
            return Text("")
        items = [item for item in question.items if wanted[item.key] == wanted.max()]
        names = [item.label[self.lang] for item in items]
        numbers = [whole_count(today[item.key]) for item in items]
        return Text(
            self._text(
                "meaning_one" if len(items) == 1 else "meaning_several",
                count=int(wanted.max()),
                profiles=joined(names, self.lang),
                people=self._people(self.centre.people(20)),
                now=joined(numbers, self.lang),
            )
        )

    def likert(self, question: str) -> pd.DataFrame:
        """The results frame of one question, re-based to the listed answers."""
        return reported_shares(self.survey, question)

    def figure(self, question: str) -> Axes:
        """One question's figure, with the kommune's own answers marked."""
        return draw_likert(
            self.likert(question), mark=self.centre.own.get(question), lang=self.lang
        )

    def sentence(self, question: str) -> Text:
        """One sentence on what the figure says."""
        return Text(likert_sentence(self.likert(question), lang=self.lang))

    def table(self, question: str) -> Table:
        """One question's numbers."""
        return format_likert(self.likert(question), lang=self.lang)

    def discussion_lead(self) -> Text:
        """Why the statements are worth a talk, and what the figure says."""
        sentence = likert_sentence(self.likert("statements"), lang=self.lang)
        return Text(f"{self._text('discuss_lead')} {sentence}")

    def discussion(self) -> Table:
        """The statements with agreement and disagreement, and room for the kommune's answer."""
        likert = self.likert("statements")
        question = self.survey.codebook.question("statements")
        own = self.centre.own.get("statements", {})
        rows = []
        for item in question.items:
            cells = likert[likert["item"] == item.key].set_index("answer")
            sides = []
            for side in ("top", "bottom"):
                n = cells.loc[list(question.scale.side(side)), "n"].sum(skipna=False)
                base = cells["base"].iloc[0]
                share = percent(n, base, self.lang)
                sides.append(SUPPRESSED if pd.isna(n) else f"{share} ({whole_count(n)})")
            answer = own.get(item.key)
            mine = question.answer(answer).short[self.lang] if answer else self._text("blank")
            rows.append(Row(numbered(question, item.key, item.label[self.lang]), (*sides, mine)))
        return Table(
            caption=self._text("discuss_caption"),
            columns=(
                Column(self._text("agree")),
                Column(self._text("disagree")),
                Column(self._text("own_answer"), align="left"),
            ),
            rows=tuple(rows),
            note=self._text("discuss_note") + " " + self._source("43, 48"),
            basis=basis_of(likert),
            lang=self.lang,
            corner=text("tables.item_statements", self.lang),
        )

    def notes(self) -> Text:
        """The kommune's own notes, as it wrote them; nothing when there are none."""
        if not self.centre.notes.strip():
            return Text("")
        paragraphs = self.centre.notes.strip().split("\n\n")
        words = "\n\n".join(escape_markdown(part) for part in paragraphs if part.strip())
        return Text(f"## {self._text('own_heading')}\n\n{words}")

    def about(self) -> Text:
        """Where the numbers come from and how they are read."""
        return about_numbers(self.survey, lang=self.lang)

    def _text(self, key: str, **values: object) -> str:
        centre = self.centre
        kommune = centre.kommune
        sharing = "kommune.shared_one" if centre.sharing == 1 else "kommune.shared"
        shared = text(sharing, self.lang, n=centre.sharing) if centre.sharing else ""
        plural = f"size_bands.plural_{centre.band.key}"
        known = {
            "n": self.survey.respondents,
            "of": centre.of,
            "staff": number(centre.staff, self.lang),
            "name": kommune.name,
            "genitive": kommune.genitive_in(self.lang),
            "rank": centre.rank,
            "shared": shared,
            "region": f"Region {kommune.region}",
            "band": staff_range(centre.band, self.lang),
            "number": centre.in_band,
            "band_plural": text(plural, self.lang)
            if has_text(plural, self.lang)
            else centre.band.label[self.lang].lower(),
            "source": self.survey.source_in(self.lang),
        }
        return text(f"kommune.{key}", self.lang, **known | values)

    def _band_people(self, band: tuple[float, float, float] | None) -> str:
        if band is None:
            return ""
        low, high = band[0], band[2]
        words = {
            key: self._people(self.centre.people(end))
            for key, end in (("low", low), ("high", high))
        }
        if low <= 0:
            return text("kommune.meaning_under", self.lang, people=words["high"])
        if low >= SHARES[-1]:
            return text("kommune.meaning_over", self.lang, people=words["low"])
        return text("kommune.meaning_between", self.lang, **words)

    def _people(self, people: float) -> str:
        """Whole people as they are; parts of people with one decimal."""
        return number(people, self.lang, 0 if people >= 100 or people == int(people) else 1)

    def _source(self, pages: str) -> str:
        if self.survey.source != REPORT:
            return text("captions.source", self.lang, source=self.survey.source_in(self.lang))
        return text(
            "captions.source", self.lang, source=report_source(pages.split(", "), self.lang)
        )


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
    return KommunePage(survey, job_centre(survey, kommune, staff=staff, own=own), lang)
