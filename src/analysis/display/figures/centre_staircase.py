"""The staircase: with so many days of training, so many people are still missing."""

from __future__ import annotations

from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from analysis.competence.results import CentreResults
from analysis.display.figures import palette
from analysis.display.figures.centre_parts import describe_centre
from analysis.display.figures.layout import Layout, measuring_axes
from analysis.display.figures.style import LABEL_SIZE, VALUE_SIZE, house_style
from analysis.display.text.captions import sentences_of, stopped
from analysis.display.text.centre import CentreTexts, turning_point
from analysis.measures.suppression import THRESHOLD

_HEIGHT = 2.1


def draw_centre_staircase(
    results: CentreResults, *, title: str | None = None, lang: str = "da"
) -> Axes:
    """Draw how few can be missing for rising days of training, point by point.

    Parameters
    ----------
    results : CentreResults
        One whose staircase is not hidden.
    title : str, optional
        Above the figure; the finding when left out, none when empty.
    lang : {"da", "en"}

    Returns
    -------
    Axes
        A line of steps from no training to all that helps. A filled point is proven the best; an
        open one is not. A vertical line is the centre's own limit, where it lies on the axis.

    Examples
    --------
    >>> from analysis.competence.example import made_up_centre
    >>> centre = made_up_centre(staff=6, offers=4)
    >>> axes = draw_centre_staircase(CentreResults(centre, "2027-01-01", protected=False))
    >>> float(axes.get_ylim()[0]), len(axes.texts)
    (0.0, 9)
    """
    texts = CentreTexts(results, lang)
    stairs = results.staircase
    heading = staircase_title(texts) if title is None else title
    question = texts.text("centre_staircase.question")
    with house_style():
        axes = Layout(heading, staircase_note(texts), _HEIGHT, 0.55, 0.25, subtitle=question).draw()
        days, missing = stairs["days"].to_numpy(), stairs["missing"].to_numpy()
        axes.step(days, missing, where="post", color=palette.SEQUENTIAL[1], linewidth=2, zorder=2)
        axes.set_xlim(0, max(1.0, 1.04 * days.max()))
        axes.set_ylim(0, max(1.0, 1.18 * missing.max()))
        y = "centre_staircase.y_weighted" if texts.weighted else "centre_staircase.y"
        measuring_axes(axes, texts.text("centre_staircase.x"), texts.text(y))
        for axis in (axes.xaxis, axes.yaxis):
            axis.set_major_locator(MaxNLocator(nbins=6, steps=[1, 2, 5, 10], integer=True))
            axis.set_major_formatter(lambda value, _: texts.number(value))
        for row in stairs.to_dict("records"):
            face = palette.NAVY if row["proven"] else "white"
            axes.plot([row["days"]], [row["missing"]], "o", markersize=7, markerfacecolor=face,
                      markeredgecolor=palette.NAVY, markeredgewidth=1.6, zorder=4,
                      clip_on=False)  # fmt: skip
            axes.annotate(texts.number(row["missing"]), (row["days"], row["missing"]),
                          xytext=(5, 5), textcoords="offset points", fontsize=LABEL_SIZE,
                          weight="semibold", color=palette.NAVY)  # fmt: skip
        _draw_limit(axes, texts)
        points = [
            texts.text("centre_staircase.alt", days=texts.number(row["days"]),
                       missing=texts.number(row["missing"]))
            for row in stairs.to_dict("records")
        ]  # fmt: skip
        alt = " ".join([stopped(heading), question, stopped("; ".join(points))])
        describe_centre(axes, alt, texts)
    return axes


def staircase_title(texts: CentreTexts) -> str:
    """What the staircase shows, in one sentence."""
    stairs = texts.results.staircase
    first = stairs["missing"].iloc[0]
    if first == 0:
        return texts.text("centre_staircase.title_none")
    point = turning_point(stairs)
    if point is None:
        return texts.text("centre_staircase.title_flat", **{"from": texts.around(first)})
    words = {"from": texts.around(first), "to": texts.around(point["missing"])}
    return texts.text("centre_staircase.title", days=texts.number(point["days"]), **words)


def staircase_note(texts: CentreTexts) -> str:
    """How the staircase is read, what is proven of it, and the source."""
    results = texts.results
    stairs, profiles = results.staircase, results.profiles
    reserved = (profiles["target"] != profiles["need_middle"]).any()
    reserve = texts.text("centre_staircase.reserve") if reserved else ""
    heavy = profiles[profiles["weight"] == profiles["weight"].max()]
    weights = ""
    if texts.weighted:
        plain = int(profiles["missing_high"].sum())
        counts = {"plain": texts.number(plain), "weighted": texts.around(stairs["missing"].iloc[0])}
        names = texts.profiles(heavy["profile"])
        weights = texts.text("centre_staircase.weights", profiles=names, **counts)
    proven = texts.text("centre_staircase.proven_all")
    if not stairs["proven"].all():
        most = (stairs["missing"] - stairs["bound"]).max()
        proven = texts.text("centre_staircase.proven_some", people=texts.around(most))
    absent = results.points_left_out
    left_out = texts.text("centre_staircase.left_out", n=absent) if absent else ""
    round_numbers = texts.text("centre_staircase.rounded", unit=THRESHOLD)
    return sentences_of(
        texts.text("centre_staircase.note", reserve=reserve),
        weights,
        proven,
        left_out,
        round_numbers if results.protected else "",
        texts.source,
    )


def _draw_limit(axes: Axes, texts: CentreTexts) -> None:
    days = texts.results.plan.prepared.limits.days
    if days is None or not 0 < float(days) <= axes.get_xlim()[1]:
        return
    x = float(days)
    axes.axvline(x, color=palette.ACCENT, linewidth=1.4, linestyle=(0, (4, 2)), zorder=1)
    late = x > 0.6 * axes.get_xlim()[1]
    axes.annotate(texts.text("centre_staircase.limit", days=texts.number(x)),
                  (x, axes.get_ylim()[1]), xytext=(-5 if late else 5, -4),
                  textcoords="offset points", ha="right" if late else "left", va="top",
                  fontsize=VALUE_SIZE, color=palette.ACCENT_INK)  # fmt: skip
