"""Two public data sets as the folders of surveys, as someone would write them.

The health survey is `public_surveys.DATA`'s ``nhanes2.csv`` (see there): weights, strata, clusters,
and two illnesses as options. The other is ``tips`` of the package plotly 6 (Bryant and Smith,
Practical Data Analysis, 1995): 244 tables of a restaurant, with the guests as a number.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import plotly.data
from tests.helpers.public_surveys import DATA

HEALTH = {
    "survey.toml": 'title_da = "Helbred 1976-80"\ntitle_en = "Health 1976–80"\n'
    'answers = "svar.csv"\ndefault_group = "region"\n[unit]\nkommuner = false\n'
    'singular_da = "person"\nplural_da = "personer"\n'
    'singular_en = "person"\nplural_en = "persons"\n[respondent]\n'
    'singular_da = "person"\nplural_da = "personer"\n'
    'singular_en = "person"\nplural_en = "persons"\n'
    '[design]\nweight = "weight"\nstrata = "stratum"\ncluster = "psu"\n',
    "questions.csv": "question,kind,scale,item_set,text_da,text_en,title_da,title_en\n"
    "illness,multiple,,illnesses,Hvad fejler du?,What do you suffer from?,Sygdomme,Illnesses\n"
    "zinc,single,bands,,Hvor meget zink i blodet?,How much zinc in the blood?,Zink,Zinc\n",
    "items.csv": "item_set,item,label_da,label_en\n"
    "illnesses,highbp,Forhøjet blodtryk,High blood pressure\n"
    "illnesses,diabetes,Sukkersyge,Diabetes\n",
    "scales.csv": "scale,answer,label_da,label_en\nbands,4,95 og mere,95 and more\n"
    "bands,3,85 til 95,85 to 95\nbands,2,75 til 85,75 to 85\nbands,1,Under 75,Below 75\n",
    "groups.csv": "group,value,label_da,label_en,ordinal,group_da,group_en\n"
    "region,1,Nordøst,Northeast,nej,Landsdel,Region\nregion,2,Midtvest,Midwest,nej,,\n"
    "region,3,Syd,South,nej,,\nregion,4,Vest,West,nej,,\n",
}
TABLES = {
    "survey.toml": 'title_da = "Drikkepenge"\ntitle_en = "Tips"\nanswers = "svar.csv"\n'
    'default_group = "day"\n[unit]\nkommuner = false\n'
    'singular_da = "bord"\nplural_da = "borde"\nsingular_en = "table"\nplural_en = "tables"\n'
    "[respondent]\n"
    'singular_da = "bord"\nplural_da = "borde"\nsingular_en = "table"\nplural_en = "tables"\n',
    "questions.csv": "question,kind,scale,item_set,text_da,text_en,title_da,title_en\n"
    "size,number,guests,,Hvor mange sad ved bordet?,How many sat at the table?,Gæster,Guests\n"
    "smoker,single,yes_no,,Blev der røget?,Did anyone smoke?,Rygning,Smoking\n",
    "items.csv": "item_set,item,label_da,label_en\n",
    "scales.csv": "scale,answer,label_da,label_en,low,high\nguests,many,4 og flere,4 or more,4,\n"
    "guests,few,1 til 3,1 to 3,1,4\nyes_no,Yes,Ja,Yes,,\nyes_no,No,Nej,No,,\n",
    "groups.csv": "group,value,label_da,label_en,ordinal,group_da,group_en\n"
    "day,Thur,Torsdag,Thursday,ja,Ugedag,Weekday\nday,Fri,Fredag,Friday,ja,,\n"
    "day,Sat,Lørdag,Saturday,ja,,\nday,Sun,Søndag,Sunday,ja,,\n",
}


def health_folder(folder: Path) -> Path:
    """Write the folder of the health survey."""
    rows = pd.read_csv(DATA / "nhanes2.csv")
    named = {"highbp": "illness_highbp", "diabetes": "illness_diabetes"}
    return _write(folder, HEALTH, rows.drop(columns="race").rename(columns=named))


def tables_folder(folder: Path) -> Path:
    """Write the folder of the restaurant's tables."""
    return _write(folder, TABLES, plotly.data.tips()[["size", "smoker", "day"]])


def _write(folder: Path, files: dict[str, str], answers: pd.DataFrame) -> Path:
    folder.mkdir(parents=True)
    for name, words in files.items():
        (folder / name).write_text(words, encoding="utf-8")
    answers.to_csv(folder / "svar.csv", index=False)
    return folder
