"""Documents: made whole or not at all, each with what was asked for, and failures are named."""

from __future__ import annotations

import copy
import os
import re

import nbformat
import papermill
import pikepdf
import pytest
from fake_pool import quick
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from papermill.iorw import load_notebook_node
from papermill.parameterize import parameterize_notebook
from pdf_reading import elements
from pdf_reading import words as words_of_pdf

from analysis.survey.checks import InputError
from fagligheder.documents.exporters import FaglighederPDFExporter
from fagligheder.files import write_whole
from fagligheder.paths import notebooks_folder
from fagligheder.run import batch
from fagligheder.run import job as runner
from fagligheder.run.batch import make_reports, plan, summary
from fagligheder.run.export import export_figures
from fagligheder.run.job import Job, Outcome, run_job
from fagligheder.run.parameters import check_parameters, declared_parameters, write_parameters

HOSTILE = (
    'Vi siger #panic("nu") og <script>alert(1)</script> & "citat" \'\'\' \\backslash $x^2$ @ref.'
)
QUESTIONS = ("importance", "future_need", "current_share", "ideal_share", "statements")
SUFFIXES = [".ipynb", ".html", ".pdf"]


def figures(notebook) -> list:
    """The SVG figures that a notebook holds."""
    return [
        output
        for cell in notebook.cells
        for output in cell.get("outputs", [])
        if "image/svg+xml" in output.get("data", {})
    ]


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """One run of three: Odder, Samsø with hostile notes, and Ærø whose own file vanishes."""
    folder = tmp_path_factory.mktemp("papirer")
    own, gone = folder / 'egne "svar" \'.yaml', folder / "væk.yaml"
    own.write_text(
        f"medarbejdere: 7\nsvar:\n  figur 2:\n    Virksomheder: Vigtig\nnoter: |\n  {HOSTILE}\n",
        encoding="utf-8",
    )
    gone.write_text("medarbejdere: 17\n", encoding="utf-8")
    jobs = [
        *plan(["Odder"]),
        *plan(["Ærø"], own=gone),
        *plan(["samsø kommune"], own=own, lang="en"),
    ]
    gone.unlink()
    outcomes = make_reports(jobs, folder / "ud", workers=2)
    return folder / "ud", outcomes


# --- what was made


def test_each_document_is_there_in_three_forms_and_nothing_else(made):
    out, outcomes = made
    names = ["0727-odder", "0741-samsoe-egne-svar-en"]
    assert [path.name for path in outcomes[0].files] == [f"0727-odder{s}" for s in SUFFIXES]
    found = {path.name for path in out.iterdir()} - {".lock"}
    assert found == {f"{name}{suffix}" for name in names for suffix in SUFFIXES} | {
        "index.html",
        "manifest.json",
        "log.txt",
    }


def test_a_failure_does_not_stop_the_others_and_is_named(made):
    out, outcomes = made
    titles = [outcome.job.title for outcome in outcomes]
    assert titles == ["Odder", "Ærø (egne svar)", "Samsø (own answers, English)"]
    odder, ærø, samsø = outcomes
    assert (odder.error, samsø.error) == ("", "")
    assert ærø.files == ()
    assert re.fullmatch(
        r"celle \d+: InputError: .*væk\.yaml: filen med egne svar kan ikke læses\. "
        r"Ret stien, eller udelad den\.",
        ærø.error,
    )
    assert summary(outcomes, out) == (
        f"2 rapporter i {out}{os.sep} (ipynb, html og pdf).\n1 mislykkedes:\n"
        f"  Ærø (egne svar): {ærø.error}\n"
        f"Oversigt: {out / 'index.html'}"
    )


