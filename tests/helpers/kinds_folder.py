"""A survey's folder with a question of every kind, don't-knows, a design and open answers."""

from __future__ import annotations

from pathlib import Path

FILES = {
    "survey.toml": """title_da = "Fritid 2026"
title_en = "Leisure 2026"
answers = "svar.csv"

[unit]
kommuner = false
singular_da = "skole"
plural_da = "skoler"
singular_en = "school"
plural_en = "schools"

[respondent]
singular_da = "elev"
plural_da = "elever"
singular_en = "pupil"
plural_en = "pupils"
""",
    "questions.csv": "question,kind,scale,item_set,text_da,text_en,separator\n"
    "satisfaction,single,five,themes,Hvor tilfreds er du?,How satisfied are you?,\n"
    "sports,multiple,,sports,Hvilke slags sport dyrker du?,Which sports do you play?,\n"
    "hours,number,hours,,Hvor mange timer om ugen?,How many hours a week?,\n"
    "comment,text,,,Hvad vil du tilføje?,What would you add?,\n",
    "items.csv": "item_set,item,label_da,label_en\nthemes,food,Maden,The food\n"
    "themes,rooms,Lokalerne,The rooms\nsports,football,Fodbold,Football\n"
    "sports,swim,Svømning,Swimming\nsports,dance,Dans,Dance\n",
    "scales.csv": "scale,answer,label_da,label_en,low,high\n"
    "five,5,Meget tilfreds,Very satisfied,,\n"
    "five,4,,,,\nfive,3,,,,\nfive,2,,,,\nfive,1,Slet ikke tilfreds,Not satisfied,,\n"
    "hours,many,10 og flere,10 or more,10,\nhours,some,3 til 9,3 to 9,3,10\n"
    "hours,few,0 til 2,0 to 2,0,3\n",
    "groups.csv": "group,value,label_da,label_en,ordinal\n"
    "grade,low,Indskoling,Lower,ja\ngrade,high,Udskoling,Upper,ja\n",
    "svar.csv": "grade;Maden;Lokalerne;Fodbold;Svømning;Dans;hours;comment\n"
    + (
        "Indskoling;5;4;1;0;0;2;Mere frugt\n"
        "Udskoling;1;ved ikke;1;1;0;12,5;\n"
        "Indskoling;3;ikke relevant;0;0;0;3;\n"
        "Udskoling;4;5;;;;ved ikke;\n"
    )
    * 20,
}


def write_folder(folder: Path, **changed: str) -> Path:
    """Write the folder; ``survey_toml=...`` replaces a file, by its name with an underscore."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in FILES.items():
        text = changed.get(name.replace(".", "_"), content)
        (folder / name).write_text(text, encoding="utf-8")
    return folder
