"""A proof that has been spoiled is refused, whatever is spoiled."""

from __future__ import annotations

import json
from copy import deepcopy
from fractions import Fraction

import pytest

from analysis.competence.checker import verify_plan
from analysis.competence.example import made_up_centre
from analysis.competence.plan import training_plan
from analysis.survey.checks import InputError


@pytest.fixture(scope="module")
def centre():
    return made_up_centre(staff=24, seed=1, offers=14)


@pytest.fixture(scope="module")
def proof(centre):
    """A proof as it is read from its file: with splits, a class, and people missing."""
    plan = training_plan(*centre, date="2027-01-01", time_limit=None)
    text = json.dumps(plan.proof)
    assert '"split"' in text
    assert plan.proof["parts"][1]["missing"] > 0
    assert plan.proof["parts"][0]["classes"]
    return json.loads(text)


def part(number):
    return lambda proof: proof["parts"][number]


def add(key, more, number=0):
    def spoil(proof):
        proof["parts"][number][key] += more

    return spoil


def put(key, value, number=0):
    def spoil(proof):
        proof["parts"][number][key] = value

    return spoil


def people(change, number=0):
    def spoil(proof):
        change(proof["parts"][number]["people"])

    return spoil


def setting(key, value):
    def spoil(proof):
        proof["settings"][key] = value

    return spoil


def claim(stage, number, change):
    def spoil(proof):
        claims = proof["parts"][number]["claims"]
        change(next(each for each in claims if each["stage"] == stage))

    return spoil


def bound(more):
    def change(claim):
        claim["bound"] = str(Fraction(claim["bound"]) + more)

    return change


def leaves(node):
    if "y" in node:
        return [node]
    return [leaf for half in node["halves"] for leaf in leaves(half)]


def splits(node):
    return (
        [] if "y" in node else [node, *(each for half in node["halves"] for each in splits(half))]
    )


def multipliers(change):
    def spoil(claim):
        for leaf in leaves(claim["tree"]):
            leaf["y"] = change(leaf["y"])

    return spoil


def at_split(change):
    """Spoil the first split of the whole proof."""

    def spoil(proof):
        trees = [each["tree"] for part in proof["parts"] for each in part["claims"] if each["tree"]]
        change(next(node for tree in trees for node in splits(tree)))

    return spoil


def gap(node):
    node["above"] += 1


def one_row(rows, place, value):
    rows[0][place] = value


