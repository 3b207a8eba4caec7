"""The words of the one sentence that tells what a figure says, and of summary figures."""

from __future__ import annotations

#: ``most`` and ``least`` name items as ``on``, ``for`` and ``in`` put them.
SENTENCE_TEXTS: dict[str, dict[str, str]] = {
    "da": {
        "on": "om {items}",
        "on_statements": "til udsagn {items}",
        "for": "for {items}",
        "for_statements": "for udsagn {items}",
        "in_statements": "i udsagn {items}",
        "in_named": "i {items}",
        "sentence": "»{answer}« svarer flest {most} ({most_value}) og færrest {least} "
        "({least_value}).",
        "sentence_one": "{most_value} svarer »{answer}« {most}.",
        "sentence_same": "Lige mange svarer »{answer}« {most} ({most_value}).",
        "agree_sentence": "Flest er helt eller delvis enige {most} ({most_value}), færrest {least} "
        "({least_value}).",
        "agree_sentence_one": "{most_value} er helt eller delvis enige {most}.",
        "agree_sentence_same": "Lige mange er helt eller delvis enige {most} ({most_value}).",
        "net_sentence": "Netto er højest {most} ({most_value}) og lavest {least} ({least_value}).",
        "net_sentence_one": "Netto er {most_value} {most}.",
        "net_sentence_same": "Netto er den samme {most} ({most_value}).",
        "either": "{first}« eller »{second}",
        "net_value": "{value} procentpoint",
        "groups_sentence": "Forskellen mellem grupperne er størst {item}: »{answer}« svarer "
        "{groups}.",
        "groups_sentence_same": "I alle grupper svarer lige mange »{answer}« til hvert emne.",
        "groups_sentence_nothing": "De trykte tal udelukker intet om »{answer}«: I hver gruppe kan "
        "det være svaret fra ingen eller fra alle.",
        "group_percent": "{percent} ({group})",
        "summary_figure_title": "{measure}: {title}",
        "summary_figure_title_box": "{measure} (»{answers}«): {title}",
        "summary_axis": "Pct. af svarene",
        "summary_axis_net": "Øvre svar mindre nedre svar, procentpoint",
        "summary_whisker": "Streg: {level} pct.-interval{population}.",
    },
    "en": {
        "on": "about {items}",
        "on_statements": "to statement {items}",
        "for": "for {items}",
        "for_statements": "for statement {items}",
        "in_statements": "with statement {items}",
        "in_named": "with {items}",
        "sentence": "“{answer}” is answered most often {most} ({most_value}) and least often "
        "{least} ({least_value}).",
        "sentence_one": "{most_value} answer “{answer}” {most}.",
        "sentence_same": "Equally many answer “{answer}” {most} ({most_value}).",
        "agree_sentence": "Most agree fully or partly {most} ({most_value}), fewest {least} "
        "({least_value}).",
        "agree_sentence_one": "{most_value} agree fully or partly {most}.",
        "agree_sentence_same": "Equally many agree fully or partly {most} ({most_value}).",
        "net_sentence": "Net is highest {most} ({most_value}) and lowest {least} ({least_value}).",
        "net_sentence_one": "Net is {most_value} {most}.",
        "net_sentence_same": "Net is the same {most} ({most_value}).",
        "either": "{first}” or “{second}",
        "net_value": "{value} percentage points",
        "groups_sentence": "The groups differ most {item}: “{answer}” is answered by {groups}.",
        "groups_sentence_same": "In all groups equally many answer “{answer}” to each item.",
        "groups_sentence_nothing": "The printed numbers rule out nothing about “{answer}”: in each "
        "group it can be the answer of none or of all.",
        "group_percent": "{percent} ({group})",
        "summary_figure_title": "{measure}: {title}",
        "summary_figure_title_box": "{measure} (“{answers}”): {title}",
        "summary_axis": "Per cent of the answers",
        "summary_axis_net": "Upper less lower answers, percentage points",
        "summary_whisker": "Line: {level}% interval{population}.",
    },
}
