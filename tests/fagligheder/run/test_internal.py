"""A kommune's own report shows its exact answers, says so on every page, and stays at home."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path

import nbformat
import pikepdf
import pytest
from document_notebooks import code, figure, notebook
from fake_pool import quick
from html_pages import Page
from nbformat import NotebookNode
from pdf_reading import page_words, words

from analysis.measures.sources import read_survey
from analysis.measures.synthetic import synthesize
from analysis.survey.answers.own import Own, own_from_answers
from analysis.survey.checks import InputError
from fagligheder.cli import main
from fagligheder.documents.content import document
from fagligheder.documents.html import render_html
from fagligheder.documents.internal_use import MARK, mark_internal
from fagligheder.documents.pdf import render_pdf
from fagligheder.run.batch import LOG, make_reports, plan
from fagligheder.run.cluster import ONLY_HERE, ClusterPool
from fagligheder.run.job import Job, Outcome
from fagligheder.run.limits import Limits

NOTE = (
    "Siden viser svarene, uden at noget er skjult. Den er til kommunen selv og må ikke gives videre"
)


@pytest.fixture(scope="module")
def answers(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("svar") / "svar.csv"
    synthesize(1).answers.drop(columns="basis", errors="ignore").to_csv(path, index=False)
    return path


@pytest.fixture(scope="module")
def made(answers, tmp_path_factory) -> Path:
    """A folder with Odder's report as it is published, and its own."""
    out = tmp_path_factory.mktemp("ud")
    asked = ["reports", "Odder", "--answers", str(answers), "--out", str(out)]
    assert main(asked) == 0
    assert main([*asked, "--internal"]) == 0
    return out


def said(arguments: list[str], capsys) -> str:
    assert main(arguments) == 2
    return capsys.readouterr().err.removeprefix("fagligheder: ").rstrip("\n")


def test_every_page_and_every_file_is_marked(made):
    with pikepdf.open(made / "0727-odder-fortroligt.pdf") as pdf:
        assert len(pdf.pages) > 2
        assert all("Fortroligt" in page_words(page) for page in pdf.pages)
        assert str(pdf.docinfo.Title) == "Fortroligt · Odder Kommune · Med egne svar"
        assert "Fortroligt" in str(pdf.docinfo.Keywords)
    page = Page((made / "0727-odder-fortroligt.html").read_text("utf-8"))
    assert page.words.count(f"Fortroligt. {NOTE}") == 2
    (stamp,) = [attrs for attrs in page.named("div") if attrs.get("class") == "stamp"]
    assert stamp["data-words"] == "Fortroligt"
    assert "<title>Fortroligt · Odder Kommune · Med egne svar" in page.html
    written = nbformat.read(made / "0727-odder-fortroligt.ipynb", as_version=4)
    assert written.cells[0].source.startswith(f"**Fortroligt.** {NOTE}")
    assert written.metadata.title == "Fortroligt"
    assert written.metadata.fagligheder.internal is True
    nbformat.validate(written)


def test_the_published_report_is_not(made):
    for suffix in (".html", ".ipynb"):
        content = (made / f"0727-odder{suffix}").read_text("utf-8")
        assert "Fortroligt" not in content
        assert "oplyst 35 svar" not in content
    with pikepdf.open(made / "0727-odder.pdf") as pdf:
        assert not any("Fortroligt" in page_words(page) for page in pdf.pages)


def test_the_kommunes_own_answers_are_in_its_own_report_alone(made):
    page = Page((made / "0727-odder-fortroligt.html").read_text("utf-8"))
    assert (
        "Intet er skjult, for siden er til jer selv. Jeres egne svar står med grønt og er mærket ▼."
        in page.words
    )


def test_neither_the_manifest_nor_the_index_page_nor_the_ledger_tells_of_it(made):
    for name in ("manifest.json", "index.html", "udgivelser.json"):
        assert "fortroligt" not in (made / name).read_text("utf-8").casefold(), name
    assert len(json.loads((made / "udgivelser.json").read_text("utf-8"))["releases"]) == 1


def test_it_is_for_one_reader_of_a_file_of_answers(answers, capsys, tmp_path):
    given = ["--out", str(tmp_path), "--internal", "--answers", str(answers)]
    no_file = (
        "--internal viser svarene i en fil, som de er givet. Vælg filen: "
        "fagligheder reports Odder --answers svar.csv --internal."
    )
    assert said(["reports", "Odder", *given[:3]], capsys) == no_file
    assert said(["reports", "Odder", *given[:4], "syntetisk"], capsys) == no_file
    several = (
        "--internal laver én rapport til én læser. Vælg én kommune (fagligheder reports Odder "
        "--answers svar.csv --internal) eller landsrapporten."
    )
    for names in (["--all"], ["Odder", "Samsø"], ["Odder", "landsrapport"]):
        assert said(["reports", *names, *given], capsys) == several
    assert said(["reports", "Odder", "--scheduler", "tcp://1.2.3.4:5", *given], capsys) == (
        "--internal gælder kun denne maskine: svar, som intet er skjult i, sendes ikke til en "
        "klynge. Udelad --scheduler."
    )
    assert said(["reports", "Aalborg", "--staff", "400", *given], capsys) == (
        "Aalborg har ikke svaret i svar.csv, så intet i filen er dens eget. "
        "Udelad --internal, eller vælg en kommune, der har svaret."
    )
    assert list(tmp_path.iterdir()) == []
    for command in ("tables", "figures", "slides"):
        with pytest.raises(SystemExit) as refused:
            main([command, *given])
        assert refused.value.code == 2


