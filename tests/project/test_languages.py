"""Danish is Danish and English is English, in everything that is published."""

from __future__ import annotations

import ast
import base64
import csv
import doctest
import re
import tomllib
from pathlib import Path
from string import Formatter
from types import SimpleNamespace

import ipywidgets
import languages
import matplotlib.pyplot as plt
import pikepdf
import pytest
from languages import ONLY, html_text, wrong_words
from matplotlib.text import Text as Letters
from pdf_reading import lines

import analysis as fag
from analysis.display.figures.workforce import draw_gap
from analysis.display.tables.blocks import Facts, Note, Table, Text, Title
from analysis.measures.workforce import gap_sensitivity
from analysis.survey.answers.own import Own
from analysis.survey.paths import data_folder, survey_folder
from fagligheder import explore
from fagligheder.run.batch import make_reports, plan
from fagligheder.run.pool import Pool

LANGS = ("da", "en")
#: Of the names of documents.
ENDING = {"da": "", "en": "-en"}
SOURCE = Path(fag.__file__).parent
APPLICATION = SOURCE.with_name("fagligheder")
#: Texts that are rightly the same in both languages.
SAME = {
    "association.holm", "claims.above", "claims.below", "crosstab.value_weighted",
    "index_page.region", "index_page.status",
    "integration", "kommune.region",
    "national.region_heading", "numbers.n",
    "summary.median",
}  # fmt: skip
#: The report's Danish words, which the table of checked phrases explains in English.
QUOTED = ("“Mange”", "“relativ let”", "“Særligt”", "“mindst”", "“færre”", "“Tre ud af fire”")
OWN = Own(
    staff=72,
    answers={"importance": {"virksomheder": "important"}, "statements": {"3": "fully_agree"}},
)


# --- the words that tell the languages apart


def test_no_word_tells_of_both_languages():
    danish, english = (set(ONLY[lang].split()) for lang in LANGS)
    assert not danish & english
    assert len(danish) > 150
    assert len(english) > 150


@pytest.mark.parametrize(
    ("text", "lang", "wrong"),
    [
        ("", "da", []),
        ("»Meget vigtig« svarer 46 af 52 (88,5 pct.).", "da", []),
        ("“Very important”: 46 of 52 (88.5%), 1,100 in Aarhus.", "en", []),
        ("Kilde: svar.csv, n = 52", "en", ["Kilde", "svar"]),
        ("Source: svar.csv, n = 52", "en", ["svar"]),
        ("88.5%", "da", ["%", "88.5"]),
        ("88,5 »x«", "en", ["»", "«", "88,5"]),
        ("Odder Kommune", "en", ["Kommune"]),
        ("Region Sjælland, Vest- og Sydsjælland", "en", []),
        ("KL et al.: Fagligheder på\nbeskæftigelsesom\u00adrådet (2017), pp.\u00a040", "en", []),
        ("1.100 medarbejdere, s. 41.", "da", []),
    ],
)
def test_words_of_the_wrong_language_are_found(text, lang, wrong):
    assert wrong_words(text, lang) == wrong


def test_what_is_allowed_is_left_out():
    assert wrong_words("Source: svar.csv", "en", allow=["svar.csv"]) == []


# --- the tables of texts


WORDS = {
    lang: tomllib.loads((SOURCE / "words" / f"{lang}.toml").read_text(encoding="utf-8"))
    for lang in LANGS
}
#: Every text by its key, ``group.name``.
TEXTS = {
    lang: {
        f"{group}.{name}": words
        for group, own in WORDS[lang].items()
        for name, words in own.items()
    }
    for lang in LANGS
}


def plain(template: str) -> str:
    """A text without its fields; where a word follows a number, that of several."""
    return re.sub(r"\{\w*(?::[^{}|]*\|([^{}]*))?\}", r" \1 ", template)


