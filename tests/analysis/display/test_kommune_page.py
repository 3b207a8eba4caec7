"""One kommune's page: what it says is true of that kommune, in both languages."""

from __future__ import annotations

import doctest
import re
from dataclasses import replace

import matplotlib.pyplot as plt
import pandas as pd
import pytest
from printed import COUNTS, STAFF

from analysis.display.pages import kommune as module
from analysis.display.pages.kommune import kommune_page
from analysis.display.pages.national import national_page
from analysis.display.text.gap_findings import gap_sentence
from analysis.measures.synthetic import synthesize
from analysis.survey.answers.own import Own
from analysis.survey.answers.reader import read_answers
from analysis.survey.checks import InputError
from analysis.survey.kommuner import find_kommune
from fagligheder.documents.markdown import parse_markdown
from fagligheder.documents.pieces import plain_text

OWN = Own(
    staff=72,
    answers={
        "importance": {"virksomheder": "important"},
        "statements": {"3": "partly_disagree", "11": "fully_agree"},
    },
    notes="Vi siger #panic og <script>alert(1)</script>.\n\n**Ikke fed**, [intet](http://x) link.",
)


def facts(page) -> list[tuple[str, str]]:
    return [(fact.value, fact.label) for fact in page.facts().facts]


@pytest.mark.parametrize("lang", ["da", "en"])
@pytest.mark.parametrize("name", STAFF)
def test_each_page_carries_its_own_kommunes_numbers(survey, name, lang):
    page = kommune_page(survey, name, lang=lang)
    staff = STAFF[name]
    written = f"{staff:,}".replace(",", "." if lang == "da" else ",")
    values = [value for value, _ in facts(page)]
    rank = 1 + sum(other > staff for other in STAFF.values())
    kommune = find_kommune(name)
    title = {"da": kommune.title, "en": f"{kommune.name} Municipality"}
    assert page.title().title == title[lang]
    assert values[0] == written
    assert re.findall(r"\d+", values[2]) == [str(rank)]
    assert re.findall(r"\d+", values[3]) == ["52"]
    assert written in page.title().lead
    assert find_kommune(name).name in page.known().body
    assert f"Region {find_kommune(name).region}" in facts(page)[2][1]
    for words in (page.title().lead, page.known().body, *map(" ".join, facts(page))):
        assert "{" not in words


def test_the_facts_of_odder(survey):
    assert facts(kommune_page(survey, "Odder")) == [
        ("70", "medarbejdere i jobcentret, oplyst i KL's rapport"),
        ("Små", "under 80 medarbejdere · 14 af de 49 kommuner"),
        ("nr. 37", "af 49 efter størrelse, delt med 3 andre · Region Midtjylland"),
        ("52 svar", "fra 49 kommuner; Odder gav ét af dem"),
    ]


def test_how_many_answers_a_kommune_gave_is_counted_in_the_file(tmp_path):
    """København gave four in the report; in a file any kommune gave as many as it has rows."""
    answers = synthesize(1).answers.drop(columns="basis").astype(object)
    twice = pd.concat([answers[~answers["kommune"].duplicated()],
                       answers[answers["kommune"] == "0727"]])  # fmt: skip
    twice.to_csv(tmp_path / "svar.csv", index=False)
    survey = read_answers(tmp_path / "svar.csv")
    gave = [facts(kommune_page(survey, name))[3][1] for name in ("Odder", "København", "Samsø")]
    assert gave == [
        "fra 49 kommuner; Odder gav to af dem",
        "fra 49 kommuner; København gav ét af dem",
        "fra 49 kommuner; Samsø gav ét af dem",
    ]
    english = facts(kommune_page(survey, "Odder", lang="en"))[3][1]
    assert english == "from 49 municipalities; Odder gave two of them"


def test_the_facts_of_copenhagen_and_of_one_outside(survey):
    copenhagen = facts(kommune_page(survey, "København"))
    assert copenhagen[0][0] == "2.345"
    assert copenhagen[1] == ("Store", "130 medarbejdere eller flere · 17 af de 49 kommuner")
    assert copenhagen[3][1] == "fra 49 kommuner; København gav fire af dem"
    herning = facts(kommune_page(survey, "Herning", staff=110))
    assert herning[0] == ("110", "medarbejdere i jobcentret, oplyst til denne rapport")
    assert herning[1] == ("Mellem", "80–129 medarbejdere · 18 af de 49 kommuner")
    assert (
        herning[2][1]
        == "efter størrelse, sat ind blandt de 49, delt med 2 andre · Region Midtjylland"
    )
    assert herning[3][1] == "fra 49 kommuner, dog ikke Herning"


