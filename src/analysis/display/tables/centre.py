"""Tables of a job centre: the plan in stages, its steps, the fund, offers, comparable centres."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import pandas as pd

from analysis.catalogue.catalogue import Catalogue
from analysis.catalogue.matching import match_offers
from analysis.catalogue.own_offers import add_offers
from analysis.display.tables.blocks import Column, Row, Table, Text
from analysis.display.tables.markup import escape_markdown
from analysis.display.text.captions import report_source, sentences_of
from analysis.display.text.centre import CentreTexts
from analysis.display.text.numbers import MISSING, SUPPRESSED, joined, number, whole_count
from analysis.measures.crosstab import crosstab
from analysis.measures.shares import reported_shares
from analysis.measures.staff_bands import IDEAL, NOW
from analysis.survey.survey import Survey
from analysis.words import text

#: So many steps, codes of a step, and offers of a profile are listed.
MOST_STEPS, MOST_CODES, MOST_OFFERS = 10, 18, 2
#: Steps that are listed in the default report, which shows no codes beside them.
MOST_PROTECTED_STEPS = 6


def format_centre_stages(texts: CentreTexts) -> Table:
    """Set the nested plan: a row per stage, with what it takes and what is missing after it."""
    results = texts.results
    prices = results.nesting.set_index("level")["price"]
    rows = []
    for total in results.totals.to_dict("records"):
        missing = total["people_missing"]
        unit = 5 if total["rounded"] else None
        cells = (
            texts.about(missing, unit),
            _ects(total, texts),
            texts.total(total, "days"),
            texts.total(total, "gross"),
            texts.total(total, "net"),
            _price(prices[total["level"]], texts),
        )
        rows.append(Row(texts.stage(total["stage"]), cells))
    names = ("missing", "ects", "days", "gross", "net", "price")
    last = results.totals.iloc[-1]
    notes = [texts.text("centre_plan.note")]
    if results.protected:
        units = {name: texts.number(last[f"{name}_unit"]) for name in ("net", "days")}
        notes.append(texts.text("centre_plan.note_rounded", **units))
    elif last["ects_unknown"]:
        notes.append(texts.text("centre_plan.note_ects", n=texts.number(last["ects_unknown"])))
    columns = tuple(Column(texts.text(f"centre_plan.column_{name}")) for name in names)
    return _table(texts, "centre_plan.caption", "centre_plan.column_stage", columns, rows, notes)


def _ects(total: Any, texts: CentreTexts) -> str:
    """The known ECTS; a dash where no offer of the plan has any that are known."""
    if not total["ects_known"]:
        return MISSING
    return texts.about(total["ects"], total["ects_unit"] if total["rounded"] else None)


def _price(price: float, texts: CentreTexts) -> str:
    if pd.isna(price):
        return MISSING
    percent = number(100 * price, texts.lang)
    return (
        texts.text("centre_plan.price", percent=percent)
        if percent != "0"
        else texts.text("centre_plan.price_none")
    )


def format_centre_steps(texts: CentreTexts) -> Table:
    """Set the steps of the plan: a row per stage and offer, and why it is there."""
    steps = texts.results.steps
    most = MOST_PROTECTED_STEPS if texts.results.protected else MOST_STEPS
    rows = [_step(row, texts) for row in steps.head(most).to_dict("records")]
    rest = steps.iloc[most:]
    if len(rest):
        name = texts.text("centre_plan.more_steps", n=int(rest["offers"].sum()))
        rows.append(Row(name, ("", "", "", "", texts.text("centre_plan.why_more"))))
    columns = (
        Column(texts.text("centre_plan.column_stage"), align="left"),
        Column(texts.text("centre_plan.column_people")),
        Column(texts.text("centre_plan.column_days")),
        Column(texts.text("centre_plan.column_gross")),
        Column(texts.text("centre_plan.column_why"), align="left"),
    )
    notes = [texts.text("centre_plan.steps_note")]
    keys = ("centre_plan.steps_caption", "centre_plan.column_offer")
    return _table(texts, *keys, columns, rows, notes)


def _step(row: Any, texts: CentreTexts) -> Row:
    stage = texts.stage(row["stage"])
    if not row["offer"]:
        several = "centre_plan.other_offers" if row["offers"] > 1 else "centre_plan.other_offer"
        people = SUPPRESSED if pd.isna(row["people"]) else texts.number(row["people"])
        why = texts.text("centre_plan.why_other")
        cells = (stage, people, SUPPRESSED, SUPPRESSED, why)
        return Row(texts.text(several, n=int(row["offers"])), cells)
    profiles = texts.profiles(row["profiles"])
    why = texts.text("centre_plan.why", profiles=profiles)
    if row["term"]:
        why = texts.text("centre_plan.why_term", profiles=profiles, term=row["term"])
    people, days = texts.number(row["people"]), texts.number(row["days"])
    return Row(str(row["name"]), (stage, people, days, texts.kroner(row["gross"]), why))


def format_centre_after(texts: CentreTexts) -> Table:
    """Set how many match each profile today, and how many are missing after each stage."""
    results = texts.results
    after = results.after.set_index(["stage", "profile"])["missing"]
    stages = list(dict.fromkeys(results.after["stage"]))
    rows = []
    for row in results.profiles.to_dict("records"):
        left = (texts.around(after[stage, row["profile"]]) for stage in stages)
        rows.append(Row(texts.profile(row["profile"]), (texts.match(row), *left)))
    columns = (
        Column(texts.text("centre_plan.column_match")),
        *(Column(texts.stage(stage), texts.text("centre_plan.column_missing")) for stage in stages),
    )
    notes = [texts.text("centre_plan.after_note")]
    return _table(texts, "centre_plan.after_caption", "tables.item_profiles", columns, rows, notes)


def format_centre_fund(texts: CentreTexts) -> Table | Text:
    """Set what the fund pays by term, and who applies by when."""
    fund = texts.results.fund
    if fund.empty:
        return Text(texts.text("centre_plan.fund_none"))
    protected = texts.results.protected
    rows = []
    for row in fund.to_dict("records"):
        paid = texts.kroner(row["kroner"], row["unit"] if protected else None)
        people = SUPPRESSED if pd.isna(row["people"]) else texts.number(row["people"])
        term = str(row["term"]) or MISSING
        rows.append(Row(term, (people, paid, texts.text("centre_plan.apply", term=term))))
    columns = (
        Column(texts.text("centre_plan.column_people")),
        Column(texts.text("centre_plan.column_fund")),
        Column(texts.text("centre_plan.column_apply"), align="left"),
    )
    funds = texts.results.plan.prepared.limits.funds or {}
    agreements = joined([key for key, each in funds.items() if each.rate], texts.lang)
    notes = [texts.text("centre_plan.fund_note", agreements=agreements or MISSING)]
    keys = ("centre_plan.fund_caption", "centre_plan.column_term")
    return _table(texts, *keys, columns, rows, notes)


def format_centre_people(texts: CentreTexts) -> Table | Text:
    """Set who could take each offer, by code: for the centre itself alone."""
    found = texts.results.candidates
    rows = []
    for row in found.head(MOST_STEPS).to_dict("records"):
        codes = row["codes"][:MOST_CODES]
        more = len(row["codes"]) - len(codes)
        said = ", ".join(codes)
        if more:
            said += " " + texts.text("centre_offers.more", n=more)
        rows.append(Row(str(row["name"]), (texts.number(row["people"]), said)))
    columns = (
        Column(texts.text("centre_plan.column_people")),
        Column(texts.text("centre_plan.column_codes"), align="left"),
    )
    notes = [texts.text("centre_plan.people_note")]
    keys = ("centre_plan.people_caption", "centre_plan.column_offer")
    return _table(texts, *keys, columns, rows, notes) if rows else Text("")


def format_centre_offers(texts: CentreTexts, catalogue: Catalogue) -> Table | Text:
    """Set the offers that lift what is missing: the centre's own beside the report's."""
    results = texts.results
    lacking = results.profiles[results.profiles["missing_high"] > 0]
    if lacking.empty:
        return Text(texts.text("centre_offers.nothing"))
    both = add_offers(catalogue, results.centre.offers, lang=texts.lang)
    on = date.fromisoformat(results.date)
    found = match_offers(both, dict.fromkeys(lacking["profile"], 1.0), on=on)
    found = found[found["offer"] != ""]
    own = found["offer"].isin(results.centre.offers["offer"])
    rows, without = [], []
    for profile in lacking["profile"]:
        of_profile = [found[mask & (found["profile"] == profile)] for mask in (own, ~own)]
        rows.append(Row(texts.profile(profile), tuple(_names(each, texts) for each in of_profile)))
        if all(each["expired"].all() for each in of_profile):
            without.append(profile)
    columns = tuple(
        Column(texts.text(f"centre_offers.column_{name}"), align="left")
        for name in ("own", "report")
    )
    absent = texts.text("centre_offers.without", profiles=texts.profiles(without))
    notes = [absent if without else "", texts.text("centre_offers.note")]
    keys = ("centre_offers.caption", "tables.item_profiles")
    return _table(texts, *keys, columns, rows, notes)


def _names(found: pd.DataFrame, texts: CentreTexts) -> str:
    if found.empty:
        return texts.text("centre_offers.none")
    names = found.loc[~found["expired"].astype(bool), "name"].tolist()
    if not names:
        return texts.text("centre_offers.expired_only")
    shown = ", ".join(names[:MOST_OFFERS])
    more = len(names) - MOST_OFFERS
    return shown if more <= 0 else f"{shown} {texts.text('centre_offers.more', n=more)}"


def format_centre_others(texts: CentreTexts, survey: Survey) -> Table | Text:
    """Set the centre's own shares beside the answers of 2017, of all and of its size band."""
    results, lang = texts.results, texts.lang
    items = survey.codebook.question(NOW).items
    keys = results.profiles["profile"].tolist()
    if not set(keys) & {item.key for item in items}:
        return Text(texts.text("centre_offers.others_set"))
    band = survey.codebook.size_band(results.centre.staff)
    most = survey.codebook.question(NOW).scale.keys[0]
    counts = {
        key: frame[frame["answer"] == most].set_index("item")
        for key, frame in ((key, reported_shares(survey, key)) for key in (NOW, IDEAL))
    }
    by_size = crosstab(survey, IDEAL)
    by_size = by_size[(by_size["answer"] == most) & (by_size["group"] == band.key)]
    by_size = by_size.set_index("item")
    rows = []
    for row in results.profiles.to_dict("records"):
        key = row["profile"]
        if key not in counts[NOW].index:
            continue
        ends = by_size.loc[key]
        low, high = (int(ends[name]) for name in ("n_low", "n_high"))
        cells = (
            _share(row, texts),
            *(whole_count(counts[each].loc[key, "n"]) for each in (NOW, IDEAL)),
            texts.people(low, high),
        )
        rows.append(Row(texts.profile(key), cells))
    everyone = texts.text("centre_offers.others_all", n=int(counts[NOW]["base"].iloc[0]))
    of_band = int(by_size["base"].iloc[0])
    words = {"band": text(f"size_bands.plural_{band.key}", lang)}
    over = survey.codebook.question(NOW).scale.answers[0].band
    assert over  # the question of staff has bands
    top = number(over[0], lang)
    columns = (
        Column(texts.text("centre_offers.others_column_own")),
        Column(texts.text("centre_offers.others_column_now", top=top), everyone),
        Column(texts.text("centre_offers.others_column_ideal", top=top), everyone),
        Column(texts.text("centre_offers.others_column_band", **words), f"n = {of_band}"),
    )
    notes = [texts.text("centre_offers.others_note", n=of_band, **words)]
    source = text("captions.source", lang, source=report_source(["41", "42", "47", "48"], lang))
    notes.append(source)
    keys_ = ("centre_offers.others_caption", "tables.item_profiles")
    basis = (*texts.basis, "recovered", "bounded")
    return _table(texts, *keys_, columns, rows, notes, basis=basis)