def rows() -> list[tuple[str, str, str]]:
    """Every text with letters, of the words and of the data: its key, Danish and English."""
    found = [(key, words, TEXTS["en"][key]) for key, words in TEXTS["da"].items()]
    for path in sorted(data_folder().rglob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                for name in row:
                    if name.endswith("_da"):
                        stem = name.removesuffix("_da")
                        key = row.get("item") or row.get("answer") or row.get("profile") or stem
                        found.append((key, row[name], row[f"{stem}_en"]))
    return [row for row in found if re.search(r"[^\W\d_]", plain(row[1]))]


ROWS = rows()


def placeholders(template: str) -> set[str]:
    """The values a text takes; the kommune's name may stand in the genitive."""
    names = {name for _, name, _, _ in Formatter().parse(template) if name is not None}
    return {"name" if name == "genitive" else name for name in names}


def test_the_texts_are_found():
    assert len(TEXTS["da"]) > 500
    assert len(ROWS) > 500


def test_both_languages_have_the_same_texts_in_the_same_order():
    assert list(TEXTS["da"]) == list(TEXTS["en"])


class Module:
    """The strings that stand in a module, and the patterns of those that it puts together."""

    def __init__(self, path: Path) -> None:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        self.literals: set[str] = set()
        self.patterns: list[str] = []
        self.imports: set[str] = set()
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                self.literals.add(node.value)
            elif isinstance(node, ast.JoinedStr):
                parts = [
                    re.escape(part.value) if isinstance(part, ast.Constant) else r"(\w+)"
                    for part in node.values
                ]
                self.patterns.append("".join(parts))
            elif isinstance(node, ast.ImportFrom) and node.module:
                self.imports |= {
                    node.module,
                    *(f"{node.module}.{each.name}" for each in node.names),
                }
        for template in path.with_name(f"{path.stem}_template").glob("*.j2"):
            words = re.findall(r"say\((.*?)\)", template.read_text(encoding="utf-8"))
            self.literals |= {each for found in words for each in re.findall(r'"(\w+)"', found)}


def read_modules() -> dict[str, Module]:
    """Every module of both packages by its name."""
    return {
        ".".join(path.relative_to(SOURCE.parent).with_suffix("").parts): Module(path)
        for package in (SOURCE, APPLICATION)
        for path in sorted(package.rglob("*.py"))
    }


def codebook_keys() -> set[str]:
    """Every cell of the codebook: keys that texts are named after."""
    cells = set()
    for path in survey_folder().glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            cells |= {cell for row in csv.reader(file) for cell in row}
    return cells


MODULES = read_modules()
KEYS = codebook_keys()


def spelled(value: str, near: list[Module]) -> bool:
    """Whether a string stands in these modules, or is put together of strings that do."""
    literals = KEYS.union(*(module.literals for module in near))
    patterns = [
        each for module in near for each in module.patterns if re.sub(r"\(.*?\)|\W", "", each)
    ]
    return value in literals or any(
        literals.issuperset(parts) for each in patterns for parts in fillings(each, value)
    )


def fillings(pattern: str, value: str) -> list[tuple[str, ...]]:
    """What stands in the open places of a pattern, divided in the two ways that there may be."""
    found = (re.fullmatch(each, value) for each in (pattern, pattern.replace("+", "+?")))
    return [each.groups() for each in found if each]


def is_used(key: str) -> bool:
    """Whether a text's key stands in the code whole, or is put together there.

    What a key is put together of must stand in the same module, in one that it imports or that
    imports it, or in the codebook: a text that nothing asks for has no such ending.
    """
    group, _, name = key.partition(".")
    if group == "document":  # the templates of the documents take this group whole
        templates = (APPLICATION / "documents" / "templates").rglob("*")
        used = "".join(each.read_text(encoding="utf-8") for each in templates if each.is_file())
        return bool(re.search(rf"\b{name}\b", used)) or any(
            key in module.literals or f'strings["{name}"]' in used for module in MODULES.values()
        )
    for at, module in MODULES.items():
        if key in module.literals:
            return True
        near = [
            each
            for other, each in MODULES.items()
            if other == at or other in module.imports or at in each.imports
        ]
        for pattern in module.patterns:
            if pattern.startswith(f"{group}\\.") and any(
                all(spelled(part, near) for part in parts) for parts in fillings(pattern, key)
            ):
                return True
    return False


def test_every_key_in_the_code_has_its_text():
    groups = "|".join(WORDS["da"])
    files = re.compile(r".*[._](csv|css|toml|html|py|start)$|.*_")
    literal = {each for module in MODULES.values() for each in module.literals}
    wanted = {key for key in literal if re.fullmatch(rf"({groups})\.[a-z_0-9]+", key)}
    assert {key for key in wanted - set(TEXTS["da"]) if not files.fullmatch(key)} == set()


def test_every_text_is_used():
    assert [key for key in TEXTS["da"] if not is_used(key)] == []


@pytest.mark.parametrize(
    "key",
    ["claims.unheard_of", "gap.title_two", "kommune.heading_nothing", "index_page.state_lost",
     "national.fact_nobody", "summary.mode"],
)  # fmt: skip
def test_a_text_that_nothing_asks_for_would_be_seen(key):
    assert not is_used(key)


#: Numbers that no survey changes: the report's year, chapters and first figure, whole and first.
STEADY = re.compile(
    r"\(2017\)|foråret 2017|spring 2017|[Kk]apitel 12( og 14)?|[Cc]hapters? 12( and 14)?|"
    r"^Figure? 1\.|100( pct\.|%)|: 1 (er|is) |»Tre ud af fire«|“Tre ud af fire”|three out of four|"
    r"^1 (eller|or) 0,"
)
NUMBERS = re.compile(
    r"\d|\b(fire|fem|seks|syv|otte|elleve|tolv|four|five|six|seven|eight|nine|ten|eleven|twelve)\b",
    re.IGNORECASE,
)


def numbers_of(words: str) -> list[str]:
    """The numbers that stand in a text rather than in its fields."""
    return [each[0] for each in NUMBERS.finditer(STEADY.sub(" ", plain(words)))]


@pytest.mark.parametrize("lang", LANGS)
def test_no_number_of_the_survey_stands_in_a_text(lang):
    lists = ("numbers.words", "numbers.parts")  # of number words, whatever the survey
    found = {key: numbers_of(words) for key, words in TEXTS[lang].items() if key not in lists}
    assert {key: numbers for key, numbers in found.items() if numbers} == {}


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        ("alle 49 kommuners jobcentre", ["4", "9"]),
        ("80–129", ["8", "0", "1", "2", "9"]),
        ("Streg: 95 pct.-interval", ["9", "5"]),
        ("De seks fagprofiler", ["seks"]),
        ("{n} af de {of2} (2017), kapitel 12", []),
    ],
)
def test_a_number_in_a_text_would_be_seen(words, numbers):
    assert numbers_of(words) == numbers


