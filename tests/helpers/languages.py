"""Which words of a text are in the wrong language: for tests of everything that is published."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html.parser import HTMLParser

from analysis.survey.kommuner import read_kommuner

#: Words of each language that the other does not have, as they are in what we publish.
ONLY = {
    "da": """
        af afgrænset aldrig alle allerede altså anden andel andele andelen andelene andet andre
        ansat ansatte antagelse antal antallet beregnet beskæftigelse besvarelser betyder
        beviser blandt blev bliver borgere borgeren borgerens borgernes brug bånd båndene
        chef chefer cheferne chefers dag dansk deltager deltog delvis deres det eget eller ellers
        emne enig enige er figur figuren figurer figurerne finde fl flere flest fordeling
        forskel forskellen fortrolighed forventer forventet fra fremover fx færre færrest
        gennemsnit gennemsnittet grundlag gruppe gruppen gruppens grupper grænse gælder hele
        henholdsvis hensyn hjælp holder hos hovedtal hvad hvem hver hvert hvilke hvilken
        hvis hvor hvordan hvorledes hænger højst ideel ideelt ikke indbyggere inddragelse
        indhold ingen intet jeres jobcenter jobcentre jobcentrene jobcentret jobcentrets kan
        kilde kommune kommunegruppen kommunen kommunens kommuner kommunerne kompetencegab
        kompetencer kompetenceudvikling koordination landets ledere ligger lægges løbende
        mangler medarbejder medarbejdere medarbejderne meget mellem mellemstore middelscore
        mindre mindst mindste modelleret nederste netto nogle nr nu når observeret
        offentliggjort offentliggjorte og også om omregnet opdigtede oplyst ordene pct
        placering prik prikker procent procenter procentpoint profilen profiler profilerne
        profilernes på rapport rapporten rapportens regioner relevante rolle række samme
        sammenhæng seks selv sig sikkert skal samtaler skjult skulle slet små som spørgsmål står
        større størrelse størrelsen størst største styrke svar svare svarede svarene svarer
        syntetisk syntetiske så særligt tabel tabeller tal tallene til tilbud tillader
        tilsammen trykt trykte uanset uden udsagn udvikling uenig uenige ukendt undersøgelse
        undersøgelsen ved vi vigtig vigtige vigtighed virksomhed virksomheder virksomhederne
        viser vores værdi ét øverste øvre øvrige stedet
        """,
    "en": """
        about according agree also amount and answer answered answers are association bands
        based be because before below beside between both bounded boxes but can cannot cells
        cent centre centres chapter chapters citizens companies compared confidentiality
        coordination could count counts courses decided denmark determine determined
        development diamonds disagree discuss distribution distributions do does dot dots
        each easy either employment ends estimate exactly faint few fewer fewest figure
        figures first focus from fully future gap group groups has hidden high highest holds
        how ideally if important in includes into independent involvement is item items its key
        know labour lack large largest least less level lies limits linear lowest made main
        manager managers many market mean midpoints modelled money more most much
        municipalities municipality need needed new no not number numbers observed of often only
        or our page pages participating partly people percent percentage percentages points
        pp printed professional profile profiles prove published question questions range
        ranges rebased recorded recovered report reports rests same say scale second services
        several share shares should show shows size skills skipped small smallest source
        staff statement statements statistics supplied survey synthetic table tables take
        tasks than that the their them these they this those tied today together unless
        unrelated upper very was we were what whatever where which who whoever whom with
        within would years you your instead again expected found without
        """,
}
#: Danish names and titles that stand in English, too.
NAMES = (
    "Fagligheder på beskæftigelsesområdet",
    "Dansk Socialrådgiverforening",
    "HK Kommunal og Dansk",
    "HK Kommunal",
    "Byen København",
    "Københavns omegn",
    "Vest- og Sydsjælland",
)
_SIGNS = {
    "da": (r"%", r"[“”]", r"(?<![\d.])\d+\.\d{1,2}(?![\d.])"),
    "en": (r"[»«]", r"(?<![\d,])\d+,\d{1,2}(?![\d,])", r"\w*[æøåÆØÅ]\w*"),
}
_WORD = re.compile(r"[^\W\d_]+")
_OTHER = {"da": "en", "en": "da"}


def wrong_words(text: str, lang: str, allow: Iterable[str] = ()) -> list[str]:
    """Return the words and signs of a text that belong to the other language, each once.

    Parameters
    ----------
    text : str
        Plain text; soft hyphens are taken out.
    lang : {"da", "en"}
        The language that the text should be in.
    allow : iterable of str
        Words and phrases to leave out, besides names of places and the report's title: what a
        user wrote, quotations, file names.

    Examples
    --------
    >>> wrong_words("52 managers svarede i Ærø: 88 pct. (46)", "en")
    ['svarede', 'pct']
    >>> wrong_words("52 chefer answered: 88% (46)", "da")
    ['answered', '%']
    """
    left = text.replace("\u00ad", "").replace("\u00a0", " ")
    for phrase in sorted({*allow, *NAMES, *_places()}, key=len, reverse=True):
        parts = re.findall(r"[^\s-]+-?|-", phrase)  # lines of a PDF may meet, or end at a hyphen
        pattern = r"\s*".join(map(re.escape, parts))
        left = re.sub(rf"(?<!\w){pattern}(?!\w)", " ", left)
    found = [word for word in _WORD.findall(left) if word.casefold() in _only(_OTHER[lang])]
    found += [match for pattern in _SIGNS[lang] for match in re.findall(pattern, left)]
    return list(dict.fromkeys(found))


def _only(lang: str) -> frozenset[str]:
    return frozenset(ONLY[lang].split())


def _places() -> set[str]:
    """The kommuner as they are named, in the genitive, and their regions."""
    names: set[str] = set()
    for each in read_kommuner().values():
        names |= {each.name, each.genitive, each.region, each.landsdel}
    return names


class _Reader(HTMLParser):
    """What a reader or a screen reader meets in HTML or SVG."""

    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[str] = []
        self.within = ""

    def handle_starttag(self, tag, attrs):
        self.within = tag
        said = ("alt", "aria-label", "title", "placeholder")
        self.pieces += [value for name, value in attrs if name in said and value]

    def handle_endtag(self, tag):
        self.within = ""

    def handle_data(self, data):
        if self.within not in ("style", "script"):
            self.pieces.append(data)


def html_text(html: str) -> str:
    """Return the text of HTML or SVG with its alternative texts, a line for each piece."""
    reader = _Reader()
    reader.feed(html)
    return "\n".join(reader.pieces)
