"""Two public data sets from their folder to check, tables, a group's report and the explorer."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from tests.helpers.public_folders import health_folder, tables_folder

from analysis.measures.sources import read_survey
from fagligheder.cli import main
from fagligheder.explorer.choices import Choices
from fagligheder.explorer.results import show
from fagligheder.explorer.sources import Source


@pytest.fixture(scope="module")
def health(tmp_path_factory) -> Path:
    return health_folder(tmp_path_factory.mktemp("helbred") / "helbred")


@pytest.fixture(scope="module")
def tables(tmp_path_factory) -> Path:
    return tables_folder(tmp_path_factory.mktemp("borde") / "borde")


def test_the_folders_are_sound(health, tables, capsys):
    assert main(["survey", "check", str(health)]) == 0
    assert main(["survey", "check", str(tables)]) == 0
    said = capsys.readouterr().out
    assert "548" in said
    assert "244" in said


def test_tables_have_weighted_shares_of_options(health, tmp_path):
    assert main(["tables", "--survey", str(health), "--out", str(tmp_path)]) == 0
    table = pd.read_csv(tmp_path / "likert_illness.csv")
    chosen = table[(table["item"] == "highbp") & (table["answer"] == "chosen")].iloc[0]
    rows = pd.read_csv(health / "svar.csv")
    assert chosen["n"] == rows["illness_highbp"].sum()
    weighted = np.average(rows["illness_highbp"], weights=rows["weight"])
    given = show(Choices(Source(folder=str(health)), "illness", internal=True)).frame
    known = given[(given["item"] == "highbp") & (given["answer"] == "chosen")].iloc[0]
    assert known["share"] == pytest.approx(weighted)
    assert known["share"] != pytest.approx(known["n"] / known["base"], abs=0.01)


def test_a_group_has_a_report_by_its_weights(health, tmp_path):
    given = ["--survey", str(health), "--by", "region", "--out", str(tmp_path), "--jobs", "1"]
    assert main(["reports", "Syd", *given]) == 0
    page = (tmp_path / "region-syd.html").read_text(encoding="utf-8")
    for words in ("Forhøjet blodtryk", "Helbred 1976-80", "personer", "vægtet"):
        assert words in page, words


def test_numbers_are_banded_in_tables_and_a_groups_report(tables, tmp_path):
    given = ["--survey", str(tables), "--by", "day", "--out", str(tmp_path)]
    assert main(["tables", *given]) == 0
    table = pd.read_csv(tmp_path / "likert_size.csv").set_index("answer")
    size = pd.read_csv(tables / "svar.csv")["size"]
    assert table["n"].tolist() == [(size >= 4).sum(), (size < 4).sum()]
    assert main(["reports", "Lørdag", *given, "--lang", "en", "--jobs", "1"]) == 0
    page = (tmp_path / "day-loerdag-en.html").read_text(encoding="utf-8")
    assert "Saturday" in page
    assert "4 or more" in page


@pytest.mark.parametrize("measure", ["answers", "top_box"])
def test_the_explorer_shows_what_the_survey_says(tables, measure):
    source = Source(folder=str(tables))
    result = show(Choices(source, "size", measure=measure))
    smoked = show(Choices(source, "smoker", measure=measure))
    survey = read_survey(tables, protected=False)
    assert int(result.frame["base"].max()) == survey.respondents
    assert "4 og flere" in result.sentence
    assert "38 pct." in smoked.sentence, "93 of 244"
