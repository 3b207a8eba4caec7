"""The texts on one kommune: every field that they take, filled from the survey and the centre."""

from __future__ import annotations

from dataclasses import dataclass

from analysis.display.text.captions import sourced
from analysis.display.text.large_shares import top_per_cent
from analysis.display.text.numbers import MISSING, in_words, number, staff_range
from analysis.measures.job_centre import JobCentre
from analysis.measures.staff_bands import FEWEST_STAFF, IDEAL
from analysis.measures.suppression import THRESHOLD
from analysis.survey.survey import Survey, origin_of
from analysis.words import has_text, text


@dataclass(frozen=True)
class KommuneTexts:
    """The texts of the group ``kommune``, about one job centre and in one language."""

    survey: Survey
    centre: JobCentre
    lang: str

    @property
    def top(self) -> float:
        """The per cent of the staff that the open top band begins at."""
        return top_per_cent(self.survey.codebook.question(IDEAL).scale)

    def text(self, name: str, **values: object) -> str:
        """A text of the group, with what is known of the centre in its fields."""
        return text(f"kommune.{name}", self.lang, **self._fields() | values)

    def heading(self, name: str) -> str:
        """A heading of the page."""
        return text(f"kommune.heading_{name}", self.lang, **self._fields())

    def people(self, percent: float) -> str:
        """How many whole people so many per cent of the staff are: ``14``, or ``3–4``."""
        low, high = (number(each, self.lang) for each in self.centre.whole_people(percent))
        return low if low == high else self.text("meaning_between", low=low, high=high)

    def band_people(self, band: tuple[float, float, float] | None) -> str:
        """How many whole people lie in a band of the staff: ``4–7``; a dash for none."""
        if band is None:
            return ""
        fewest, most = self.centre.headcounts(band, self.top)
        if most is None:
            return self.text("meaning_least", people=number(fewest, self.lang))
        low, high = number(fewest, self.lang), number(most, self.lang)
        if fewest > most:
            return MISSING
        if band[0] <= 0:
            return self.text("meaning_most" if most else "meaning_nobody", people=high)
        return low if low == high else self.text("meaning_between", low=low, high=high)

    def staff_words(self, people: int) -> str:
        """A number of the staff; in words where there are few."""
        few = self.centre.staff < FEWEST_STAFF
        return in_words(people, self.lang) if few else number(people, self.lang)

    def people_above(self, percent: float) -> str:
        """How many whole people are more than this per cent of the staff: ``over 14 af 70``.

        In words where there are few: ``over én af seks``.
        """
        whole = int(self.centre.people(percent))
        key, people = ("people_above", whole) if whole else ("people_least", 1)
        staff = self.staff_words(self.centre.staff)
        return self.text(key, people=self.staff_words(people), of_staff=staff)

    def source(self, *pages: str) -> str:
        """The source as a sentence, with these pages of the report."""
        return sourced(origin_of(self.survey), pages, self.lang)

    def _fields(self) -> dict[str, object]:
        survey, centre, lang = self.survey, self.centre, self.lang
        sharing = "kommune.shared_one" if centre.sharing == 1 else "kommune.shared"
        plural = f"size_bands.plural_{centre.band.key}"
        band = text(plural, lang) if has_text(plural, lang) else centre.band.label[lang].lower()
        answers = in_words(centre.answers, lang)
        return {
            "n": survey.respondents,
            "of": centre.of,
            "staff": number(centre.staff, lang),
            "name": centre.kommune.name,
            "genitive": centre.kommune.genitive_in(lang),
            "rank": centre.rank,
            "shared": text(sharing, lang, n=centre.sharing) if centre.sharing else "",
            "region": text("kommune.region", lang, region=centre.kommune.region),
            "band": staff_range(centre.band, lang),
            "number": centre.in_band,
            "band_plural": band,
            "Band_plural": band[:1].upper() + band[1:],
            "source": survey.source_in(lang),
            "answers": answers,
            "Answers": answers.capitalize(),
            "fewest": in_words(THRESHOLD, lang),
        }