def test_the_notebook_has_its_figures_and_a_real_heading(made):
    out, _ = made
    notebook = nbformat.read(out / "0727-odder.ipynb", as_version=4)
    nbformat.validate(notebook)
    # page 1, the centre beside the others, the gap and the statements
    assert len(figures(notebook)) == 4
    assert not any("image/png" in output.data for output in figures(notebook))  # takes time
    alts = [output.metadata["image/svg+xml"]["alt"] for output in figures(notebook)]
    assert len(set(alts)) == 4
    assert [alt.startswith("Figur 6") for alt in alts] == [False, False, False, True]
    headings = [
        line
        for cell in notebook.cells
        if cell.cell_type == "markdown"
        for line in cell.source.splitlines()
        if line.startswith("#")
    ]
    assert "# Odder Kommune" in headings
    assert sum(line.startswith("## ") for line in headings) >= 6


def test_the_notebook_shows_what_was_asked_for(made):
    out, _ = made
    notebook = nbformat.read(out / "0741-samsoe-egne-svar-en.ipynb", as_version=4)
    (injected,) = [
        cell for cell in notebook.cells if "injected-parameters" in cell.metadata.get("tags", [])
    ]
    assert "kommune = 'Samsø'" in injected.source.splitlines()
    assert "lang = 'en'" in injected.source.splitlines()
    assert notebook.metadata.papermill.parameters["kommune"] == "Samsø"
    assert not any(
        output.output_type in ("error", "stream")
        for cell in notebook.cells
        for output in cell.get("outputs", [])
    )


def test_the_notebook_names_no_folder_of_this_machine(made):
    out, _ = made
    content = (out / "0741-samsoe-egne-svar-en.ipynb").read_text(encoding="utf-8")
    assert str(out.parent) not in content


def test_the_page_is_a_page_of_this_kommune(made):
    out, _ = made
    html = (out / "0727-odder.html").read_text(encoding="utf-8")
    assert '<html lang="da"' in html
    assert re.search(r"<title>[^<]*Odder Kommune", html)
    assert len(re.findall(r"<svg\b", html)) == 4
    assert "import analysis" not in html
    assert '<html lang="en"' in (out / "0741-samsoe-egne-svar-en.html").read_text(encoding="utf-8")


def test_the_pdf_is_a_page_of_this_kommune(made):
    out, _ = made
    with pikepdf.open(out / "0727-odder.pdf") as pdf:
        said = words_of_pdf(pdf)
        assert str(pdf.Root.Lang).startswith("da")
        assert 2 <= len(pdf.pages) <= 12
    assert "Odder Kommune" in said
    assert "import analysis" not in said
    assert "Ærø" not in said


def test_what_the_kommune_wrote_arrives_as_text(made):
    out, _ = made
    html = (out / "0741-samsoe-egne-svar-en.html").read_text(encoding="utf-8")
    assert "<script>alert(1)" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
    assert '#panic("nu")' in html.replace("&quot;", '"').replace("&#34;", '"')
    with pikepdf.open(out / "0741-samsoe-egne-svar-en.pdf") as pdf:
        said = re.sub(r"\s+", "", words_of_pdf(pdf)).replace("’", "'")
    for words in ("#panic(", "<script>alert(1)</script>", "\\backslash", "$x^2$", "@ref"):
        assert words in said, words


def test_a_run_again_gives_the_same_pdf_and_replaces_the_old(made, tmp_path):
    """The exporter alone: the notebook that was made, set a second time."""
    out, _ = made
    notebook = nbformat.read(out / "0727-odder.ipynb", as_version=4)
    pdf, _ = FaglighederPDFExporter().from_notebook_node(notebook)
    assert pdf == (out / "0727-odder.pdf").read_bytes()


# --- parameters


@pytest.fixture
def source():
    return load_notebook_node(str(notebooks_folder() / "kommune.ipynb"))


def test_the_notebook_declares_its_parameters(source):
    (cell,) = [cell for cell in source.cells if "parameters" in cell.metadata.get("tags", [])]
    values: dict[str, object] = {}
    exec(cell.source, values)  # noqa: S102
    declared = declared_parameters(source)
    assert {name: values[name] for name in declared} == {
        "kommune": "Odder",
        "survey": None,
        "answers": None,
        "sheet": None,
        "internal": False,
        "own": None,
        "staff": None,
        "theme": None,
        "lang": "da",
    }
    assert declared == [*values][1:]