def test_it_never_claims_to_know_the_kommunes_answer(survey):
    assert kommune_page(survey, "Odder").known().body == (
        "Odder svarede i foråret 2017, men svaret er **ikke** offentliggjort: Tallene er alle 52 "
        "chefers svar under ét. De 70 medarbejdere er oplyst i KL's rapport. Udfyld skemaet til "
        "egne svar, så viser jeres egen udgave jer ved siden af de andre."
    )
    several = kommune_page(survey, "København").known().body
    assert "**ikke** offentliggjort, hvilke fire af svarene der er Københavns: " in several
    told = kommune_page(survey, "Odder", staff=72).known().body
    assert "De 72 medarbejdere er oplyst til denne rapport." in told
    outside = kommune_page(survey, "Herning", staff=110).known().body
    assert outside.startswith("Herning er **ikke** blandt de 49 kommuner, der svarede: ")
    assert "KL's rapport" not in outside


def test_its_own_answer_is_counted_among_the_others_only_where_it_took_part(survey):
    leads = {
        name: kommune_page(survey, name, staff=staff).others_lead().markdown
        for name, staff in (("Odder", None), ("København", None), ("Herning", 110))
    }
    assert "blandt alle 52 chefer (jeres egen er én af dem);" in leads["Odder"]
    assert "blandt alle 52 chefer (jeres egne fire er med);" in leads["København"]
    assert "blandt alle 52 chefer;" in leads["Herning"]


def test_it_says_how_many_own_answers_there_are(survey):
    assert "I har selv oplyst 3 svar" in kommune_page(survey, "Odder", own=OWN).known().body
    one = Own(answers={"importance": {"udvikling": "important"}})
    assert "I har selv oplyst ét svar" in kommune_page(survey, "Odder", own=one).known().body
    assert "I har selv" not in kommune_page(survey, "Odder").known().body


def test_shares_of_the_staff_in_people(survey):
    shares = [
        (fact.value, fact.label) for fact in kommune_page(survey, "Odder").staff_shares().facts
    ]
    assert [value for value, _ in shares] == ["3–4", "7", "10–11", "14"]
    assert shares[0][1] == "medarbejdere er 5 pct."
    one = kommune_page(survey, "Odder", staff=20).staff_shares().facts[0]
    assert (one.value, one.label) == ("1", "medarbejder er 5 pct.")
    large = kommune_page(survey, "Aarhus").staff_shares().facts
    assert [fact.value for fact in large] == ["55", "110", "165", "220"]


def test_few_staff_are_counted_one_by_one(survey):
    """No tenths of a person: what one, two … of them are in per cent."""
    few = kommune_page(survey, "Samsø", lang="en").staff_shares().facts
    assert [(fact.value, fact.label) for fact in few] == [
        ("1", "member of staff is 17%"), ("2", "staff are 33%"), ("3", "staff are 50%"),
        ("4", "staff are 67%"),
    ]  # fmt: skip
    two = kommune_page(survey, "Odder", staff=2).staff_shares().facts
    assert [(fact.value, fact.label) for fact in two] == [
        ("1", "medarbejder er 50 pct."), ("2", "medarbejdere er 100 pct."),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("staff", "bands"),
    [
        (1, ["mindst 1", "–", "–", "–", "ingen"]),
        (6, ["mindst 2", "1", "–", "–", "ingen"]),
        (20, ["mindst 5", "3–4", "2–3", "1–2", "ingen"]),
        (70, ["mindst 15", "11–14", "7–10", "4–7", "højst 3"]),
        (100, ["mindst 21", "15–20", "10–15", "5–10", "højst 4"]),
        (2345, ["mindst 470", "352–469", "235–351", "118–234", "højst 117"]),
    ],
)
def test_bands_are_whole_people(survey, staff, bands):
    table = kommune_page(survey, "Odder", staff=staff).meaning()
    assert [column.sub for column in table.columns] == bands
    assert ("En streg: Intet helt antal" in table.note) == ("–" in bands)


def test_the_table_of_now_and_ideally_holds_the_counts(survey):
    table = kommune_page(survey, "Odder").meaning()
    assert [column.sub for column in table.columns] == [
        "mindst 15", "11–14", "7–10", "4–7", "højst 3",
    ]  # fmt: skip
    for row, item in zip(table.rows, COUNTS["current_share"], strict=True):
        assert row.cells == tuple(
            f"{now} → {ideal}"
            for now, ideal in zip(
                COUNTS["current_share"][item], COUNTS["ideal_share"][item], strict=True
            )
        )


