"""Any bytes and any cells give a Survey or an InputError, and never a wrong number."""

from __future__ import annotations

import csv
import tempfile
from collections import Counter
from pathlib import Path

import pandas as pd
import pytest
from answer_files import save, wide
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis.measures.counts import counts_by_answer
from analysis.measures.synthetic import synthesize
from analysis.survey.answers import csv as text_files
from analysis.survey.answers.mapping import read_mapping
from analysis.survey.answers.reader import read_answers
from analysis.survey.checks import InputError, ProblemList
from analysis.survey.codebook import read_codebook

SOME = settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
ENDINGS = [".csv", ".xlsx", ".sav", ".dta", ".parquet"]
QUESTION = read_codebook().questions["importance"]
LABELS = [answer.label.da for answer in QUESTION.scale.answers]


def read(content: bytes, ending: str):
    """A Survey, or None when an InputError explains why not."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"svar{ending}"
        path.write_bytes(content)
        try:
            return read_answers(path)
        except InputError as error:
            assert str(error).startswith(f"svar{ending}")
            assert len(error.problems) <= 51
            assert all(len(str(problem)) < 2000 for problem in error.problems)
            return None


@pytest.fixture(scope="module")
def good_bytes() -> dict[str, bytes]:
    frame = wide(synthesize(seed=3)).iloc[:12, :9]
    with tempfile.TemporaryDirectory() as folder:
        return {
            ending: save(frame, Path(folder) / f"svar{ending}").read_bytes() for ending in ENDINGS
        }


@pytest.mark.parametrize("ending", ENDINGS)
@SOME
@given(content=st.binary(max_size=400))
def test_any_bytes(ending, content):
    assert read(content, ending) is None


@pytest.mark.parametrize("ending", ENDINGS)
@SOME
@given(data=st.data())
def test_a_good_file_with_damage(good_bytes, ending, data):
    content = bytearray(good_bytes[ending])
    places = st.integers(0, len(content) - 1)
    for place in data.draw(st.lists(places, min_size=1, max_size=8)):
        content[place] = data.draw(st.integers(0, 255))
    end = data.draw(st.just(len(content)) | places)
    survey = read(bytes(content[:end]), ending)
    assert survey is None or set(survey.answers["kommune"].str.len()) == {4}


CELLS = st.sampled_from([*LABELS, "Ved ikke", "", "1", "4", "vigtig ", "MINDRE VIGTIG", "NA"])
NOISE = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=12)
MEANING = {label.casefold(): key for label, key in zip(LABELS, QUESTION.scale.keys, strict=True)}
MEANING |= {"1": QUESTION.scale.keys[0], "4": QUESTION.scale.keys[3]}


@SOME
@given(
    rows=st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=30), ending=st.sampled_from(ENDINGS)
)
def test_good_cells_are_counted_as_they_stand(rows, ending):
    frame = pd.DataFrame(rows, columns=["importance_integration", "importance_udvikling"])
    frame.insert(0, "kommune", "Odder")
    with tempfile.TemporaryDirectory() as folder:
        survey = read_answers(save(frame, Path(folder) / f"svar{ending}"))
    counts = counts_by_answer(survey).set_index(["question", "item", "answer"]).sort_index()
    for column in frame.columns[1:]:
        item = column.removeprefix("importance_")
        cells = frame[column].str.strip().str.casefold()
        expected = Counter(MEANING[cell] for cell in cells if cell in MEANING)
        own = counts.loc[("importance", item)]
        assert own["n"].to_dict() == {key: expected[key] for key in QUESTION.scale.keys}
        assert set(own["base"]) == {sum(expected.values()) + int((cells == "ved ikke").sum())}


@SOME
@given(cell=NOISE, ending=st.sampled_from([".csv", ".parquet"]))
def test_a_strange_cell_is_refused_or_means_one_thing(cell, ending):
    frame = pd.DataFrame(
        {"kommune": ["Odder", "Odder"], "importance_integration": [LABELS[0], cell]}
    )
    with tempfile.TemporaryDirectory() as folder:
        path = save(frame, Path(folder) / f"svar{ending}")
        try:
            survey = read_answers(path)
        except InputError as error:
            assert f"svar{ending}, række 3" in str(error)
            return
    known = survey.answers["importance_integration"].notna().sum()
    assert known + survey.outside.get("importance_integration", 0) <= 2
    assert len(survey.answers) == 2


@SOME
@given(kommune=NOISE)
def test_a_strange_kommune_is_refused_or_found(kommune):
    frame = pd.DataFrame({"kommune": [kommune], "importance_integration": [1]})
    with tempfile.TemporaryDirectory() as folder:
        try:
            survey = read_answers(save(frame, Path(folder) / "svar.csv"))
        except InputError:
            return
    assert survey.kommuner.index.tolist() == survey.answers["kommune"].tolist()


PLAIN = st.text(
    st.characters(exclude_characters='\0"', exclude_categories=["Cs", "Cc", "Zl", "Zp"]), max_size=6
)


@SOME
@given(
    rows=st.lists(st.lists(PLAIN, min_size=3, max_size=3), min_size=2, max_size=20),
    separator=st.sampled_from([",", ";", "\t"]),
    end=st.sampled_from(["\n", "\r\n"]),
)
def test_the_fast_and_the_careful_reader_of_text_agree(rows, separator, end):
    rows = [[cell.replace(separator, " ") for cell in row] for row in rows]
    rows[0] = ["a", "b", "c"]
    text = end.join(separator.join(row) for row in rows) + end
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "svar.csv"
        path.write_bytes(text.encode())
        heading = text.partition(end)[0]
        fast = text_files.read_unquoted(
            path.name, path.read_bytes(), "utf-8-sig", separator, heading
        )
        path.write_bytes(text.replace("a", '"a"', 1).encode())
        careful = text_files.read_text_table(path, None, ProblemList("svar.csv"))
    expected = list(csv.reader(text.splitlines(), delimiter=separator))
    assert fast is not None
    assert fast.headings == careful.headings
    for j in careful.cells:
        cells = careful.cells[j].tolist()
        assert cells == [row[j].strip() for row in rows[1:]]
        assert cells == fast.cells[j].tolist()
    assert len(expected) == len(rows)


@SOME
@given(content=st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_any_mapping_file(content):
    with tempfile.TemporaryDirectory() as folder:
        for name in ("m.yaml", "m.csv"):
            path = Path(folder) / name
            path.write_bytes(content)
            with pytest.raises(InputError, match=rf"^{name}"):
                read_mapping(path, read_codebook())


def test_a_deeply_nested_mapping_file(tmp_path):
    path = tmp_path / "m.yaml"
    path.write_text("columns: " + "[" * 5000, encoding="utf-8")
    with pytest.raises(InputError, match="er ikke gyldig YAML"):
        read_mapping(path, read_codebook())