def tagged(code: str, kind: str = "code") -> nbformat.NotebookNode:
    """A notebook whose second cell is tagged ``parameters``."""
    make = new_code_cell if kind == "code" else new_markdown_cell
    return new_notebook(
        cells=[new_markdown_cell(""), make(code, metadata={"tags": ["parameters"]})]
    )


@pytest.mark.parametrize(
    ("code", "names"),
    [
        ('kommune: str = "x"  # navn', ["kommune"]),
        ("staff: int | None", ["staff"]),
        ("andel = 20 + 5\nhalv = andel / 2", ["andel", "halv"]),
        ("import datetime\ndag = datetime.date(2026, 1, 1)", ["dag"]),
        ('%matplotlib inline\nkommune = "x"', ["kommune"]),
        ("%%time\nkommune = 'x'\n", ["kommune"]),
        ("!ls\nfiler = !ls\nfiler?", ["filer"]),
        ("a, (b, *c) = 1, (2, 3)\nd = e = 1", ["a", "b", "c", "d", "e"]),
        ("a = [\n    'x',  # det første\n    'y',\n]\nb = 1 + \\\n  2; c = 3", ["a", "b", "c"]),
        ("a = 1\nif a:\n    b = 2\na += 1\n(c := 3)", ["a", "b", "c"]),
        ("def f():\n    x = 1\nclass C:\n    y = 2\na = [z for z in 'b']", ["a"]),
        ("d = {}\nd['k'] = 1\nd.k = 2", ["d"]),
        ('"""Værdier."""\nrate = 50.0 % 7  # 100 %', ["rate"]),
        ("# ingen", []),
    ],
)
def test_a_parameters_cell_declares_what_it_assigns(code, names):
    assert declared_parameters(tagged(code)) == names


def test_the_first_parameters_cell_counts():
    notebook = tagged("a = 1")
    notebook.cells += tagged("b = 1").cells
    assert declared_parameters(notebook) == ["a"]


@pytest.mark.parametrize(
    ("code", "kind", "words"),
    [
        (
            "kommune = 'x'\nandel = = 2",
            "code",
            "celle 2 (\"kommune = 'x'\") har mærket parameters, men er ikke gyldig Python: "
            "invalid syntax i linje 2. Ret den, og prøv den i JupyterLab.",
        ),
        (
            "Værdierne",
            "markdown",
            'celle 2 ("Værdierne") har mærket parameters, men er ikke en kodecelle. '
            "Giv kodecellen med værdierne mærket i stedet.",
        ),
    ],
)
def test_a_parameters_cell_that_cannot_be_read_is_named(code, kind, words):
    with pytest.raises(InputError) as error:
        check_parameters(tagged(code, kind), {"kommune": "x"})
    assert str(error.value) == words


@pytest.mark.parametrize("name", ["komune", 'x=1\nopen("PWNED","w")\ny', "__import__", ""])
def test_an_unknown_parameter_is_fatal(source, name):
    with pytest.raises(InputError) as error:
        check_parameters(source, {name: "Odder"})
    assert str(error.value) == (
        f'Notesbogen har ingen parameter "{name}". '
        "Vælg blandt: kommune, survey, answers, sheet, internal, own, staff, theme, lang."
    )


def test_an_unknown_parameter_makes_no_document(tmp_path):
    outcome = run_job(Job("kommune", "x", "X", {"komune": "Odder"}), tmp_path)
    assert outcome.error.startswith('Notesbogen har ingen parameter "komune".')
    assert list(tmp_path.iterdir()) == []


def test_a_value_is_text_or_a_number(source):
    with pytest.raises(InputError) as error:
        check_parameters(source, {"kommune": ["Odder"]})
    assert str(error.value) == ('Parameteren "kommune" skal være tekst eller et tal, fandt list.')