def test_the_sentence_on_what_most_want(survey):
    assert kommune_page(survey, "Odder").meaning_sentence().markdown == (
        "For hver af profilerne Virksomheder, Borgernes kompetencer og Inddragelse ønsker 40 af "
        "de 52 chefer ideelt, at mere end 20 pct. af medarbejderne matcher profilen; henholdsvis "
        "25, 31 og 25 svarer, at det er sådan i dag. Hos jer svarer mere end 20 pct. "
        "til mindst 15 af 70 medarbejdere."
    )


PROFILES = list(COUNTS["importance"])
ALL_OWN = Own(
    staff=40,
    answers={
        "current_share": dict.fromkeys(PROFILES, "from_5_to_10"),
        "ideal_share": dict.fromkeys(PROFILES, "over_20") | {"koordination": "under_5"},
    },
)
OPEN = ("Vi ved, at mange chefer vil have flere; hvor mange medarbejdere det bliver til, kan "
        "tallene ikke afgøre. ")  # fmt: skip
OPENS = "Forskellen mellem ideelt og i dag er størst for "


@pytest.mark.parametrize(
    ("name", "settings", "opens", "rests"),
    [
        ("Samsø", {}, f"{OPEN}{OPENS}Udvikling og Virksomheder (+5 procentpoint) og mindst for "
         "Integration (+2).", "Det er et skøn: gennemsnittet af alle 52 svar."),
        ("København", {}, f"{OPEN}{OPENS}Udvikling (+108 medarbejdere) og mindst for "
         "Integration (+56).",
         "Det er et skøn: gennemsnittet af alle 52 svar ganget med Københavns 2.345"),
        ("Herning", {"staff": 110}, f"{OPEN}{OPENS}Udvikling, Virksomheder og Koordination "
         "(+5 medarbejdere) og mindst for Borgernes kompetencer og Integration (+3).",
         "Det er et skøn: gennemsnittet af alle 52 svar ganget med Hernings 110"),
        ("Odder", {"own": ALL_OWN}, "Efter jeres svar er stigningen fra i dag til ideelt størst "
         "for Virksomheder, Borgernes kompetencer, Inddragelse, Integration og Udvikling "
         "(+4 til +10 medarbejdere); færre end i dag skulle matche Koordination (−4 til 0).",
         "Tallene er jeres egne svar for 40 medarbejdere; svarene er bånd"),
    ],
)  # fmt: skip
def test_the_page_opens_with_where_the_gap_is_largest(survey, name, settings, opens, rests):
    page = kommune_page(survey, name, **settings)
    said = page.gap_lead().markdown
    assert said.startswith(f"{opens} {rests}")
    numbers = [text.get_text() for text in page.gap_figure().texts]
    assert set(re.findall(r"[+−][\d.]*\d(?: til [+−]?\d+)?", opens)) <= set(numbers)


@pytest.mark.parametrize("staff", [1, 2, 6, 19, 22, 72, 131, 2345])
def test_the_gap_figures_scale_says_where_its_ticks_stand(survey, staff):
    for own in (None, ALL_OWN):
        axes = kommune_page(survey, "Odder", staff=staff, own=own).gap_figure()
        axes.figure.canvas.draw()
        ticks = [
            (value, label.get_text().replace(".", "").replace(",", ".").replace("−", "-"))
            for value, label in zip(axes.get_xticks(), axes.get_xticklabels(), strict=True)
        ]
        assert 3 <= len(ticks) <= 12
        assert [float(label) for _, label in ticks] == pytest.approx([value for value, _ in ticks])


def test_one_who_shares_its_place_is_a_word(survey):
    assert "delt med én anden · " in facts(kommune_page(survey, "Lyngby-Taarbæk"))[2][1]
    assert "tied with one other · " in facts(kommune_page(survey, "Hedensted", lang="en"))[2][1]


def test_gaps_that_are_written_alike_are_said_to_be_the_same(survey):
    same = Own(
        staff=40, answers=ALL_OWN.answers | {"ideal_share": ALL_OWN.answers["current_share"]}
    )
    said = kommune_page(survey, "Odder", own=same).gap_lead().markdown
    assert said.startswith("Efter jeres svar kan forskellen mellem ideelt og i dag være "
                           "−2 til +2 medarbejdere for alle profiler.")  # fmt: skip


def test_no_gap_is_named_where_one_is_hidden(survey):
    gap = kommune_page(survey, "Odder").gap()
    assert gap_sentence(gap).startswith(OPENS)
    gap.loc[gap["item"] == "udvikling", ["central", "low", "high"]] = float("nan")
    assert gap_sentence(gap) == ""


