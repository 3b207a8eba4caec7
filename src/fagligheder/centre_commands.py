"""The command for a job centre: plan from its workbook, or check the proof of a plan."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from fagligheder.exit_codes import DONE, SOME_FAILED


def centre(chosen: argparse.Namespace) -> int:
    """Make a centre's report, plan and proof; or check a proof."""
    from analysis.survey.checks import InputError
    from analysis.survey.control_characters import printable
    from analysis.words import text
    from fagligheder.dates import today

    lang = chosen.lang
    if chosen.scheduler:
        raise InputError(text("centre_run.only_here", lang))
    if chosen.verify:
        from fagligheder.run.centre import verify_proof

        print(printable(_proven(verify_proof(chosen.verify, chosen.workbook, lang=lang), lang)))
        return DONE
    from fagligheder.run.centre import make_centre

    made = make_centre(
        chosen.workbook,
        chosen.out,
        day=chosen.date or today(),
        internal=chosen.internal,
        lang=lang,
    )
    names = ", ".join(path.name for path in made.files)
    print(printable(text("centre_run.written", lang, out=chosen.out, names=names)))
    print(printable(_quality(made.plan.totals, lang)))
    if made.outcome.error:
        said = text("centre_run.failed", lang, error=made.outcome.full_error)
        print(printable(f"fagligheder: {said}"), file=sys.stderr)
        return SOME_FAILED
    return DONE


def _quality(totals: Any, lang: str) -> str:
    """Say whether the plan is the best there is, or how far from it at most."""
    from analysis.display.text.numbers import number
    from analysis.words import text

    if totals["optimal"].all():
        return text("centre_run.best", lang)
    people = number(totals["at_most_from_best"].max(), lang, 1)
    money = number(totals["net_from_best"].max(), lang)
    return text("centre_run.not_best", lang, people=people, money=money)


def _proven(checked: Any, lang: str) -> str:
    """Say of each part of a plan and each aim what is proven."""
    from analysis.competence.steps import STAGES
    from analysis.display.text.numbers import number
    from analysis.words import text

    lines = [text("centre_run.fits", lang)]
    for row in checked.to_dict("records"):
        key = "centre_run.proven" if row["proven"] else "centre_run.bounded"
        decimals = {"missing": 1, "cost": 0, "away": 2}[row["stage"]]
        lines.append(
            text(
                key,
                lang,
                part=text(f"centre_choices.{STAGES[row['level']]}", lang),
                aim=text(f"centre_run.aim_{row['stage']}", lang),
                value=number(row["value"], lang, decimals),
                bound=number(row["bound"], lang, decimals),
            )
        )
    return "\n".join(lines)