@pytest.mark.parametrize(
    "value",
    ['Odder"; import os; os.system("x") #', "a\nraise SystemExit", "'''", "{kommune}", "\\", "æ\0"],
)
def test_a_hostile_value_is_only_a_value(source, value):
    check_parameters(source, {"kommune": value})
    ready = parameterize_notebook(source, {"kommune": value})
    write_parameters(ready, {"kommune": value})
    (injected,) = [
        cell for cell in ready.cells if "injected-parameters" in cell.metadata.get("tags", [])
    ]
    values: dict[str, object] = {}
    exec(injected.source, values)  # noqa: S102
    assert values["kommune"] == value
    assert len(injected.source.splitlines()) == 2


def test_danish_letters_stay_readable(source):
    ready = parameterize_notebook(source, {"kommune": "Lyngby-Taarbæk"})
    write_parameters(ready, {"kommune": "Lyngby-Taarbæk"})
    assert any("kommune = 'Lyngby-Taarbæk'" in cell.source for cell in ready.cells)


def test_the_notebook_itself_is_not_changed(source):
    before = copy.deepcopy(source)
    check_parameters(source, {"kommune": "Samsø"})
    assert source == before


def test_a_notebook_without_a_parameters_cell_is_refused(source):
    bare = copy.deepcopy(source)
    for cell in bare.cells:
        cell.metadata["tags"] = []
    with pytest.raises(InputError, match=r"^Notesbogen har ingen celle med mærket parameters"):
        check_parameters(bare, {"kommune": "Samsø"})


def test_plain_papermill_makes_the_same_page(tmp_path):
    path = tmp_path / "ud.ipynb"
    papermill.execute_notebook(
        notebooks_folder() / "kommune.ipynb",
        path,
        parameters={"kommune": "Samsø"},
        progress_bar=False,
    )
    notebook = nbformat.read(path, as_version=4)
    assert len(figures(notebook)) == 4
    shown = "".join(
        str(output.get("data", {}).get("text/markdown", ""))
        for cell in notebook.cells
        for output in cell.get("outputs", [])
    )
    assert "# Samsø Kommune" in shown
    assert "Odder" not in shown


# --- which documents


def test_everyone_is_the_national_report_and_the_49():
    jobs = plan([], everyone=True)
    assert len(jobs) == 50
    assert [job.notebook for job in jobs] == ["landsrapport"] + ["kommune"] * 49
    assert len({job.name for job in jobs}) == 50
    assert "kommune" not in jobs[0].parameters


def test_the_same_kommune_twice_is_one_document():
    assert [job.name for job in plan(["Odder", "0727", "odder kommune"])] == ["0727-odder"]
    assert len(plan(["Odder"], everyone=True)) == 50


def test_the_national_report_goes_with_kommuner():
    assert [job.name for job in plan(["Odder", "Landsrapport"])] == ["landsrapport", "0727-odder"]


def test_a_job_carries_what_was_asked_for(tmp_path):
    own = tmp_path / "egne.yaml"
    own.write_text("medarbejdere: 8\n", encoding="utf-8")
    (job,) = plan(["samsø"], own=own, staff=9, lang="en")
    assert job == Job(
        "kommune",
        "0741-samsoe-egne-svar-en",
        "Samsø (own answers, English)",
        {
            "kommune": "Samsø",
            "answers": None,
            "lang": "en",
            "own": str(own.resolve()),
            "staff": 9,
        },
    )


@pytest.mark.parametrize(
    ("kommuner", "settings", "message"),
    [
        (
            [],
            {},
            "Vælg en eller flere kommuner (fagligheder reports Odder), landsrapporten "
            "(fagligheder reports landsrapport) eller alle (fagligheder reports --all).",
        ),
        (
            ["Odder", "Samsø"],
            {"staff": 75},
            "--own og --staff hører til én kommune. Vælg den: fagligheder reports Odder "
            "--staff 75.",
        ),
        (
            ["landsrapport"],
            {"staff": 75},
            "--own og --staff hører til én kommune. Vælg den: fagligheder reports Odder "
            "--staff 75.",
        ),
    ],
)
def test_what_cannot_be_planned_is_refused(kommuner, settings, message):
    with pytest.raises(InputError) as error:
        plan(kommuner, **settings)
    assert str(error.value) == message