def test_what_is_proven_of_its_size_names_the_question(survey):
    said = kommune_page(survey, "Samsø").size_statements().markdown.splitlines()
    assert said == [
        "Det kan vi sige sikkert om de 14 chefer i små jobcentre:",
        "",
        "- **Profilernes vigtighed i dag:** Mindst 8 kalder profilen Virksomheder meget vigtig. "
        "Højst én kalder profilen Inddragelse mindre vigtig. Højst én kalder profilen Udvikling "
        "slet ikke vigtig.",
        "- **Hvis hver chef står bag netop ét af de viste svar i figur 5 i KL's rapport:** Mindst "
        "2 ønsker ideelt, at over 20 pct. af medarbejderne matcher profilen Virksomheder; det "
        "samme gælder Borgernes kompetencer.",
    ]


def test_figure_5_is_rebased_on_the_page(survey):
    likert = kommune_page(survey, "Odder").likert("ideal_share")
    assert set(likert["base"]) == {52}


def marks(axes) -> list[tuple[float, float]]:
    """Where the triangles stand."""
    return [
        (float(line.get_xdata()[0]), float(line.get_ydata()[0]))
        for line in axes.lines
        if line.get_marker() == "v"
    ]


def test_own_answers_are_marked_where_they_lie(survey):
    page = kommune_page(survey, "Odder", own=OWN)
    ((x, _),) = marks(page.figure("importance"))
    assert x == pytest.approx((46 + 6 / 2) / 52)  # the middle of "Vigtig" in the first bar
    assert len(marks(page.figure("statements"))) == 2
    assert marks(page.figure("future_need")) == []
    notes = [text.get_text() for text in page.figure("importance").figure.texts]
    assert any("jeres\u00a0svar" in note for note in notes)


def test_the_alternative_text_tells_the_own_answers(survey):
    plain = kommune_page(survey, "Odder").figure("importance").figure.alt
    own = kommune_page(survey, "Odder", own=OWN).figure("importance").figure.alt
    assert own != plain


def test_the_statements_stand_by_agreement_with_the_own_answers_beside(survey):
    axes = kommune_page(survey, "Odder", own=OWN).statements_figure()
    texts = [text.get_text() for text in axes.texts]
    agreed = sorted(COUNTS["statements"].items(), key=lambda each: -sum(each[1][:2]))
    names = [words for words in texts if re.match(r"\d+\. ", words)]
    assert [re.match(r"\d+", words)[0] for words in names] == [item for item, _ in agreed]
    agree = [int(re.search(r"\d+", words)[0]) for words in texts if words.startswith("Enige: ")]
    assert agree == [sum(counts[:2]) for _, counts in agreed]
    own = [place for place, words in enumerate(texts) if words.startswith("I: ")]
    beside = {texts[place]: texts[place + 1] for place in own if "_" not in texts[place]}
    assert beside == {"I: Delvis uenig": "12 af 52 som I", "I: Helt enig": "14 af 52 som I"}
    assert len(own) == 11
    above = [text.get_text() for text in axes.figure.texts]
    assert " ".join(above).startswith(
        "98 pct. af cheferne er helt eller delvis enige i »Vi har behov for, "
        "at medarbejderne løbende deltager i kompetenceudvikling«"
    )
    assert (
        "Hvor enig eller uenig er du i følgende udsagn om dit jobcenter? Sorteret efter enighed; "
        "»enige« er helt eller delvis enige."
    ) in above


def test_own_notes_are_text_and_never_markup(survey):
    words = kommune_page(survey, "Odder", own=OWN).notes().markdown
    heading, _, body = words.partition("\n\n")
    assert heading.startswith("## ")
    assert "\\#panic" in body
    assert "\\<script\\>" in body
    assert "\\*\\*Ikke fed\\*\\*" in body
    assert "\\[intet\\]" in body
    assert kommune_page(survey, "Odder").notes().markdown == ""


def test_own_notes_keep_their_paragraphs(survey):
    words = kommune_page(survey, "Odder", own=OWN).notes().markdown
    assert len(words.split("\n\n")) == 3


def test_own_notes_keep_their_lines_and_none_of_their_markup(survey):
    own = Own(notes="Først.\n- et punkt\n1. et til\n# en overskrift\n   rykket ind\n \nNyt afsnit.")
    words = kommune_page(survey, "Odder", own=own).notes().markdown
    heading, first, second = parse_markdown(words)
    assert [block["kind"] for block in (heading, first, second)] == [
        "heading", "paragraph", "paragraph",
    ]  # fmt: skip
    assert "".join(piece.get("text", "\n") for piece in first["children"]) == (
        "Først.\n- et punkt\n1. et til\n# en overskrift\nrykket ind"
    )
    assert plain_text(second["children"]) == "Nyt afsnit."


