"""A second release into a folder is told what it and the first would give away together."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
import zipfile
from hashlib import sha256
from pathlib import Path

import pandas as pd
import pikepdf
import pytest
from fake_pool import quick

from analysis.measures.sources import read_survey
from analysis.measures.synthetic import synthesize
from analysis.survey.checks import InputError
from fagligheder.cli import main
from fagligheder.explorer.choices import Choices, Source
from fagligheder.explorer.results import forget_results
from fagligheder.explorer.saved_files import save
from fagligheder.run import batch, keyed_hash, ledger
from fagligheder.run.job import Outcome
from fagligheder.run.ledger import LEDGER, read_ledger, register_release
from fagligheder.run.release import Release, fewest_apart

CURE = (
    "Er den tidligere udgivelse aldrig delt, så slet dens filer og udgivelser.json, eller tilføj "
    "--release-again. Er den delt, så udgiv ikke igen; --release-again gør det alligevel. En ny "
    "måling hører til i en mappe for sig (--out). Se docs/privacy.md."
)


@pytest.fixture(scope="module")
def rows() -> pd.DataFrame:
    """Answers of 52 managers in 49 municipalities, as a file has them."""
    answers = synthesize(1).answers
    return answers.drop(columns="basis", errors="ignore").astype(object).reset_index(drop=True)


@pytest.fixture
def out(tmp_path) -> Path:
    (tmp_path / "ud").mkdir()
    return tmp_path / "ud"


@pytest.fixture
def release(tmp_path, out):
    """Release some answers into the folder."""

    def release(answers: pd.DataFrame, **settings) -> None:
        path = tmp_path / "svar.csv"
        answers.to_csv(path, index=False)
        register_release(read_survey(path, protected=False), out, **settings)

    return release


def refused(release, answers: pd.DataFrame, **settings) -> str:
    with pytest.raises(InputError) as error:
        release(answers, **settings)
    assert str(error.value).endswith(CURE)
    return str(error.value)


def changed(answers: pd.DataFrame, *places: int) -> pd.DataFrame:
    """The same answers, but for one answer of some municipalities."""
    answers = answers.copy()
    column = "importance_integration"
    for place in places:
        (other, *_) = [each for each in answers[column].unique() if each != answers[column][place]]
        answers.loc[place, column] = other
    return answers


def entries(out: Path) -> list[dict]:
    return json.loads((out / LEDGER).read_text("utf-8"))["releases"]


def once(answers: pd.DataFrame) -> list[int]:
    """Places of the municipalities with one respondent."""
    return list(answers.index[~answers["kommune"].duplicated(keep=False)])


def test_the_same_answers_again_are_no_new_release(release, rows, out):
    release(rows)
    first = (out / LEDGER).read_bytes()
    release(rows)
    release(rows.sample(frac=1, random_state=1)[[*rows.columns[::-1]]])
    assert (out / LEDGER).read_bytes() == first
    (entry,) = entries(out)
    assert (entry["by"], entry["threshold"], entry["respondents"]) == ("size_band", 5, 52)
    assert len(entry["items"]) == 35
    for item, told in entry["items"].items():
        assert re.fullmatch("[0-9a-f]{16}", item)
        assert re.fullmatch("(?:[0-9a-f]{16}:[0-9a-f]{16} ?){49}", told)
        assert told.split() == sorted(told.split())  # the order tells nothing
    assert len(set(re.findall("[0-9a-f]{16}", str(entry["items"])))) == 35 * (1 + 2 * 49)


@pytest.mark.parametrize("number", [1, 4])
def test_a_few_answers_apart_are_refused_and_more_are_not(release, rows, out, number):
    release(rows)
    kept = (out / LEDGER).read_bytes()
    places = once(rows)
    few, many = places[:number], places[:5]
    one = "1 kommune er" if number == 1 else f"{number} kommuner er"
    told = f"(0 kommet til, 0 faldet fra, {number} ændret)"
    message = refused(release, changed(rows, *few))
    assert f"svarene er næsten de samme: {one} anderledes {told} på et sp" in message
    assert message.startswith(f"{out}: mappen har allerede en udgivelse fra ")
    assert f"(0 kommet til, {number} faldet fra, 0 ændret)" in refused(release, rows.drop(few))
    assert (out / LEDGER).read_bytes() == kept
    release(changed(rows, *many))
    assert len(entries(out)) == 2


def test_municipalities_are_counted_and_not_answers(release, rows):
    release(rows)
    several = rows.index[rows["kommune"] == "0101"]
    assert len(several) == 4
    assert "1 kommune er" in refused(release, rows.drop(several[:1]))
    assert "1 kommune er" in refused(release, rows.drop(several))


def test_a_blank_answer_and_another_staff_are_changes(release, rows):
    staff = rows.assign(staff=60)
    release(staff)
    blank = staff.copy()
    blank.loc[once(rows)[0], "importance_integration"] = None
    assert "1 kommune er" in refused(release, blank)
    more = staff.copy()
    more.loc[once(rows)[0], "staff"] = 61
    assert "1 kommune er" in refused(release, more)


def test_a_dont_know_is_a_change(release, rows):
    release(rows)
    unknown = rows.copy()
    unknown.loc[once(rows)[0], "importance_integration"] = "ved ikke"
    assert "1 kommune er" in refused(release, unknown)


def test_another_grouping_or_threshold_of_the_same_answers_is_refused(release, rows):
    release(rows)
    message = refused(release, rows, by="region")
    assert 'med inddelingen "size_band", og 49 kommuner har svaret det samme. To inddel' in message
    message = refused(release, rows, threshold=3)
    assert "med grænsen 5, og 49 kommuner har svaret det samme. Med grænsen 3 ved" in message
    few = rows[rows.columns[:2]]
    message = refused(release, few.drop(once(rows)[:6]), by="region")
    assert "og 43 kommuner har svaret det samme" in message


def test_asked_for_by_name_it_is_released_and_entered(release, rows, out):
    release(rows)
    release(changed(rows, once(rows)[0]), again=True)
    assert len(entries(out)) == 2
    release(changed(rows, once(rows)[0]))  # what was released is no news
    release(changed(rows, *once(rows)[:9]))
    assert len(entries(out)) == 3


def test_sums_of_several_releases_are_seen_through(release, rows):
    """Each pair is twelve apart or more; the second less the first is the fourth less the third."""
    places = once(rows)
    first, second, alone = places[:12], places[12:24], places[24]
    without = [*first, *second, alone]
    release(rows.drop(without))
    release(rows.drop([*second, alone]))
    release(rows.drop([*first, alone]))
    message = refused(release, rows)
    assert "mappens 3 tidligere udgivelser sammen med denne" in message
    assert "er 1 kommune tilbage" in message
    release(rows.drop(alone))


def test_one_question_changed_for_all_hides_no_municipality_that_came_in(release, rows):
    """No row is as it was; but on the other questions all but one are."""
    without = rows.drop(once(rows)[0])
    release(without.drop(columns="statements_1"))
    assert "(1 kommet til, 0 faldet fra, 0 ændret)" in refused(release, rows)
    turned = rows.assign(statements_1=rows["statements_2"])
    assert "(1 kommet til, 0 faldet fra, 0 ændret)" in refused(release, turned)
    release(without)  # a question that was not there before


def test_five_with_one_changed_answer_each_are_five_differences_of_one(release, rows):
    release(rows)
    several = rows.copy()
    for place, column in zip(once(rows)[:5], rows.columns[5:10], strict=True):
        (other, *_) = [each for each in rows[column].unique() if each != rows[column][place]]
        several.loc[place, column] = other
    assert "(0 kommet til, 0 faldet fra, 1 ændret)" in refused(release, several)


def test_staff_that_became_a_number_with_decimals_is_the_same_staff(release, rows):
    release(rows.drop(once(rows)[0]).assign(staff=60))
    more = rows.assign(staff=60).astype({"staff": object})
    more.loc[once(rows)[0], "staff"] = None  # pandas writes the others as 60.0
    assert "(1 kommet til, 0 faldet fra, 0 ændret)" in refused(release, more)


def test_releases_of_other_people_say_nothing_of_each_other():
    def of(*names: int) -> Release:
        told = {str(name): str(name) for name in names}
        return Release("2026-11-26", "size_band", 5, len(names), {"item": told})

    assert fewest_apart([of(*range(10)), of(*range(20, 30))], 5) == 0
    assert fewest_apart([of(*range(10)), of(*range(8, 20))], 5) == 0  # two in common
    assert fewest_apart([of(*range(10)), of(*range(13))], 5) == 3
    assert fewest_apart([of(1, 2), of(*range(10)), of(*range(15))], 5) == 0  # two show nothing


@pytest.mark.parametrize("damage", ["", "{}", "[]", "\x00", "cut", "fewer", "key", "line"])
def test_a_damaged_or_foreign_ledger_is_refused(release, rows, out, monkeypatch, tmp_path, damage):
    release(rows)
    release(changed(rows, *once(rows)[:9]))
    path = out / LEDGER
    content = path.read_text("utf-8")
    if damage == "key":
        monkeypatch.setenv(keyed_hash.KEY_FILE, str(tmp_path / "another"))
    elif damage == "fewer":
        less = json.loads(content)
        less["releases"].pop()
        path.write_text(json.dumps(less), encoding="utf-8")
    else:
        spoilt = {"cut": content[:300], "line": content.replace('"threshold": 5', '"threshold": 2')}
        path.write_text(spoilt.get(damage, damage), encoding="utf-8")
    kept = path.read_bytes()
    with pytest.raises(InputError) as error:
        release(rows)
    assert str(error.value).startswith(f"{path} kan ikke læses: den er beskadiget, eller lavet ")
    assert "så tilføj --release-again, som begynder forfra." in str(error.value)
    assert path.read_bytes() == kept
    release(rows, again=True)
    assert len(read_ledger(path)) == 1


def test_printed_and_made_up_answers_need_no_ledger(out, survey):
    for each in (survey, read_survey("syntetisk")):
        register_release(each, out)
    assert main(["tables", "--answers", "syntetisk", "--out", str(out)]) == 0
    assert not (out / LEDGER).exists()


# --- every way out of the house


@pytest.mark.parametrize("command", ["tables", "figures", "slides", "reports"])
def test_every_command_asks_the_ledger(rows, tmp_path, out, capsys, monkeypatch, command):
    monkeypatch.setattr(batch, "Pool", lambda: quick(lambda job: Outcome(job, seconds=1)))
    answers = tmp_path / "hemmelig" / "svar.csv"
    answers.parent.mkdir()
    rows.to_csv(answers, index=False)
    asked = [command, *(["Odder"] if command == "reports" else []), "--answers", str(answers)]
    assert main([*asked, "--out", str(out)]) == 0
    before = {path.name: path.read_bytes() for path in out.iterdir() if path.is_file()}
    assert len(entries(out)) == 1
    changed(rows, once(rows)[0]).to_csv(answers, index=False)
    assert main([*asked, "--out", str(out)]) == 2
    told = capsys.readouterr().err
    assert told.startswith(f"fagligheder: {out}: mappen har allerede en udgivelse fra ")
    assert told.count("\n") == 1
    assert {path.name: path.read_bytes() for path in out.iterdir() if path.is_file()} == before
    assert main([*asked, "--out", str(out), "--release-again"]) == 0
    assert len(entries(out)) == 2


def test_what_the_explorer_saves_is_entered(rows, tmp_path, out):
    answers = tmp_path / "svar.csv"
    rows.to_csv(answers, index=False)
    choices = Choices(Source("file", str(answers)))
    save(choices, out)
    first = sorted(path.name for path in out.iterdir())
    assert len(entries(out)) == 1
    changed(rows, once(rows)[0]).to_csv(answers, index=False)
    forget_results()
    with pytest.raises(InputError, match="svarene er næsten de samme: 1 kommune"):
        save(choices, out)
    forget_results()
    assert sorted(path.name for path in out.iterdir()) == first


def test_a_run_that_was_killed_still_counts(rows, tmp_path, out):
    answers = tmp_path / "svar.csv"
    rows.to_csv(answers, index=False)
    lines = (
        "import os, sys, fagligheder.run.export as export\n"
        "export.write_whole = lambda *_: os.kill(os.getpid(), 9)\n"
        "from fagligheder.cli import main\n"
        "main(sys.argv[1:])"
    )
    command = ["tables", "--answers", str(answers), "--out", str(out)]
    process = subprocess.run([sys.executable, "-c", lines, *command], env=os.environ, check=False)
    assert process.returncode != 0
    assert not list(out.glob("*.csv"))
    assert len(entries(out)) == 1
    changed(rows, once(rows)[0]).to_csv(answers, index=False)
    assert main(command) == 2


def test_a_locked_folder_is_told_as_such(rows, tmp_path, out, capsys):
    answers = tmp_path / "svar.csv"
    rows.to_csv(answers, index=False)
    with ledger.FolderLock(out):
        assert main(["tables", "--answers", str(answers), "--out", str(out)]) == 3
    assert "er i brug af en anden kørsel" in capsys.readouterr().err


def test_no_byte_of_a_folder_tells_of_the_file_of_answers(rows, tmp_path, out):
    """A path tells who; a plain hash of few answers can be found by guessing them."""
    folder = tmp_path / "hos-Jensen-i-Odder"
    folder.mkdir()
    answers, own, mapping = (
        folder / name for name in ("svar.csv", "egne.yml", "svar.kolonner.yml")
    )
    rows.rename(columns={"kommune": "hvem"}).to_csv(answers, index=False)
    mapping.write_text("columns:\n  hvem: kommune\n", encoding="utf-8")
    own.write_text("kommune: Odder\nmedarbejdere: 71\n", encoding="utf-8")
    given = ["--answers", str(answers), "--out", str(out)]
    for command in ("tables", "figures", "slides"):
        assert main([command, *given]) == 0
    assert main(["reports", "Odder", "--own", str(own), *given]) == 0
    save(Choices(Source("file", str(answers), str(mapping))), out)
    secret = [folder.name.encode(), str(folder).encode()]
    for path in (answers, own, mapping):
        digest = sha256(path.read_bytes())
        secret += [digest.hexdigest()[:16].encode(), digest.digest()[:8]]
    read = 0
    for path in out.rglob("*"):
        if path.is_file():
            read += 1
            content = path.read_bytes() + uncompressed(path)
            assert not [each for each in secret if each in content], path.name
    assert read > 40


def uncompressed(path: Path) -> bytes:
    """What is packed in a file: of office files their parts, of PDF its streams and properties."""
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as parts:
            packed = [parts.read(name) for name in parts.namelist()]
        return b"".join([*packed, *map(inner_parts, packed)])
    if path.suffix == ".pdf":
        with pikepdf.open(path) as pdf:
            streams = [each for each in pdf.objects if isinstance(each, pikepdf.Stream)]
            properties = str(dict(pdf.docinfo)).encode()
            return b"".join([properties, *(stream.read_bytes() for stream in streams)])
    return b""


def inner_parts(part: bytes) -> bytes:
    """The parts of the workbook of a chart."""
    if not zipfile.is_zipfile(io.BytesIO(part)):
        return b""
    with zipfile.ZipFile(io.BytesIO(part)) as parts:
        return b"".join(map(parts.read, parts.namelist()))