def _share(row: Any, texts: CentreTexts) -> str:
    """The centre's own share in per cent: a range where some levels are unknown."""
    if row["hidden"]:
        return SUPPRESSED
    staff = texts.results.centre.staff
    low, high = (
        (200 * int(row[name]) + staff) // (2 * staff) for name in ("match_low", "match_high")
    )
    return text("numbers.percent", texts.lang, value=texts.people(low, high))


def alone_text(texts: CentreTexts) -> Text:
    """Say which profiles rest on one employee; hidden outside the centre."""
    if texts.results.protected:
        return Text(texts.text("centre_page.alone_hidden"))
    points = texts.results.situation.single_points
    if points.empty:
        return Text(texts.text("centre_page.alone_none"))
    points = points.sort_values("unit", kind="stable")
    places = [
        texts.text("centre_page.alone_unit", profile=texts.profile(row["profile"]),
                   unit=row["unit"])
        if row["unit"]
        else texts.text("centre_page.alone_whole", profile=texts.profile(row["profile"]))
        for row in points.head(MOST_CODES).to_dict("records")
    ]  # fmt: skip
    if len(points) > len(places):
        places.append(texts.text("centre_page.alone_more", n=len(points) - len(places)))
    words = texts.text("centre_page.alone", places=joined(places, texts.lang))
    return Text(escape_markdown(words))


def _table(
    texts: CentreTexts,
    caption: str,
    corner: str,
    columns: tuple[Column, ...],
    rows: Sequence[Row],
    notes: Sequence[str],
    basis: tuple[str, ...] = (),
) -> Table:
    said = " ".join([*notes, *(cell for row in rows for cell in row.cells)])
    hidden = texts.hidden_note if SUPPRESSED in said else ""
    return Table(
        caption=texts.text(caption),
        columns=columns,
        rows=tuple(rows),
        note=sentences_of(*notes, hidden, texts.source),
        basis=basis or texts.basis,
        lang=texts.lang,
        corner=texts.text(corner),
        unprotected=not texts.results.protected,
    )
