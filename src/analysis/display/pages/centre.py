"""A job centre's page: what it needs, who matches, and the plan that closes most of the gap."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from matplotlib.axes import Axes

from analysis.catalogue.catalogue import read_catalogue
from analysis.competence.centre import Centre
from analysis.competence.example import made_up_centre
from analysis.competence.frames import check_date
from analysis.competence.results import CentreResults
from analysis.competence.saved_plan import read_proof
from analysis.competence.workbook import read_centre
from analysis.display.figures.centre_change import draw_centre_change
from analysis.display.figures.centre_need import draw_centre_need
from analysis.display.figures.centre_staircase import draw_centre_staircase
from analysis.display.figures.centre_units import draw_centre_units
from analysis.display.tables.blocks import Fact, Facts, Note, Table, Text, Title
from analysis.display.tables.centre import (
    alone_text,
    format_centre_after,
    format_centre_fund,
    format_centre_offers,
    format_centre_others,
    format_centre_people,
    format_centre_stages,
    format_centre_steps,
)
from analysis.display.tables.markup import escape_markdown
from analysis.display.text.centre import CentreTexts
from analysis.display.text.centre_sentences import CentreSentences
from analysis.survey.options import choose
from analysis.survey.published import read_published
from analysis.words import check_lang

#: What `CentrePage.heading` can name.
HEADINGS = ("need", "units", "plan", "limits", "offers", "others", "change", "about")

#: Seconds for the plan of a page: enough for the largest centre on a busy machine.
PAGE_SECONDS = 600.0
#: The staff of the made-up centre that is shown without a workbook.
MADE_UP = 70


@dataclass(frozen=True)
class CentrePage:
    """The parts of one job centre's page; each shows itself in a notebook.

    Attributes
    ----------
    results : CentreResults
        The numbers, computed once.
    lang : {"da", "en"}
    """

    results: CentreResults
    lang: str = "da"

    def title(self) -> Title:
        """The centre's name, and what the page is; whether nothing is hidden."""
        texts, centre = self._texts, self.results.centre
        name = centre.kommune.title_in(self.lang) if centre.kommune else ""
        exact = not self.results.protected
        return Title(
            title=name or texts.text("centre_page.name_any"),
            lead=texts.text("centre_page.lead", when=texts.when),
            eyebrow=texts.text("centre_page.eyebrow", year=centre.year),
            unprotected=exact,
            mark=texts.text("centre_page.mark_internal") if exact else "",
        )

    def findings(self) -> Facts:
        """Three findings: what is missing, what so many days do, and what the plan costs."""
        return Facts(tuple(Fact(*each) for each in self._sentences.findings()))

    def front_figure(self) -> Axes:
        """The figure that decides: days of training → people missing; the need where hidden."""
        draw = draw_centre_need if self.results.staircase.empty else draw_centre_staircase
        return draw(self.results, lang=self.lang)

    def staircase_note(self) -> Note | Text:
        """Why there is no staircase, where it could give somebody away."""
        if len(self.results.staircase):
            return Text("")
        return Note(*self._sentences.staircase_hidden())

    def questions(self) -> Text:
        """Three questions for the management meeting, with their heading."""
        asked = self._sentences.questions()
        heading = self._texts.text("centre_page.heading_questions")
        lines = [f"{at}. {escape_markdown(words)}" for at, words in enumerate(asked, start=1)]
        return Text("\n".join([f"## {heading}", "", *lines]))

    def known(self) -> Note:
        """What is known, what is not, and how good the plan is proven to be."""
        return Note(self._texts.text("centre_page.known_title"), self._sentences.known())

    def heading(self, name: str) -> Text:
        """A heading: ``need``, ``units``, ``plan``, ``limits``, ``offers`` and so on."""
        choose("name", name, HEADINGS)
        if name == "change" and self.results.change is None:
            return Text("")
        return Text(f"## {self._texts.text(f'centre_page.heading_{name}')}")

    def need_figure(self) -> Axes | None:
        """The need as a band and the match as a dot; none where the front page has it."""
        if self.results.staircase.empty:
            return None
        return draw_centre_need(self.results, lang=self.lang)

    def need_text(self) -> Text:
        """What the reserve does, and who leave."""
        return Text(self._sentences.need())

    def others(self) -> Table | Text:
        """The centre's shares beside the survey's job centres of the same size."""
        return format_centre_others(self._texts, read_published())

    def units_figure(self) -> Axes:
        """How many match each profile in each unit."""
        return draw_centre_units(self.results, lang=self.lang)

    def alone(self) -> Text:
        """The profiles that rest on one employee."""
        return alone_text(self._texts)

    def plan_lead(self) -> Text:
        """What the stages are, or that there is no plan."""
        key = "centre_page.plan_lead" if len(self.results.steps) else "centre_page.plan_empty"
        return Text(self._texts.text(key))

    def stages(self) -> Table:
        """The plan in three nested stages."""
        return format_centre_stages(self._texts)

    def steps(self) -> Table | Text:
        """The steps of the plan, each with why it is there."""
        return format_centre_steps(self._texts) if len(self.results.steps) else Text("")

    def after(self) -> Table:
        """How many match each profile today, and are missing after each stage."""
        return format_centre_after(self._texts)

    def people(self) -> Table | Text:
        """Who could take what, by code; nothing outside the centre."""
        return Text("") if self.results.protected else format_centre_people(self._texts)

    def fund(self) -> Table | Text:
        """What the fund pays, and who applies by when."""
        return format_centre_fund(self._texts)

    def limits(self) -> Text:
        """Which limits keep people missing, and what a little more of each would change."""
        return Text("\n".join(f"- {each}" for each in self._sentences.limits()))

    def offers(self) -> Table | Text:
        """The offers that lift what is missing, and the profiles without one."""
        return format_centre_offers(self._texts, read_catalogue())

    def change_figure(self) -> Axes | None:
        """What has changed since the year before, where its workbook is given and it is shown."""
        if self.results.change is None or self.results.change.empty:
            return None
        return draw_centre_change(self.results, lang=self.lang)

    def change_note(self) -> Note | Text:
        """Why the change is not shown, where it could give somebody away."""
        if self.results.change is None or len(self.results.change):
            return Text("")
        return Note(*self._sentences.change_hidden())

    def about(self) -> Text:
        """Where the numbers come from and how they are read."""
        return Text(self._sentences.about())

    @cached_property
    def _texts(self) -> CentreTexts:
        return CentreTexts(self.results, self.lang)

    @cached_property
    def _sentences(self) -> CentreSentences:
        return CentreSentences(self._texts)


