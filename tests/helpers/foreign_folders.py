"""Surveys of others as folders, with made-up answers.

Answers are made from a fixed seed. A column ``basis`` stamps them as made up; without it they are
taken for supplied answers, so that what protects these can be tried.
"""

from __future__ import annotations

import random
import shutil
from collections.abc import Sequence
from pathlib import Path

from analysis.survey.paths import survey_folder

EDUCATION = {
    "survey.toml": 'title_da = "Studieundersøgelsen"\ntitle_en = "The study survey"\n'
    'sender_da = "Styrelsen"\nsender_en = "The agency"\nwave = "2026"\n'
    'answers = "svar.csv"\nbase = "listed"\ndefault_group = "education"\n'
    "[unit]\nkommuner = false\n"
    'singular_da = "studerende"\nplural_da = "studerende"\n'
    'singular_en = "student"\nplural_en = "students"\n[respondent]\n'
    'singular_da = "studerende"\nplural_da = "studerende"\n'
    'singular_en = "student"\nplural_en = "students"\n'
    '[item_sets.views]\nstatements = true\nheading_da = "Udsagn"\nheading_en = "Statement"\n',
    "questions.csv": "question,scale,item_set,text_da,text_en,title_da,title_en\n"
    "content,five,themes,Hvor tilfreds er du med …?,How satisfied are you with …?,Tilfredshed,"
    "Satisfaction\n"
    "views,three,views,Hvor enig er du?,How much do you agree?,Studiemiljøet,Study environment\n",
    "items.csv": "item_set,item,label_da,label_en\n"
    "themes,rooms,Lokalerne,The rooms\nthemes,teachers,Underviserne,The teachers\n"
    "views,1,Her er ro til at arbejde,It is quiet enough to work\n",
    "scales.csv": "scale,answer,label_da,label_en\n"
    "five,5,Meget tilfreds,Very satisfied\nfive,4,Tilfreds,Satisfied\n"
    "five,3,Hverken eller,Neither\nfive,2,Utilfreds,Dissatisfied\n"
    "five,1,Meget utilfreds,Very dissatisfied\n"
    "three,3,Enig,Agree\nthree,2,Både og,Partly\nthree,1,Uenig,Disagree\n",
    "groups.csv": "group,value,label_da,label_en,ordinal\n"
    "education,short,Kort uddannelse,Short education,ja\n"
    "education,middle,Mellemlang uddannelse,Middle education,ja\n"
    "education,long,Lang uddannelse,Long education,ja\n"
    "education,phd,Ph.d.,PhD,ja\n",
}
#: Respondents of each education, and how much better they like their teachers.
SIZES = {"short": (60, 0.0), "middle": (90, 0.2), "long": (70, 1.6), "phd": (3, 0.0)}


def education_folder(
    folder: Path, groups: Sequence[str] = tuple(SIZES), *, made_up: bool = False
) -> Path:
    """Write the folder of a survey of students of these educations."""
    rows = ["education;content_rooms;content_teachers;views_1" + (";basis" if made_up else "")]
    chance = random.Random(4)  # made-up answers
    for group in groups:
        number, liking = SIZES[group]
        for _ in range(number):
            five = [_on_scale(chance.gauss(3 + shift, 1.1), 5) for shift in (0.0, liking)]
            three = _on_scale(chance.gauss(2, 0.9), 3)
            row = [group, *map(str, five), str(three), *(["synthetic"] if made_up else [])]
            rows.append(";".join(row))
    return _write(folder, EDUCATION | {"svar.csv": "\n".join(rows) + "\n"})


def renamed_copy(folder: Path, names: dict[str, str]) -> Path:
    """Copy the survey of 2017 with other keys of its questions, in every file and every column."""
    shutil.copytree(survey_folder(), folder)
    for name in ("questions.csv", "findings.csv", "answer_sentences.csv"):
        path = folder / name
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        path.write_text("".join(_with_key(line, names) for line in lines), encoding="utf-8")
    described = folder / "survey.toml"
    text = described.read_text(encoding="utf-8")
    for old, new in names.items():
        text = text.replace(f'= "{old}"\n', f'= "{new}"\n')
    described.write_text(text, encoding="utf-8")
    return folder


def _with_key(line: str, names: dict[str, str]) -> str:
    key, comma, rest = line.partition(",")
    return f"{names.get(key, key)}{comma}{rest}"


def _on_scale(value: float, most: int) -> int:
    return min(most, max(1, round(value)))


def _write(folder: Path, files: dict[str, str]) -> Path:
    folder.mkdir(parents=True)
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder
