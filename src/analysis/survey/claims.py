"""The quantified phrases of the report's chapter 12, read and checked against the codebook."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from analysis.survey.checks import CsvRow, ProblemList, check_unique, read_rows
from analysis.survey.codebook import Codebook, read_codebook
from analysis.survey.kommuner import read_kommuner
from analysis.survey.paths import survey_folder

#: What a claim counts, and how many questions, items and answers it names, and the form of its
#: comparison: (questions, items, answers, comparison).
QUANTITIES = {
    "share": ("one", "any", "some", "share"),
    "rank": ("one", "some", "some", "place"),
    "higher_band": ("two", "any", "none", "share"),
    "any_more": ("two", "any", "none", "share"),
    "responses": ("some", "none", "none", "number"),
    "managers": ("one", "kommune", "none", "number"),
    "kommuner": ("none", "none", "none", "number"),
    "cause": ("any", "any", "any", "none"),
    "not_measured": ("any", "any", "any", "none"),
    "not_published": ("any", "any", "any", "none"),
}
#: Claims that no count can settle.
UNTESTABLE = ("cause", "not_measured", "not_published")
#: A quotation is a phrase, not the report's prose.
MOST_WORDS = 12

_PAGES = (40, 43)
_NUMBER = {"none": (0, 0), "one": (1, 1), "two": (2, 2), "some": (1, 99), "any": (0, 99)}
_WORDS = {"none": "en tom celle", "one": "én nøgle", "two": "to nøgler", "some": "mindst én nøgle"}
_RELATION = r"(?P<relation>above|below|equal|about)"
_GRAMMAR = {
    "share": re.compile(
        _RELATION + r" (?P<threshold>0(\.[0-9]+)?|1)( in (?P<count>[0-9]+) of (?P<of>[0-9]+))?"
    ),
    "number": re.compile(r"(?P<relation>equal) (?P<threshold>[0-9]+)"),
    "place": re.compile(
        r"(?P<relation>top|bottom) (?P<threshold>[1-9][0-9]*)( of (?P<among>\S+( \S+)*))?"
    ),
    "none": re.compile(r"(?P<relation>)"),
}
_EXPECTED = {
    "share": 'above, below, equal eller about og en andel fra 0 til 1, fx "above 0.5" eller '
    '"above 0.5 in 5 of 6"',
    "number": 'et helt antal, fx "equal 52"',
    "place": 'en plads, fx "top 1" eller "bottom 2 of 7 8 9 10"',
    "none": "en tom celle",
}
_CURE = "Ret cellen; ordene står i data/datapackage.json."


@dataclass(frozen=True)
class Comparison:
    """What a claim says of its quantity.

    Attributes
    ----------
    relation : str
        ``above``, ``below``, ``equal`` or ``about`` a threshold; ``top`` or ``bottom`` for a
        place; empty when nothing can be compared.
    threshold : Fraction
        A share (0–1), a number, or the number of places.
    count, of : int or None
        In exactly ``count`` of the ``of`` items the relation holds; in all when None.
    among : tuple of str
        The items that a place is counted among; all of the question when empty.
    written : str
        The same as it stands in ``claims.csv``.
    """

    relation: str = ""
    threshold: Fraction = Fraction(0)
    count: int | None = None
    of: int | None = None
    among: tuple[str, ...] = ()
    written: str = ""


@dataclass(frozen=True)
class Claim:
    """One quantified phrase, read in one way.

    Attributes
    ----------
    key : str
    page : int
        Page of the report.
    text : str
        The phrase as printed; ``…`` where words are left out.
    questions, items, answers : tuple of str
        Keys: what is counted. Without items, all of the question. For ``managers`` the item is
        the name of a municipality.
    quantity : str
        One of `QUANTITIES`.
    comparison : Comparison
    note : str
        How the phrase is read, where that is a choice.
    """

    key: str
    page: int
    text: str
    questions: tuple[str, ...]
    items: tuple[str, ...]
    answers: tuple[str, ...]
    quantity: str
    comparison: Comparison
    note: str = ""


def read_claims(folder: Path | str | None = None) -> tuple[Claim, ...]:
    """Read the quantified phrases of chapter 12, and check every cell against the codebook.

    Parameters
    ----------
    folder : path, optional
        A folder with ``claims.csv``; that of the survey of 2017 when left out.

    Returns
    -------
    tuple of Claim
        In the order of the report. A phrase that can be read in several ways stands once for
        each. Source: report pp. 40–43; statistics §7.

    Raises
    ------
    InputError
        The file is missing or damaged. All problems are listed, each with row and column.

    Examples
    --------
    >>> claim = read_claims()[11]
    >>> claim.key, claim.quantity, claim.comparison.relation, claim.comparison.count
    ('more_for_five_of_six', 'share', 'above', 5)
    """
    folder = Path(folder) if folder is not None else survey_folder() / "published"
    codebook = read_codebook()
    columns = "claim,page,text,question,items,answers,quantity,comparison,note"
    rows = read_rows(folder / "claims.csv", columns)
    problems = ProblemList()
    check_unique(rows, ["claim"], problems)
    claims = [_claim(row, codebook, problems) for row in rows]
    problems.raise_if_any()
    return tuple(claims)


def parse_comparison(quantity: str, written: str) -> Comparison | None:
    """Read a cell of the column ``comparison``; None when the quantity has no such comparison.

    Examples
    --------
    >>> said = parse_comparison("rank", "top 2 of 7 8 9 10")
    >>> said.relation, said.threshold, said.among
    ('top', Fraction(2, 1), ('7', '8', '9', '10'))
    """
    match = _GRAMMAR[QUANTITIES[quantity][3]].fullmatch(written)
    if match is None:
        return None
    part = match.groupdict()
    return Comparison(
        relation=part["relation"],
        threshold=Fraction(part.get("threshold") or 0),
        count=int(part["count"]) if part.get("count") else None,
        of=int(part["of"]) if part.get("of") else None,
        among=tuple((part.get("among") or "").split()),
        written=written,
    )


def _claim(row: CsvRow, codebook: Codebook, problems: ProblemList) -> Claim:
    if not re.fullmatch(r"[a-z][a-z0-9_]*", row["claim"]):
        problems.add(row.problem("claim", "en nøgle af små bogstaver, tal og _"))
    words = len(row["text"].replace("…", " ").split())
    if not 0 < words <= MOST_WORDS:
        problems.add(row.problem("text", f"1 til {MOST_WORDS} ord", "Citér kortere."))
    known = row["quantity"] in QUANTITIES
    if not known:
        problems.add(row.problem("quantity", f"en af {', '.join(QUANTITIES)}", _CURE))
    names_kommune = known and QUANTITIES[row["quantity"]][1] == "kommune"
    claim = Claim(
        key=row["claim"],
        page=row.whole("page", *_PAGES, problems, "Ret cellen efter rapporten."),
        text=row["text"],
        questions=tuple(row["question"].split()),
        items=(row["items"],) if names_kommune else tuple(row["items"].split()),
        answers=tuple(row["answers"].split()),
        quantity=row["quantity"],
        comparison=(known and parse_comparison(row["quantity"], row["comparison"])) or Comparison(),
        note=row["note"],
    )
    if known:
        _check_keys(row, claim, codebook, problems)
        _check_comparison(row, claim, codebook, problems)
    return claim


def _check_keys(row: CsvRow, claim: Claim, codebook: Codebook, problems: ProblemList) -> None:
    """Check that the cells hold as many keys as the quantity needs, and keys that exist."""
    asked = [codebook.questions[key] for key in claim.questions if key in codebook.questions]
    cells = {
        "question": (claim.questions, list(codebook.questions)),
        "items": (claim.items, [item.key for item in asked[0].items] if asked else []),
        "answers": (claim.answers, list(asked[0].scale.keys) if asked else []),
    }
    for (column, (keys, allowed)), want in zip(
        cells.items(), QUANTITIES[claim.quantity], strict=False
    ):
        if want == "kommune":
            if keys[0] not in {kommune.name for kommune in read_kommuner().values()}:
                problems.add(row.problem(column, "navnet på en kommune"))
            continue
        least, most = _NUMBER[want]
        if not least <= len(keys) <= most:
            expected = f"{_WORDS[want]}, når quantity er {claim.quantity}"
            problems.add(row.problem(column, expected, _CURE))
        elif keys and not (column == "question" or asked):
            continue  # the question itself is at fault, and named
        elif len(set(keys)) < len(keys) or not set(keys) <= set(allowed):
            problems.add(row.problem(column, f"forskellige nøgler blandt {', '.join(allowed)}"))


def _check_comparison(row: CsvRow, claim: Claim, codebook: Codebook, problems: ProblemList) -> None:
    """Check that the comparison has the quantity's form, and counts the claim's own items."""
    said = parse_comparison(claim.quantity, row["comparison"])
    if said is None:
        kind = QUANTITIES[claim.quantity][3]
        problems.add(row.problem("comparison", _EXPECTED[kind], _CURE))
        return
    asked = codebook.questions.get(claim.questions[0]) if claim.questions else None
    everything = [item.key for item in asked.items] if asked else []
    named = claim.items or everything
    if asked and said.of is not None and said.of != len(named):
        problems.add(row.problem("comparison", f"antallet af emner, {len(named)}, efter of"))
    if asked and said.among and not set(named) < set(said.among) <= set(everything):
        expected = f"efter of rækkens egne emner og flere blandt {', '.join(everything)}"
        problems.add(row.problem("comparison", expected))
