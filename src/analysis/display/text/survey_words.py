"""What a survey is called on its own pages: its name, its source, its units and respondents."""

from __future__ import annotations

from dataclasses import dataclass

from analysis.display.text.captions import sentences_of
from analysis.display.text.numbers import in_words
from analysis.survey.codebook import Codebook, read_codebook
from analysis.survey.description import Description
from analysis.survey.survey import Survey
from analysis.words import text


@dataclass(frozen=True)
class SurveyWords:
    """The words of one survey in one language, from its ``survey.toml``."""

    survey: Survey
    lang: str

    @property
    def title(self) -> str:
        """The survey's title."""
        return self.survey.codebook.about.title[self.lang]

    @property
    def eyebrow(self) -> str:
        """The small line over a title: the survey's name, and its wave."""
        about = self.survey.codebook.about
        wave = "" if about.wave in about.title[self.lang] else about.wave
        return " · ".join(filter(None, (about.title[self.lang], wave)))

    @property
    def kommune_eyebrow(self) -> str:
        """The small line over a report on kommuner: when its numbers were asked for, if known.

        Answers that are read by the project's own codebook may be of any wave.
        """
        if self.survey.is_printed:
            return text("document.eyebrow", self.lang)
        about, own = self.survey.codebook.about, read_codebook().about
        of_any_wave = about.title == own.title and about.wave == own.wave
        return self.title if of_any_wave else self.eyebrow

    @property
    def running(self) -> str:
        """What stands at the foot of each page; nothing where it is the project's own survey."""
        return "" if is_own(self.survey.codebook) else self.title

    @property
    def source(self) -> str:
        """The source of what names none; nothing where it is the project's own survey's."""
        if is_own(self.survey.codebook):
            return ""
        source = self.survey.codebook.about.source[self.lang] or self.survey.source_in(self.lang)
        return text("survey_page.source", self.lang, source=source.rstrip("."))

    @property
    def sender(self) -> str:
        """Who publishes the survey; nothing where it is the project's own, which themes name."""
        about = self.survey.codebook.about
        return "" if is_own(self.survey.codebook) else about.sender[self.lang]

    def respondents(self, number: float) -> str:
        """What so many respondents are called: ``elev``, ``elever``."""
        noun = self.survey.codebook.about.respondent
        if noun == Description().respondent:  # the survey does not say
            key = "survey_page.respondent" if number == 1 else "survey_page.respondents"
            return text(key, self.lang)
        return noun.counted(number, self.lang)

    def of_units(self, number: float) -> str:
        """What so many of those who are protected are called: units, or respondents."""
        about = self.survey.codebook.about
        if "answers" in self.survey.kommuner or about.unit_column:
            return about.unit.counted(number, self.lang)
        return self.respondents(number)

    def about(self, fewest: int | None) -> str:
        """Where the numbers come from and how they are read, in paragraphs.

        ``fewest`` must stand behind a count that is shown; None where nothing is hidden.
        """
        survey, lang = self.survey, self.lang
        number, source = survey.respondents, survey.source_in(lang)
        words = {"n": number, "respondents": self.respondents(number), "source": source}
        made_up = survey.basis == "synthetic"
        counted = text("survey_page.about_answers", lang, **words)
        base = "all" if survey.codebook.base_rule == "all" else "listed"
        rule = text(f"survey_page.about_base_{base}", lang)
        weighted = text("survey_page.about_weighted", lang) if survey.design else ""
        paragraphs = [sentences_of(counted, rule, weighted)]
        if made_up:
            paragraphs.insert(0, text("survey_page.about_made_up", lang))
        if fewest is not None:
            units = {"fewest": in_words(fewest, lang), "units": self.of_units(fewest)}
            paragraphs.append(text("survey_page.about_hidden", lang, **units))
        return "\n\n".join(paragraphs)


def is_own(codebook: Codebook) -> bool:
    """Whether a codebook is of the project's own survey, whose words stand around every page."""
    return codebook.about.title == read_codebook().about.title
