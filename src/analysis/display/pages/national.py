"""The national report's own parts: key facts, the profiles' roles, the municipalities."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

import pandas as pd
from matplotlib.axes import Axes

from analysis.display.figures.crosstab import draw_crosstab
from analysis.display.figures.large_shares import draw_large_shares
from analysis.display.figures.likert import draw_likert
from analysis.display.tables.blocks import Column, Fact, Facts, Note, Row, Table, Text, Title
from analysis.display.tables.markup import escape_markdown
from analysis.display.tables.profiles import profiles_finding
from analysis.display.tables.statements import proven_by_size, proven_note
from analysis.display.text.captions import (
    question_title,
    report_source,
    sentences_of,
    sourced,
    stopped,
)
from analysis.display.text.large_shares import part_of_staff
from analysis.display.text.numbers import (
    MISSING,
    in_words,
    number,
    percent,
    staff_limits,
    whole_count,
)
from analysis.display.text.sentences import finding_and_contrast, likert_sentence
from analysis.display.text.survey_words import SurveyWords
from analysis.measures.crosstab import crosstab
from analysis.measures.large_shares import large_shares
from analysis.measures.profiles import profile_table
from analysis.measures.shares import likert_table, reported_shares
from analysis.measures.staff_bands import IDEAL, NOW
from analysis.measures.suppression import THRESHOLD
from analysis.survey.codebook import Lang
from analysis.survey.descriptions import read_profile_roles
from analysis.survey.options import choose
from analysis.survey.published import REPORT
from analysis.survey.survey import Survey, origin_of
from analysis.words import check_lang, text

#: The headings of the report, in its order.
HEADINGS = (
    "key_points", "profiles", "importance", "expected_need", "current_share", "ideal_share", "gap",
    "side_by_side", "size", "statements", "tables", "summaries", "kommuner", "about",
)  # fmt: skip


@dataclass(frozen=True)
class NationalPage:
    """The parts of the national report; each shows itself in a notebook.

    Attributes
    ----------
    survey : Survey
    lang : {"da", "en"}
    """

    survey: Survey
    lang: str = "da"

    def title(self) -> Title:
        """The report's title, with a lead."""
        eyebrow = SurveyWords(self.survey, self.lang).kommune_eyebrow
        lead, exact = (
            self._text("lead", profiles=self._profiles),
            not origin_of(self.survey).protected,
        )
        return Title(self._text("title"), lead, eyebrow, unprotected=exact)

    def facts(self) -> Facts:
        """Four facts: answers, municipalities, staff, and the managers they stand for."""
        facts = [
            (self.survey.respondents, self._text("fact_answers")),
            (len(self.survey.kommuner), self._text("fact_kommuner")),
            (self.survey.kommuner["staff"].sum(), self._text("fact_staff")),
        ]
        population = self.survey.codebook.population
        if self._report and "population" in population:
            managers, centres = population["population"], population["job_centres"]
            answers = in_words(managers - centres + 1, self.lang)  # København's alone
            words = self._text("fact_managers", centres=centres, answers=answers)
            facts.append((managers, words))
        return Facts(tuple(Fact(number(value, self.lang), words) for value, words in facts))

    def heading(self, name: str) -> Text:
        """A heading of the report, with its first sentences where it has any.

        Parameters
        ----------
        name : str
            A question's key or role, ``key_points``, ``profiles``, ``gap``, ``side_by_side``,
            ``size``, ``tables``, ``summaries``, ``kommuner`` or ``about``. A question's heading
            is its finding, followed by what it holds least for; where that is not known, a heading
            of its own or its title from the codebook.

        Examples
        --------
        >>> from analysis.survey.published import read_published
        >>> national_page(read_published()).heading("about").markdown
        '## Om tallene'
        """
        questions = self.survey.codebook.questions
        choose("name", name, (*HEADINGS, *questions))
        finding, contrast = self._finding(name)
        if finding:
            below = f"\n\n{escape_markdown(stopped(contrast))}" if contrast else ""
            return Text(f"## {escape_markdown(finding)}{below}")
        name = questions[name].role or name if name in questions else name
        if name in questions and name not in HEADINGS:
            return Text(f"## {escape_markdown(questions[name].title[self.lang])}")
        profiles = self._profiles if name == "profiles" else ""
        key = "gap_open" if name == "gap" and self.survey.is_printed else name
        return Text(self._text(f"heading_{key}", profiles=profiles))

    def _finding(self, name: str) -> tuple[str, str]:
        """What the numbers say under a heading, and what that holds least for; often empty."""
        if name == "side_by_side":
            return profiles_finding(self.profiles(), self.lang), ""
        if name in self.survey.codebook.questions or self.survey.codebook.has_roles(name):
            return finding_and_contrast(self.likert(name), lang=self.lang)
        return "", ""

    def front_figure(self) -> Axes:
        """How many managers have, and want, a large share of the staff to match each profile."""
        return draw_large_shares(large_shares(self.survey), lang=self.lang)

    def profiles(self) -> pd.DataFrame:
        """The results frame of the profiles side by side."""
        return profile_table(self.survey)

    def key_points(self) -> Text:
        """The most important of each question, as a list of sentences true to the numbers.

        It ends with what the figure below counts, for in people the order may be another.
        """
        points = []
        for key, asked in self.survey.codebook.questions.items():
            points.append(likert_sentence(self.likert(key), lang=self.lang))
            if asked.role == IDEAL:
                points[-1] = sentences_of(points[-1], self._base_short())
                points.append(self._largest_difference())
        bullets = [f"- {escape_markdown(each)}" for each in points if each]
        part = part_of_staff(self.survey.codebook.question(IDEAL).scale, self.lang)
        return Text("\n".join([*bullets, "", self._text("key_points_order", part=part)]))

    def _largest_difference(self) -> str:
        """The profile that most more managers want a large share of the staff to match.

        Empty where a count is hidden, or none want more than have it.
        """
        shares = large_shares(self.survey)
        most = shares[shares["difference"] == shares["difference"].max()]
        row = shares.iloc[0]
        if shares["difference"].isna().any() or row["difference"] <= 0 or len(most) > 1:
            return ""
        counts = {key: whole_count(row[key]) for key in ("now", "ideal", "base")}
        item = self.survey.codebook.question(IDEAL).item(str(row["item"])).label[self.lang]
        return self._text("key_points_most", item=item, **counts)

    def figure(self, question: str) -> Axes:
        """A question's figure, under the question: the heading over it is the finding."""
        likert = self.likert(question)
        title = question_title(likert, self.lang)
        return draw_likert(likert, title=title, lang=self.lang)

    def size(self) -> Table | Text:
        """What the published numbers prove of each size band; see `proven_by_size`."""
        return proven_by_size(self.survey, lang=cast(Lang, self.lang))

    def size_figure(self, question: str = "importance") -> Axes | None:
        """A question's first answer by size band, where answers are known; else nothing."""
        if self.survey.is_printed:
            return None
        return draw_crosstab(crosstab(self.survey, question), lang=self.lang)

    def base_finding(self, question: str = IDEAL) -> Text:
        """Say which base a question is printed on, when answers lie outside the listed ones."""
        base, listed = self._bases(question) if self._report else (0, 0)
        if base == listed:
            return Text("")
        asked = self.survey.codebook.question(question)
        first = self._most_given(question)
        item = asked.item(str(first["item"])).label[self.lang]
        words = self._two_bases(first["n"], base, listed)
        return Text(
            self._text("base_finding", figure=asked.figure, n=first["n"], item=item, **words)
        )

    def _base_short(self) -> str:
        """The same in a few words, of the largest share; empty where nothing is re-based."""
        base, listed = self._bases(IDEAL) if self._report else (0, 0)
        if base == listed:
            return ""
        words = self._two_bases(self._most_given(IDEAL)["n"], base, listed)
        return self._text("base_short", **words)

    def _most_given(self, question: str) -> pd.Series:
        """The row of a question's answer that most gave, of all items."""
        rows = likert_table(self.survey, question, interval="none")
        return rows.iloc[int(rows["n"].argmax())]

    def _two_bases(self, n: int, base: int, listed: int) -> dict[str, object]:
        """A count as a share of all answers, as printed, and of the listed ones."""
        shares = {"printed": percent(n, base, self.lang), "rebased": percent(n, listed, self.lang)}
        return {"base": base, "listed": listed, **shares}

    def likert(self, question: str) -> pd.DataFrame:
        """The results frame of one question: re-based where the report prints another base."""
        return reported_shares(self.survey, question)

    def about(self) -> Text:
        """Where the numbers come from and how they are read."""
        words = [self._text("about_words_published"), self._text("about_words")]
        return self._about(self._text("about_regions"), words)

    def about_kommune(self, *, own: bool) -> Text:
        """The same for one kommune's report, which shows no regions; ``own``: its own numbers."""
        words = [self._text("about_words")]
        return self._about("", [*words, self._text("about_words_observed")] if own else words)

    def _about(self, regions: str, words: list[str]) -> Text:
        """How the numbers are read, their source, and the report's ``words`` for what they are."""
        if self._report:
            last = sentences_of(self._text("about_source"), regions, *words)
            return Text(f"{self._about_printed()}\n\n{last}")
        made_up = self.survey.basis == "synthetic"
        source = escape_markdown(self.survey.source_in(self.lang))
        parts = [self._text("about_synthetic" if made_up else "about_answers", source=source)]
        if text("synthetic.made_up", "da") in self.survey.notes:
            parts[0] = sentences_of(parts[0], self._text("about_synthetic_shares"))
        last = sentences_of(self._text("about_own_source", source=source), regions)
        if self.survey.released is not None:
            parts.append(self._text("about_hidden", fewest=in_words(THRESHOLD, self.lang)))
            last = sentences_of(last, self._text("about_bases"))
        return Text("\n\n".join([*parts, last]))

    def proven(self) -> Note | Text:
        """What the published numbers alone prove of the wish for more staff; see `proven_note`."""
        return proven_note(self.survey, lang=cast(Lang, self.lang))

    def roles(self) -> Table:
        """The profiles' focus and roles, in our own words."""
        question = self.survey.codebook.question(NOW)
        rows = []
        for item, lines in read_profile_roles().groupby("item", sort=False):
            by_part = lines.groupby("part", sort=False)[f"text_{self.lang}"].agg(". ".join) + "."
            name = question.item(str(item)).label[self.lang]
            rows.append(Row(name, (by_part["focus"], by_part["role"])))
        return Table(
            caption=self._text("roles_caption", profiles=self._profiles),
            columns=(
                Column(self._text("focus"), align="left"),
                Column(self._text("role"), align="left"),
            ),
            rows=tuple(rows),
            note=self._text("roles_note", source=report_source(["38"], self.lang)),
            basis=("published",),
            lang=self.lang,
            corner=text("tables.item_profiles", self.lang),
        )

    def kommuner(self) -> Table:
        """The municipalities of the survey with their staff, by region and size."""
        kommuner = self.survey.kommuner
        bands = {band.key: band.label[self.lang] for band in self.survey.codebook.size_bands}
        sizes = kommuner["size_band"].astype(object).where(kommuner["size_band"].isin(bands), "")
        shown = {key: label for key, label in bands.items() if (sizes == key).any()}
        if (sizes == "").any():
            shown[""] = self._text("kommuner_unknown")
        columns = [
            Column(label, text("crosstab.value", self.lang, n=(sizes == key).sum(),
                               base=len(kommuner)), align="left")
            for key, label in shown.items()
        ]  # fmt: skip
        rows = [
            Row(
                str(region),
                tuple(self._with_staff(there[sizes[there.index] == key]) for key in shown),
            )
            for region, there in kommuner.groupby("region", sort=True)
        ]
        limits = staff_limits(self.survey.codebook.size_bands, self.lang)
        source = sourced(origin_of(self.survey), ["49"], self.lang)
        recovered = self.survey.basis == "recovered"
        return Table(
            caption=self._text("kommuner_caption"),
            columns=tuple(columns),
            rows=tuple(rows),
            note=sentences_of(self._text("kommuner_note"), limits, source),
            basis=("published",) if recovered else (self.survey.basis,),
            lang=self.lang,
            corner=self._text("region_heading"),
        )

    def _with_staff(self, kommuner: pd.DataFrame) -> str:
        """Municipalities in a row, each with its staff, and with its answers where not one."""
        named = []
        for row in kommuner.to_dict("records"):
            key = "kommuner_one" if row["answers"] == 1 else "kommuner_several"
            staff = MISSING if pd.isna(row["staff"]) else number(row["staff"], self.lang)
            named.append(self._text(key, kommune=row["name"], staff=staff, n=row["answers"]))
        return ", ".join(named) or MISSING

    def _about_printed(self) -> str:
        """How the report's percentages are read: which figure has another base, and the bands."""
        now, ideal = (self.survey.codebook.question(key) for key in (NOW, IDEAL))
        base, listed = self._bases(IDEAL)
        bands = [answer.band for answer in ideal.scale.answers if answer.band]
        return self._text(
            "about",
            figure=ideal.figure,
            other=now.figure,
            base=base,
            listed=listed,
            extra=in_words(base - listed, self.lang),
            limit=number(bands[len(bands) // 2][0], self.lang),
        )

    def _bases(self, question: str) -> tuple[int, int]:
        """How many answers a question is printed on, and how many of them are listed."""
        printed = likert_table(self.survey, question, interval="none")
        listed = self.likert(question)
        return int(printed["base"].max()), int(listed["base"].max())

    @property
    def _profiles(self) -> str:
        """The number of profiles, in words."""
        return in_words(len(self.survey.codebook.question(NOW).items), self.lang)

    @property
    def _report(self) -> bool:
        return self.survey.source == REPORT

    def _text(self, name: str, **values: object) -> str:
        return text(f"national.{name}", self.lang, **values)


def national_page(survey: Survey, *, lang: str = "da") -> NationalPage:
    """Make the parts of the national report.

    Parameters
    ----------
    survey : Survey
    lang : {"da", "en"}

    Returns
    -------
    NationalPage

    Raises
    ------
    InputError
        There are no texts in the language.

    Examples
    --------
    >>> from analysis.survey.published import read_published
    >>> [fact.value for fact in national_page(read_published()).facts().facts]
    ['52', '49', '8.675', '97']
    """
    check_lang(lang)
    return NationalPage(survey, lang)
