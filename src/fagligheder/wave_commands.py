"""The commands for the next wave of a survey: plan it, ask, and follow who answers."""

from __future__ import annotations

import argparse

from fagligheder.exit_codes import DONE


def plan(chosen: argparse.Namespace) -> int:
    """Say how many must answer, and write it as files where a folder is given."""
    import matplotlib

    matplotlib.use("Agg")
    from fagligheder.run.sample_plan import export_plan, plan_lines

    asked = (chosen.points, chosen.population, chosen.by, chosen.lang)
    print("\n".join(plan_lines(*asked)))
    if chosen.out is not None:
        written = export_plan(chosen.out, *asked)
        print(f"\n{len(written)} filer i {chosen.out}.")
    return DONE


def questionnaire(chosen: argparse.Namespace) -> int:
    """Write the questionnaire."""
    from fagligheder.run.questionnaire import write_questionnaire

    for path in write_questionnaire(chosen.survey, chosen.out, lang=chosen.lang):
        print(f"{path}.")
    return DONE


def status(chosen: argparse.Namespace) -> int:
    """Say who has answered, and write it as files where a folder is given."""
    import matplotlib

    matplotlib.use("Agg")
    from fagligheder.run.response import export_response, read_so_far, response_lines

    survey = read_so_far(chosen.file, chosen.survey, chosen.sheet)
    print("\n".join(response_lines(survey, chosen.lang)))
    if chosen.out is not None:
        written = export_response(survey, chosen.out, chosen.lang)
        print(f"\n{len(written)} filer i {chosen.out}.")
    return DONE


def compare(chosen: argparse.Namespace) -> int:
    """Say what has changed since the last wave, and write it as files."""
    import matplotlib

    matplotlib.use("Agg")
    from fagligheder.run.comparing import compare as compare_files
    from fagligheder.run.comparing import comparison_lines, export_comparison

    compared = compare_files(
        chosen.file,
        chosen.out,
        old=chosen.old,
        folder=chosen.survey,
        sheet=chosen.sheet,
        again=chosen.release_again,
    )
    print("\n".join(comparison_lines(compared, chosen.lang)))
    written = export_comparison(compared, chosen.out, chosen.lang)
    print(f"\n{len(written)} filer i {chosen.out}.")
    return DONE
