"""The command for a job centre: plan from its workbook, or check the proof of a plan."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from fagligheder.exit_codes import DONE, SOME_FAILED

if TYPE_CHECKING:
    from analysis.competence.results import CentreResults


def centre(chosen: argparse.Namespace) -> int:
    """Make a centre's report, plan and slides; or check a proof."""
    from analysis.survey.checks import InputError
    from analysis.survey.control_characters import printable
    from analysis.words import text

    lang = chosen.lang
    if chosen.scheduler:
        raise InputError(text("centre_run.only_here", lang))
    if bool(chosen.workbook) == bool(chosen.compare):
        raise InputError(text("centre_run.which", lang))
    if chosen.verify and not chosen.workbook:
        raise InputError(text("centre_run.verify_which", lang))
    if chosen.verify:
        from fagligheder.run.centre import verify_proof

        checked = verify_proof(chosen.verify, chosen.workbook, lang=lang)
        print(printable("\n".join(_proven(checked, lang))))
        return DONE
    from fagligheder.run.centre import Asked, make_centre

    before, workbook = chosen.compare or (None, chosen.workbook)
    asked = Asked(workbook, before, chosen.date, chosen.internal, chosen.theme, lang=lang)
    if chosen.timeout:
        asked = replace(asked, seconds=float(chosen.timeout))
    made = make_centre(asked, chosen.out)
    names = ", ".join(path.name for path in made.files)
    print(printable(text("centre_run.written", lang, out=chosen.out, names=names)))
    print(printable("\n".join(_said(made.results, lang))))
    if chosen.internal:
        (proof,) = (path for path in made.files if path.suffix == ".json")
        print(printable(text("centre_run.verify", lang, workbook=workbook, proof=proof)))
    if made.outcome.error:
        said = text("centre_run.failed", lang, error=made.outcome.full_error)
        print(printable(f"fagligheder: {said}"), file=sys.stderr)
        return SOME_FAILED
    return DONE


def _said(results: CentreResults, lang: str) -> Iterator[str]:
    """Say how good the plan is, how that is checked, and to the centre itself what changed."""
    from analysis.display.text.numbers import number
    from analysis.words import text

    totals = results.plan.totals
    if totals["optimal"].all():
        yield text("centre_run.best", lang)
    else:
        people = number(totals["at_most_from_best"].max(), lang, 1)
        money = number(totals["net_from_best"].max(), lang)
        yield text("centre_run.not_best", lang, people=people, money=money)
    if not results.protected and results.before is not None:
        yield from _change(results, lang)


def _change(results: CentreResults, lang: str) -> Iterator[str]:
    """Say what the change since the year before is made of, and what courses have given."""
    from analysis.competence.centre_change import centre_gains
    from analysis.display.text.centre import CentreTexts
    from analysis.display.text.numbers import number
    from analysis.words import text

    assert results.before is not None
    assert results.change is not None
    texts = CentreTexts(results, lang)
    for row in results.change.to_dict("records"):
        numbers = {str(name): each for name, each in row.items() if name != "profile"}
        yield text("centre_run.change", lang, profile=texts.profile(row["profile"]), **numbers)
    gains = centre_gains(results.before, results.centre)
    for row in gains[gains["basis"] == "measured"].to_dict("records"):
        yield text(
            "centre_run.gain",
            lang,
            offer=row["offer"],
            profile=texts.profile(row["profile"]),
            gain=number(row["gain"], lang, 1),
            n=row["participants"],
        )


def _proven(checked: Any, lang: str) -> Iterator[str]:
    """Say of each part of a plan and each aim what is proven."""
    from analysis.competence.steps import STAGES
    from analysis.display.text.numbers import number
    from analysis.words import text

    yield text("centre_run.fits", lang)
    for row in checked.to_dict("records"):
        key = "centre_run.proven" if row["proven"] else "centre_run.bounded"
        decimals = {"missing": 1, "cost": 0, "away": 2}[row["stage"]]
        yield text(
            key,
            lang,
            part=text(f"centre_choices.{STAGES[row['level']]}", lang),
            aim=text(f"centre_run.aim_{row['stage']}", lang),
            value=number(row["value"], lang, decimals),
            bound=number(row["bound"], lang, decimals),
        )
