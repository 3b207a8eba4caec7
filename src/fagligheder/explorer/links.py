"""Links to a view: what is chosen, as a query string."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode

from fagligheder.explorer.choices import ANSWERS, KINDS, ORDERS, Choices, GapChoice

#: What a link can hold; longer ones are cut.
NAMES = (
    *("lang", "seed", "question", "items", "measure", "group", "where", "answer", "kind"),
    *("order", "interval", "width", "weights", "kommune", "staff", "top_band"),
)
LONGEST = 4000
#: What the server itself reads of an address.
SERVERS = ("token",)
#: The kommune of a link to all of them together.
ALL = "alle"


def query_of(choices: Choices | GapChoice) -> str:
    """Return what is chosen as a query string, without what is usual; no file goes with it.

    Examples
    --------
    >>> query_of(Choices(question="statements", items=("6", "7"), kind="diverging"))
    'question=statements&items=6%2C7&kind=diverging'
    """
    given: dict[str, object] = {"lang": choices.lang if choices.lang != "da" else ""}
    if choices.source.name == "synthetic":
        given["seed"] = choices.source.seed
    if isinstance(choices, GapChoice):
        given |= {"kommune": choices.kommune or ALL, "staff": choices.staff or ""}
        given["top_band"] = "" if choices.top_band is None else f"{choices.top_band:g}"
    else:
        usual = {"measure": ANSWERS, "kind": KINDS[0], "order": ORDERS[0]}
        names = ("question", "measure", "group", "where", "answer", "kind", "order", "width")
        chosen = {name: getattr(choices, name) for name in names}
        given |= {name: value for name, value in chosen.items() if value != usual.get(name)}
        given["items"] = ",".join(choices.items)
        given["interval"] = 1 if choices.interval else ""
        given["weights"] = "" if choices.weights else 0
    return urlencode({name: given[name] for name in NAMES if given.get(name) not in (None, "")})


def read_query(query: str) -> dict[str, str]:
    """Return what a link says by name, without what the page's address needs itself.

    Examples
    --------
    >>> read_query("?question=statements&token=x")
    {'question': 'statements'}
    """
    pairs = parse_qsl(query.lstrip("?")[:LONGEST])
    return {name: value.strip() for name, value in pairs if name not in SERVERS and value.strip()}