# --- failures


def test_any_failure_is_an_outcome(monkeypatch, tmp_path):
    monkeypatch.setattr(runner, "execute", lambda *_: 1 / 0)
    (job,) = plan(["Odder"])
    assert run_job(job, tmp_path).error == "ZeroDivisionError: division by zero"
    assert list(tmp_path.iterdir()) == []


def test_progress_is_plain_lines_without_a_terminal(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(batch, "Pool", lambda: quick(Outcome))
    make_reports(plan(["Odder", "Samsø"]), tmp_path / "ny" / "mappe", workers=1)
    assert capsys.readouterr().out == "1/2 Odder: færdig\n2/2 Samsø: færdig\n"
    assert (tmp_path / "ny" / "mappe").is_dir()


def test_an_old_file_stays_until_the_new_one_is_whole(monkeypatch, tmp_path):
    path = tmp_path / "0727-odder.pdf"
    path.write_bytes(b"den gamle")

    def full(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("fagligheder.files.os.fsync", full)
    with pytest.raises(OSError, match="No space left"):
        write_whole(path, b"den nye")
    assert path.read_bytes() == b"den gamle"
    assert [each.name for each in tmp_path.iterdir()] == ["0727-odder.pdf"]
    monkeypatch.undo()
    write_whole(path, "den nye æ")
    assert path.read_text(encoding="utf-8") == "den nye æ"
    assert [each.name for each in tmp_path.iterdir()] == ["0727-odder.pdf"]


def test_a_folder_is_made_for_the_file(tmp_path):
    write_whole(tmp_path / "a" / "b.txt", "x")
    assert (tmp_path / "a" / "b.txt").read_text(encoding="utf-8") == "x"


def test_a_failed_export_writes_none_of_the_three(monkeypatch, tmp_path, survey):
    """All are set before the first is written."""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("uden titel")])
    monkeypatch.setattr(runner, "execute", lambda *_: notebook)
    (job,) = plan(["Odder"])
    assert run_job(job, tmp_path).error.startswith("Notesbogen har ingen titel")
    assert list(tmp_path.iterdir()) == []


# --- figures as files


def test_every_figure_and_its_numbers_become_files(tmp_path, survey):
    written = export_figures(survey, tmp_path / "figurer")
    names = ["figur-2", "figur-3", "figur-4", "figur-5", "figur-5-omregnet", "figur-6"]
    expected = [f"{name}.{kind}" for name in names for kind in ("svg", "pdf", "png", "csv", "txt")]
    assert [path.name for path in written] == expected
    assert sorted(path.name for path in (tmp_path / "figurer").iterdir()) == sorted(expected)
    lines = (tmp_path / "figurer" / "figur-2.csv").read_text(encoding="utf-8").splitlines()
    assert lines[0] == "question,item,answer,n,base,share,low,high,low_infinite,high_infinite,basis"
    assert lines[1].startswith("importance,virksomheder,very_important,46,52,0.88461")
    assert len(lines) == 25
    alt = (tmp_path / "figurer" / "figur-5-omregnet.txt").read_text(encoding="utf-8")
    assert "Over 20 pct. 77 pct. (40)" in alt
    with pikepdf.open(tmp_path / "figurer" / "figur-5-omregnet.pdf") as pdf:
        (drawn,) = [str(node.Alt) for kind, node in elements(pdf) if kind == "/Figure"]
        assert drawn == alt.strip()
        assert str(pdf.Root.Lang) == "da"
        assert str(pdf.docinfo.Title).startswith("Figur 5, omregnet til 52 svar. ")
        (page,) = pdf.pages
        svg = (tmp_path / "figurer" / "figur-5-omregnet.svg").read_text(encoding="utf-8")
        size = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', svg).groups()
        assert list(map(float, page.mediabox[2:])) == pytest.approx(list(map(float, size)), abs=0.5)
    assert "Over 20 pct. 74 pct. (40)" in (tmp_path / "figurer" / "figur-5.txt").read_text(
        encoding="utf-8"
    )