def test_the_file_and_the_title_say_so_in_both_languages(answers):
    (job,) = plan(["Odder"], answers=answers, internal=True)
    assert (job.name, job.title) == ("0727-odder-fortroligt", "Odder (fortroligt)")
    assert job.parameters["internal"] is True
    (job,) = plan(["landsrapport"], answers=answers, internal=True, lang="en")
    assert job.name == "landsrapport-confidential"
    assert not any(job.internal for job in plan(["Odder"], answers=answers))


# --- what is not protected


def small_groups() -> NotebookNode:
    """A notebook with a figure that is not protected."""
    title = nbformat.v4.new_markdown_cell("# Odder Kommune", id="title")
    return notebook(title, code("t", figure(unprotected=True)))


def test_small_groups_are_shown_where_the_document_is_declared_internal():
    nb = small_groups()
    with pytest.raises(InputError, match="ikke er beskyttet"):
        document(nb)
    for internal in (False, "True", 1, None):
        nb.metadata["papermill"] = {"parameters": {"internal": internal}}
        with pytest.raises(InputError, match="ikke er beskyttet"):
            document(nb)
    nb.metadata["papermill"] = {"parameters": {"internal": True, "lang": "en"}}
    content = document(nb)
    assert content["internal"] is True
    marked = "Confidential. This page shows answers in which nothing is hidden."
    assert marked in Page(render_html(content)).words
    with pikepdf.open(BytesIO(render_pdf(content)[0])) as pdf:
        assert marked in words(pdf)


def test_a_marked_notebook_stays_marked():
    nb = mark_internal(small_groups(), "da")
    again = mark_internal(nb, "da")
    assert [cell.id for cell in again.cells].count(MARK) == 1
    content = document(again)  # its own metadata say so, without papermill's
    assert content["internal"] is True
    assert Page(render_html(content)).words.count("Siden viser svar") == 2


# --- a kommune's own row


def test_the_kommunes_own_row_becomes_its_own_answers(answers):
    survey = read_survey(answers, protected=False)
    own = own_from_answers(survey, "Odder")
    row = survey.answers[survey.answers["kommune"] == "0727"].iloc[0]
    assert own.number == 35
    assert own.answers["importance"]["virksomheder"] == row["importance_virksomheder"]
    assert own_from_answers(survey, "0727") == own
    given = Own("Odder", 71, {"importance": {"virksomheder": "not_important"}}, "Noter")
    both = own_from_answers(survey, "Odder", given)
    assert both.answers["importance"]["virksomheder"] == "not_important"
    assert (both.number, both.staff, both.notes) == (35, 71, "Noter")


def test_nothing_is_added_where_no_row_is_the_kommunes_own(answers, survey):
    exact = read_survey(answers, protected=False)
    assert own_from_answers(exact, "København") == Own()  # four managers answered
    assert own_from_answers(exact, "Aalborg") == Own()
    assert own_from_answers(exact, "Odder", wanted=False) == Own()
    assert own_from_answers(survey, "Odder") == Own()
    assert own_from_answers(synthesize(1), "Odder") == Own()


# --- where it fails


def test_what_has_failed_is_told_on_the_screen_and_not_in_the_log(answers, tmp_path):
    (job,) = plan(["Odder"], answers=answers, internal=True)
    words = "celle 5: ValueError: 'Meget vigtig'"

    def make(job: Job) -> Outcome:
        return Outcome(job, error=words, seconds=1)

    with quick(make) as pool:
        (outcome,) = make_reports([job], tmp_path, pool=pool)
    assert outcome.error == words
    log = (tmp_path / LOG).read_text("utf-8")
    assert "Odder (fortroligt) (1.0 s): mislykkedes\n" in log
    assert "Meget vigtig" not in log


def test_no_cluster_is_asked_to_make_it(answers, tmp_path):
    pytest.importorskip("distributed")
    jobs = plan(["Odder"], answers=answers, internal=True)
    with ClusterPool("tcp://127.0.0.1:1") as pool, pytest.raises(InputError) as error:
        list(pool.make(jobs, tmp_path, 1, Limits(), tmp_path))
    assert str(error.value) == ONLY_HERE