SPOILED = {
    "no settings": lambda proof: proof.pop("settings"),
    "no parts": lambda proof: proof.update(parts=[]),
    "parts in another order": lambda proof: proof["parts"].reverse(),
    "a part twice": lambda proof: proof["parts"].insert(0, deepcopy(proof["parts"][0])),
    "a part left out": lambda proof: proof["parts"].pop(0),
    "an unknown setting": setting("colour", "red"),
    "another date": setting("date", "2030-01-01"),
    "no date": setting("date", "tomorrow"),
    "another horizon": setting("horizon", "now"),
    "another level": setting("match_level", 3),
    "an easier level": setting("match_level", 1),
    "unknown as matching": setting("unknown", "best"),
    "another certainty": setting("certainty", 0.5),
    "one offer each": setting("most_offers", 1),
    "three offers each": setting("most_offers", 3),
    "fewer missing": add("missing", -1, 1),
    "more missing": add("missing", 1),
    "missing as a decimal": put("missing", 0.0),
    "cheaper": add("cost", -10_000),
    "dearer": add("cost", 10_000),
    "cost as text": put("cost", "gratis"),
    "a smaller share": put("share", "1/24"),
    "a larger share": put("share", "1/2"),
    "one more person": people(lambda rows: one_row(rows, 2, rows[0][2] + 1)),
    "far too many people": people(lambda rows: one_row(rows, 2, 1000)),
    "nobody": people(lambda rows: one_row(rows, 2, 0)),
    "fewer than nobody": people(lambda rows: one_row(rows, 2, -1)),
    "half a person": people(lambda rows: one_row(rows, 2, 0.5)),
    "a person left out": people(lambda rows: rows.pop()),
    "everybody left out": people(lambda rows: rows.clear()),
    "a row twice": people(lambda rows: rows.append(deepcopy(rows[0]))),
    "a type that is not": people(lambda rows: one_row(rows, 0, 999)),
    "the last type": people(lambda rows: one_row(rows, 0, -1)),
    "an offer that is not": people(lambda rows: one_row(rows, 1, ["kursus-99"])),
    "no offer": people(lambda rows: one_row(rows, 1, [])),
    "an offer twice": people(lambda rows: one_row(rows, 1, rows[0][1][:1] * 2)),
    "no class": put("classes", {}),
    "a class too many": put("classes", {"kursus-14": 2}),
    "half a class": put("classes", {"kursus-14": 1.0}),
    "a class where there is none": put("classes", {"kursus-14": 1, "kursus-1": 1}),
    "a class of nothing": put("classes", {"kursus-14": 1, "kursus-99": 1}),
    "fewer classes than before": put("classes", {}, 1),
    "a claim twice": lambda proof: proof["parts"][0]["claims"].append(
        deepcopy(proof["parts"][0]["claims"][0])
    ),
    "an unknown claim": claim("cost", 0, lambda each: each.update(stage="beauty")),
    "a better bound on the missing": claim("missing", 1, bound(1)),
    "a better bound on the cost": claim("cost", 0, bound(500_000)),
    "a better bound on the share": claim("away", 0, bound(Fraction(1, 24))),
    "no multipliers on the missing": claim("missing", 1, multipliers(lambda y: {})),
    "no multipliers on the cost": claim("cost", 0, multipliers(lambda y: {})),
    "no multipliers on the share": claim("away", 0, multipliers(lambda y: {})),
    "half the multipliers": claim(
        "missing", 1, multipliers(lambda y: {row: n // 2 for row, n in y.items()})
    ),
    "negative multipliers": claim(
        "cost", 0, multipliers(lambda y: {row: -n for row, n in y.items()})
    ),
    "decimal multipliers": claim(
        "cost", 0, multipliers(lambda y: {row: float(n) for row, n in y.items()})
    ),
    "another row": claim("cost", 0, multipliers(lambda y: {"9999": 1, **y})),
    "the last row": claim("cost", 0, multipliers(lambda y: {"-1": 1, **y})),
    "no tree": claim("missing", 1, lambda each: each.pop("tree")),
    "a gap in a split": at_split(gap),
    "a split at a half": at_split(lambda node: node.update(below=node["below"] + 0.5)),
    "a half left out": at_split(lambda node: node["halves"].pop()),
    "a split of nothing": at_split(lambda node: node.update(split=["people", 0, "kursus-99"])),
}


def test_the_proof_stands(proof, centre):
    checked = verify_plan(proof, *centre)
    assert checked["proven"].all()
    assert len(checked) == 9


def test_there_are_fifty_ways_to_spoil_it():
    assert len(SPOILED) >= 50


@pytest.mark.parametrize("way", SPOILED)
def test_a_spoiled_proof_is_refused(proof, centre, way):
    spoiled = deepcopy(proof)
    SPOILED[way](spoiled)
    assert json.dumps(spoiled) != json.dumps(proof)
    with pytest.raises(InputError):
        verify_plan(spoiled, *centre)


@pytest.mark.parametrize(
    ("limit", "value", "said"),
    [("days", 1, "dage, men højst 1"), ("kroner", 100, "øre, men højst 10000")],
)
def test_a_plan_that_passes_a_limit_is_refused_in_words(proof, centre, limit, value, said):
    limits = centre.limits.copy()
    limits.loc[limits["limit"] == limit, "value"] = value
    with pytest.raises(InputError, match=said):
        verify_plan(proof, centre.needs, centre.employees, centre.offers, limits)


def test_a_plan_of_other_employees_is_refused(proof, centre):
    with pytest.raises(InputError):
        verify_plan(proof, centre.needs, centre.employees.iloc[1:], centre.offers, centre.limits)


def test_a_looser_claim_is_true_but_proves_nothing(proof, centre):
    looser = deepcopy(proof)
    claim("missing", 1, bound(-1))(looser)
    checked = verify_plan(looser, *centre).set_index(["level", "stage"])
    assert not checked.loc[("middle", "missing"), "proven"]
    assert checked.loc[("middle", "missing"), "bound"] == 1


def test_no_code_unit_or_role_is_in_the_proof(proof, centre):
    text = json.dumps(proof)
    for column in ("code", "unit", "role"):
        assert not [each for each in centre.employees[column].unique() if each in text]