def centre_page(
    centre: Centre | Path | str | None = None,
    *,
    year: int | None = None,
    date: str | None = None,
    before: Centre | Path | str | None = None,
    lang: str = "da",
    internal: bool = False,
    horizon: str = "five_years",
    time_limit: float | None = PAGE_SECONDS,
    proof: Path | str | None = None,
) -> CentrePage:
    """Make the page of a job centre's competences from its workbook.

    Parameters
    ----------
    centre : Centre or path, optional
        From `read_centre`, or the workbook itself; a made-up centre when left out.
    year : int, optional
        Of the plan; the workbook's own when left out.
    date : str, optional
        Of the plan; the first day of the year when left out.
    before : Centre or path, optional
        The year before, for what has changed.
    lang : {"da", "en"}
    internal : bool, default False
        For the centre itself alone: exact numbers and codes of employees, nothing hidden. Exports
        and reports that are not marked confidential refuse what it makes.
    horizon : {"five_years", "now"}
        Of the need.
    time_limit : float or None
        Seconds for the plan, and as many for each of the staircase, the limits and the price.
    proof : path, optional
        ``bevis.json`` of a plan from the same workbook: that plan, and nothing is searched for.

    Returns
    -------
    CentrePage

    Raises
    ------
    InputError
        The workbook cannot be read, or it is not as a plan needs it.

    Examples
    --------
    >>> from analysis.competence.example import made_up_centre
    >>> page = centre_page(made_up_centre(staff=6, offers=4), lang="en", internal=True)
    >>> page.findings().facts[0].value
    '12'
    """
    check_lang(lang)
    centre = made_up_centre(staff=MADE_UP) if centre is None else centre
    found = centre if isinstance(centre, Centre) else read_centre(centre, lang=lang)
    earlier = read_centre(before, lang=lang) if isinstance(before, Path | str) else before
    day = check_date("date", date or f"{year or found.year}-01-01")
    saved = None if proof is None else read_proof(proof, lang=lang)
    given = (horizon, earlier, time_limit, saved)
    return CentrePage(CentreResults(found, day, not internal, lang, *given), lang)