def test_a_text_takes_the_same_values_in_both_languages():
    bends = {"are", "want"}  # English verbs
    for key, danish, english in ROWS:
        assert placeholders(danish) == placeholders(english) - bends, key


def test_each_text_is_in_its_language():
    wrong = {}
    for key, danish, english in ROWS:
        wrong[key, "da"] = wrong_words(plain(danish), "da")
        wrong[key, "en"] = wrong_words(plain(english), "en", allow=QUOTED)
    assert {at: words for at, words in wrong.items() if words} == {}


def test_a_text_in_the_wrong_language_would_be_seen():
    missed = []
    for key, danish, english in ROWS:
        for text, other in ((danish, "en"), (english, "da")):
            words = re.findall(r"[^\W\d_]{2,}", plain(text))
            if len(words) >= 4 and not wrong_words(plain(text), other):
                missed.append(key)
    # Names, most of them.
    assert sorted(set(missed)) == [
        "agreement.half_even",
        "association.test_fisher_freeman_halton",
        "captions.report_source_page",
        "numbers.months",
        "numbers.parts",
        "numbers.words",
    ]


def test_no_text_is_the_same_in_both_languages():
    same = {key for key, danish, english in ROWS if danish == english and plain(danish).strip()}
    assert same == SAME


# --- figures and tables


def said(figure: plt.Figure) -> str:
    """Every word of a figure and its alternative text."""
    figure.draw_without_rendering()  # writes the axes' numbers
    letters = [each.get_text() for each in figure.findobj(Letters)]
    return "\n".join([*letters, figure.alt])


