"""What a codebook says of a question, of groups and of weights, as markdown."""

from __future__ import annotations

import math

from analysis.display.tables.markup import escape_markdown
from analysis.display.text.captions import sentences_of
from analysis.display.text.numbers import number
from analysis.survey.codebook import Codebook, Labels, OpenQuestion, Question
from analysis.survey.survey import Survey
from analysis.words import text

#: What each kind of question is answered with.
_KINDS = {
    "single": "codebook.kind_single",
    "multiple": "codebook.kind_multiple",
    "number": "codebook.kind_number",
    "text": "codebook.kind_text",
}


def question_lines(question: Question, lang: str) -> str:
    """A question's wording, key, kind, answers and place in the report, as a list.

    Examples
    --------
    >>> from analysis.survey.codebook import read_codebook
    >>> print(question_lines(read_codebook().question("expected_need"), "da"))
    - Ordlyd: Hvilke profiler forventer du, at dit jobcenter får mere eller mindre brug for i de kommende år?
    - Nøgle: `future_need`
    - Art: ét svar på en skala
    - Svar: Mere brug for · Det samme · Mindre brug for
    - I rapporten: figur 3, side 41
    """  # noqa: E501  # the wording is one line
    lines = [("wording", escape_markdown(question.text[lang])), ("key", f"`{question.key}`")]
    lines.append(("kind", kind_words(question, lang)))
    if question.kind != "multiple":
        lines.append(("answers", escape_markdown(answer_words(question, lang))))
    if question.figure and question.page:
        place = {"figure": question.figure, "page": question.page}
        lines.append(("printed", text("codebook.place", lang, **place)))
    return "\n".join(f"- {text(f'codebook.{name}', lang)}: {said}" for name, said in lines)


def kind_words(question: Question | OpenQuestion, lang: str) -> str:
    """What is answered with: one answer of a scale, any number of options, or a number."""
    return text(_KINDS[question.kind if isinstance(question, Question) else "text"], lang)


def answer_words(question: Question, lang: str) -> str:
    """The answers of a question's scale, the most first."""
    return " · ".join(answer.label[lang] for answer in question.scale.answers)


def open_lines(question: OpenQuestion, lang: str) -> str:
    """An open question's wording and key, and that its answers are not shown."""
    wording = escape_markdown(question.text[lang])
    lines = (
        ("wording", wording),
        ("key", f"`{question.key}`"),
        ("kind", kind_words(question, lang)),
    )
    said = [f"- {text(f'codebook.{name}', lang)}: {words}" for name, words in lines]
    return "\n".join(said) + f"\n\n{text('codebook.open', lang)}"


def group_lines(book: Codebook, lang: str) -> str:
    """The survey's groups, each with its values, as a list; empty without any."""
    groups: dict[str, list[Labels]] = {
        name: [value.label for value in values] for name, values in book.groups.items()
    }
    if book.size_bands:
        groups["size_band"] = [band.label for band in book.size_bands]
    lines = []
    for name, labels in groups.items():
        values = " · ".join(label[lang] for label in labels)
        title = book.group_name(name)[lang]
        title = text("codebook.size_band", lang) if title == "size_band" else title
        lines.append(f"- {escape_markdown(title)} (`{name}`): {escape_markdown(values)}")
    return "\n".join(lines)


def weight_words(survey: Survey, effective: float, lang: str) -> str:
    """How the respondents were drawn and what weighting costs; empty without a design."""
    if survey.design is None:
        return ""
    columns = {
        "weight": survey.design.weight,
        "strata": survey.design.strata,
        "cluster": survey.design.cluster,
    }
    named = ", ".join(
        text(f"codebook.design_{name}", lang, column=column)
        for name, column in columns.items()
        if column
    )
    said = text("codebook.design", lang, columns=named) if named else ""
    cost = ""
    if not math.isnan(effective):
        numbers = {"n": number(survey.respondents, lang), "effective": number(effective, lang)}
        cost = text("codebook.effective", lang, **numbers)
    return sentences_of(said, cost)
