"""The words of the explorer's own controls and messages, in Danish and English."""

from __future__ import annotations

import re

WORDS: dict[str, dict[str, str]] = {
    "da": {
        "title": "Udforsk fagligheder",
        "intro": "Vælg et spørgsmål eller en kommune, så følger figuren, tabellen og en sætning "
        "med. Hvert tal siger, hvad det bygger på, og tal, som få chefer står bag, er skjult.",
        "lang": "Sprog",
        "questions_tab": "Spørgsmål",
        "gap_tab": "Kommuner",
        "source": "Kilde",
        "published": "Rapportens trykte tal",
        "file": "Egen fil med svar",
        "synthetic": "Opdigtede svar, til afprøvning",
        "upload": "Vælg fil med svar",
        "upload_mapping": "Vælg mapping-fil",
        "seed": "Nummer på sættet",
        "question": "Spørgsmål",
        "measure": "Vis",
        "answers": "Alle svar",
        "top_box": "Øverste svar",
        "top_two_box": "To øverste svar",
        "bottom_two_box": "To nederste svar",
        "net": "Netto: øvre mindre nedre svar",
        "group": "Opdel efter",
        "no_group": "Ingen opdeling",
        "size_band": "Jobcentrets størrelse",
        "answer": "Svar i figuren",
        "kind": "Figur",
        "stacked": "Søjler",
        "diverging": "Søjler om en midte",
        "interval": "Vis usikkerhed",
        "profiles": "Fagprofiler",
        "statements": "Udsagn",
        "items": "Emner",
        "all_items": "Vælg alle",
        "no_items": "Fravælg alle",
        "kommune": "Kommune",
        "all_kommuner": "Alle kommuner tilsammen",
        "top_band": "Sæt »{answer}« til (pct.)",
        "gap": "kompetencegab",
        "top_band_name": "over-20-sat-til",
        "folder": "Gem i mappen",
        "save": "Gem figur og tabel",
        "lines": "Python-linjer, der laver det samme",
        "figure": "Figur",
        "table": "Tabel",
        "saved": "Gemt i {folder}: {names}.",
        "file_read": "{name} er læst: {respondents} svar fra {kommuner} kommuner. En kopi ligger i "
        "{folder}. Den er personhenførbar; slet den, når I er færdige.",
        "file_missing": "Vælg en fil med svar: CSV, Excel, SPSS, Stata eller Parquet.",
        "more_problems": "… og {n} til.",
        "figure_stays": "Figuren nedenfor er den seneste, der kunne laves.",
        "item_missing": "Vælg mindst ét emne.",
        "item_unknown": 'Emnet "{item}" hører ikke til spørgsmålet {question}. Vælg blandt: '
        "{items}.",
        "answer_unknown": 'Svaret "{answer}" er ikke på skalaen. Vælg et af: {answers}.',
        "choice_unknown": '"{value}" kan ikke vælges her. Vælg en af: {values}.',
        "group_of_all": "En opdeling efter størrelse kan kun vise alle svar. Vælg »Alle svar« "
        "eller »Ingen opdeling«.",
        "nobody": "Ingen har svaret på »{title}« i {source}. Vælg et andet spørgsmål.",
        "hidden": "Nogle af tallene er skjult af hensyn til fortrolighed, [c], eller mangler, så "
        "emnerne kan ikke sammenlignes.",
        "cannot_write": "Kan ikke skrive i mappen {folder}: {reason}. Vælg en anden mappe.",
        "failed": "Det kunne ikke vises ({reason}). Vælg noget andet, eller genindlæs siden.",
        "stamp": "SYNTETISKE SVAR: opdigtede, kun til afprøvning. De må ikke offentliggøres.",
    },
    "en": {
        "title": "Explore the professions",
        "intro": "Choose a question or a municipality, and the figure, the table and a sentence "
        "follow. Each number says what it rests on, and numbers with few managers behind them "
        "are hidden.",
        "lang": "Language",
        "questions_tab": "Questions",
        "gap_tab": "Municipalities",
        "source": "Source",
        "published": "The report's printed numbers",
        "file": "Own file of answers",
        "synthetic": "Made-up answers, for trying out",
        "upload": "Choose a file of answers",
        "upload_mapping": "Choose a mapping file",
        "seed": "Number of the set",
        "question": "Question",
        "measure": "Show",
        "answers": "All answers",
        "top_box": "Top answer",
        "top_two_box": "Top two answers",
        "bottom_two_box": "Bottom two answers",
        "net": "Net: upper less lower answers",
        "group": "Split by",
        "no_group": "No split",
        "size_band": "Size of the job centre",
        "answer": "Answer in the figure",
        "kind": "Figure",
        "stacked": "Bars",
        "diverging": "Bars around a centre",
        "interval": "Show uncertainty",
        "profiles": "Profiles",
        "statements": "Statements",
        "items": "Items",
        "all_items": "Choose all",
        "no_items": "Choose none",
        "kommune": "Municipality",
        "all_kommuner": "All municipalities together",
        "top_band": "Set “{answer}” to (per cent)",
        "gap": "gap",
        "top_band_name": "over-20-set-to",
        "folder": "Save in the folder",
        "save": "Save figure and table",
        "lines": "Python lines that make the same",
        "figure": "Figure",
        "table": "Table",
        "saved": "Saved in {folder}: {names}.",
        "file_read": "{name} is read: {respondents} answers from {kommuner} municipalities. A copy "
        "lies in {folder}. It is personal data; delete it when you are done.",
        "file_missing": "Choose a file of answers: CSV, Excel, SPSS, Stata or Parquet.",
        "more_problems": "… and {n} more.",
        "figure_stays": "The figure below is the last that could be made.",
        "item_missing": "Choose at least one item.",
        "item_unknown": 'The item "{item}" is not one of the question {question}. Choose among: '
        "{items}.",
        "answer_unknown": 'The answer "{answer}" is not on the scale. Choose one of: {answers}.',
        "choice_unknown": '"{value}" cannot be chosen here. Choose one of: {values}.',
        "group_of_all": "A split by size can show all answers only. Choose “All answers” or “No "
        "split”.",
        "nobody": "Nobody answered “{title}” in {source}. Choose another question.",
        "hidden": "Some of the numbers are hidden for confidentiality, [c], or missing, so the "
        "items cannot be compared.",
        "cannot_write": "Cannot write in the folder {folder}: {reason}. Choose another folder.",
        "failed": "It could not be shown ({reason}). Choose something else, or reload the page.",
        "stamp": "SYNTHETIC ANSWERS: made up, for trying things out. Not for publication.",
    },
}


def word(key: str, lang: str, **values: object) -> str:
    """One of the explorer's words, filled in."""
    return WORDS[lang][key].format(**values)


def slug(words: str) -> str:
    """Words as a part of a file's name.

    Examples
    --------
    >>> slug("To øverste svar"), slug("15–20 pct.")
    ('to-oeverste-svar', '15-20-pct')
    """
    plain = words.lower().replace("æ", "ae").replace("ø", "oe").replace("å", "aa")
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