def words_of(block) -> str:
    """Every word of a block."""
    if isinstance(block, Table):
        heads = [each for column in block.columns for each in (column.label, column.sub)]
        cells = [each for row in block.rows for each in (row.header, *row.cells)]
        return "\n".join([block.caption, block.corner, *heads, *cells, block.note])
    if isinstance(block, Facts):
        return "\n".join(each for fact in block.facts for each in (fact.value, fact.label))
    if isinstance(block, Note):
        return f"{block.title}\n{block.body}"
    if isinstance(block, Title):
        return f"{block.eyebrow}\n{block.title}\n{block.lead}"
    assert isinstance(block, Text)
    return block.markdown


@pytest.fixture(scope="module", params=["published", "made up"])
def counted(request) -> SimpleNamespace:
    """A survey and what is counted of it, once for both languages; of made-up answers less."""
    whole = request.param == "published"
    made = fag.read_published() if whole else fag.synthesize(seed=1, association=0.5)
    keys = list(made.codebook.questions) if whole else ["statements"]
    groups = ("size_band", "region", "kommunegruppe") if whole else ("size_band",)
    likerts = {key: fag.likert_table(made, key) for key in keys}
    likerts["rebased"] = fag.likert_table(made, "ideal_share", base="listed")
    likerts["non-response"] = fag.likert_table(made, "importance", interval="nonresponse")
    return SimpleNamespace(
        survey=made,
        likerts=likerts,
        summaries={key: fag.likert_summary(made, key) for key in keys},
        crosstabs={by: fag.crosstab(made, "importance", by=by) for by in groups},
        gap=fag.workforce_gap(made),
        gap_by_size=fag.workforce_gap(made, by="size_band"),
        sensitivity=gap_sensitivity(made, (20, 30)),
        profiles=fag.profile_table(made),
        association=None if whole else fag.association(made, "importance"),
        claims=fag.check_claims(made) if whole else None,
    )


@pytest.mark.parametrize("lang", LANGS)
def test_figures(counted, lang):
    figures = {"gap": draw_gap(counted.gap, lang=lang)}
    for name, frame in counted.likerts.items():
        interval = name in ("importance", "non-response")
        mark = OWN.answers.get(name)
        figures[name] = fag.draw_likert(frame, lang=lang, mark=mark, interval=interval)
    for by, frame in counted.crosstabs.items():
        figures[by] = fag.draw_crosstab(frame, lang=lang)
    figures["sensitivity"] = fag.draw_sensitivity(counted.sensitivity, lang=lang)
    found = {name: wrong_words(said(axes.figure), lang) for name, axes in figures.items()}
    assert not any(found.values()), found


@pytest.mark.parametrize("lang", LANGS)
def test_tables(counted, lang):
    survey = counted.survey
    national = fag.national_page(survey, lang=lang)
    shown = {key: fag.format_likert(each, lang=lang) for key, each in counted.likerts.items()}
    for key, frame in counted.summaries.items():
        shown[f"{key} summary"] = fag.format_summary(frame, lang=lang)
    for by, frame in counted.crosstabs.items():
        shown[by] = fag.format_crosstab(frame, lang=lang)
    shown |= {
        "profiles": fag.format_profiles(counted.profiles, lang=lang),
        "gap": fag.format_gap(counted.gap, lang=lang),
        "gap by size": fag.format_gap(counted.gap_by_size, lang=lang),
        "roles": national.roles(),
        "kommuner": national.kommuner(),
        "proven": national.proven(),
        "wishes": fag.list_statements(survey, lang=lang),
        "statements": fag.list_statements(survey, "statements", lang=lang),
        "about": national.about(),
    }
    if counted.association is not None:
        shown["association"] = fag.format_association(counted.association, lang=lang)
    found = {name: wrong_words(words_of(block), lang) for name, block in shown.items()}
    if counted.claims is not None:
        table = fag.format_claims(counted.claims, lang=lang)
        phrases = [row.header for row in table.rows]
        found["claims"] = wrong_words(words_of(table), lang, allow=[*QUOTED, *phrases])
    assert not any(found.values()), found


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize(
    ("name", "settings"),
    [("København", {}), ("Odder", {"own": OWN}), ("Herning", {"staff": 110})],
)
def test_the_page_of_any_kommune(counted, lang, name, settings):
    page = fag.kommune_page(counted.survey, name, lang=lang, **settings)
    parts = (
        "title findings questions facts known others_lead gap_heading gap_lead staff_shares "
        "size_heading size_lead about"
    ).split()
    found = {part: wrong_words(words_of(getattr(page, part)()), lang) for part in parts}
    assert not any(found.values()), found