def test_both_languages_say_the_same_numbers(survey):
    danish, english = (kommune_page(survey, "Skive", own=OWN, lang=lang) for lang in ("da", "en"))
    one, other = danish.meaning(), english.meaning()
    numbers = [
        [re.findall(r"\d+", " ".join(row.cells[:2])) for row in table.rows]
        for table in (one, other)
    ]
    assert numbers[0] == numbers[1]
    assert len(one.columns) == len(other.columns)
    for part in ("front_figure", "others_figure", "statements_figure"):
        alts = [getattr(page, part)().figure.alt for page in (danish, english)]
        numbers = [re.findall(r"\d+", alt) for alt in alts]
        assert numbers[0] == numbers[1], part


def test_every_figure_is_its_own(survey):
    page = kommune_page(survey, "Odder")
    alts = {page.figure(question).figure.alt for question in COUNTS}
    assert len(alts) == 5
    assert len(plt.get_fignums()) == 5


def test_the_title_is_marked_where_there_are_own_answers(survey):
    plain, own = (kommune_page(survey, "Odder", own=own).title() for own in (None, OWN))
    assert (plain.mark, own.mark) == ("", "Med egne svar")
    assert plain.lead == (
        "Hvad 52 jobcenterchefer svarede om seks faglige profiler – regnet om til et\u00a0"
        "jobcenter\u00a0med\u00a070\u00a0medarbejdere. Odders eget svar er ikke offentliggjort."
    )
    several = kommune_page(survey, "København").title().lead
    assert several.endswith(". Københavns egne svar er ikke offentliggjort.")
    assert kommune_page(survey, "Herning", staff=75).title().lead.endswith("medarbejdere.")
    assert own.lead == (
        "Jeres egne svar ved siden af 52 jobcenterchefers – regnet om til et\u00a0jobcenter\u00a0"
        "med\u00a072\u00a0medarbejdere."
    )
    staff_alone = kommune_page(survey, "Odder", own=Own(staff=72)).title()
    assert staff_alone.mark == ""


@pytest.mark.parametrize(
    ("name", "settings", "said"),
    [
        ("Odder", {}, "Med 70 medarbejdere hører Odder til undersøgelsens 14 små jobcentre (under "
         "80 medarbejdere). Regnet fra det største er jobcentret nr. 37 af 49, delt med 3 andre."),
        ("Herning", {"staff": 110}, "Med 110 medarbejdere svarer Hernings jobcenter i størrelse "
         "til undersøgelsens 18 mellemstore (80–129 medarbejdere). Sat ind blandt de 49 er det "
         "nr. 22, delt med 2 andre."),
    ],
)  # fmt: skip
def test_its_size_stands_beside_the_others(survey, name, settings, said):
    assert kommune_page(survey, name, **settings).size_lead().markdown == said


@pytest.mark.parametrize(
    ("kommune", "settings", "message"),
    [
        (
            "Odder",
            {"lang": "sv"},
            'Sproget "sv" findes ikke. Vælg da (dansk) eller en (engelsk).',
        ),
        (
            'Odder"); import os; ("',
            {},
            'Kommunen "Odder"); import os; ("" findes ikke blandt Danmarks 98. '
            "Skriv et navn eller en kode, fx Odder eller 0727.",
        ),
    ],
)
def test_a_page_that_cannot_be_made(survey, kommune, settings, message):
    with pytest.raises(InputError) as error:
        kommune_page(survey, kommune, **settings)
    assert str(error.value) == message


def test_the_examples_in_the_docstrings_hold():
    result = doctest.testmod(module)
    assert result.attempted
    assert not result.failed


def test_made_up_answers_of_another_wave_name_neither_2017_nor_hidden_numbers(survey):
    made_up = synthesize(seed=1)
    about = replace(made_up.codebook.about, wave="2026")
    later = replace(made_up, codebook=replace(made_up.codebook, about=about), notes=())
    page = kommune_page(later, "Odder")
    assert page.title().eyebrow == "Fagligheder på beskæftigelsesområdet · 2026"
    assert national_page(later).title().eyebrow == page.title().eyebrow
    assert "2017" not in kommune_page(made_up, "Odder").title().eyebrow
    assert "foråret 2017" in kommune_page(survey, "Odder").title().eyebrow
    assert "opdigtede svar fra 49 kommuner" in page.known().body
    assert "[c]" not in page.known().body
    assert "Kun fordelingen" in national_page(made_up).about().markdown
    assert "Kun fordelingen" not in national_page(later).about().markdown