# --- the explorer


def words_on(box) -> str:
    """Every word of widgets in sight: their labels, what can be chosen, and what they show."""
    if box.layout.display == "none":
        return ""
    pieces = [getattr(box, "description", "")]
    pieces += [str(label) for label in getattr(box, "_options_labels", ())]
    if isinstance(box, ipywidgets.HTML):
        pieces.append(html_text(re.sub("<style>.*</style>", "", box.value)))
        for content in re.findall('base64,([^"]+)', box.value):
            svg = base64.b64decode(content).decode(errors="ignore")
            pieces.append(html_text(svg) if svg.startswith("<svg") else "")
    return "\n".join([*pieces, *map(words_on, getattr(box, "children", ()))])


@pytest.mark.parametrize("lang", LANGS)
def test_the_explorers_page(lang, tmp_path):
    explorer = explore(lang="da" if lang == "en" else "en", folder=tmp_path)
    explorer.language.value = lang  # the switch leaves no word behind
    asked, found = explorer.question_controls, {}
    for question, measure, group in (
        ("importance", "answers", ""),
        ("current_share", "top_box", ""),
        ("statements", "net", ""),
        ("future_need", "answers", "size_band"),
    ):
        with asked.watcher.paused():
            asked.question.value, asked.measure.value = question, measure
        asked.respondents.column.value = group
        explorer.question_controls.interval.value = not explorer.question_controls.interval.value
        found[question] = words_on(explorer.box)
    explorer.tab.value = "gap_tab"
    found["one"] = words_on(explorer.box)
    explorer.gap_controls.kommune.value = ""
    found["all"] = words_on(explorer.box)
    explorer.source_controls.name.value = "file"
    found["no file"] = words_on(explorer.box)
    explorer.tab.value = "questions_tab"
    explorer.source_controls.name.value = "synthetic"
    explorer.question_panel.save_button.click()
    found["saved"] = words_on(explorer.box)
    assert min(map(len, found.values())) > 3_000
    names = ["Dansk", "English", str(tmp_path), *(path.name for path in tmp_path.iterdir())]
    wrong = {at: wrong_words(words, lang, allow=names) for at, words in found.items()}
    assert not any(wrong.values()), wrong


# --- the documents


@pytest.fixture(scope="module")
def documents(tmp_path_factory):
    """The national report and a kommune's page in both languages, as they are published."""
    folders = {lang: tmp_path_factory.mktemp(lang) for lang in LANGS}
    with Pool() as pool:
        for lang, folder in folders.items():
            jobs = plan(["Odder", "landsrapport"], lang=lang)
            outcomes = make_reports(jobs, folder, pool=pool)
            assert [outcome.error for outcome in outcomes] == ["", ""]
    return folders


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", ["0727-odder", "landsrapport"])
def test_the_document_as_html(documents, name, lang):
    html = (documents[lang] / f"{name}{ENDING[lang]}.html").read_text(encoding="utf-8")
    assert f'<html lang="{lang}">' in html
    assert len(html_text(html)) > 5_000
    assert wrong_words(html_text(html), lang) == []


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", ["0727-odder", "landsrapport"])
def test_the_document_as_pdf(documents, name, lang):
    with pikepdf.open(documents[lang] / f"{name}{ENDING[lang]}.pdf") as pdf:
        assert str(pdf.Root.Lang) == lang
        words = "\n".join([*map(str, pdf.docinfo.values()), lines(pdf)])
        assert len(words) > 5_000
        assert wrong_words(words, lang) == []


def test_the_examples_in_the_docstrings_hold():
    result = doctest.testmod(languages)
    assert result.attempted
    assert not result.failed
