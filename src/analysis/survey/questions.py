"""Questions, the items that they ask about, and the scales that they are answered on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal, TypeVar, get_args

from analysis.survey.description import ItemSet
from analysis.survey.labels import Labels
from analysis.survey.names import unknown_name

Side = Literal["top", "neutral", "bottom"]
#: One answer of a scale; any number of options; a number, in bands; or words of one's own.
Kind = Literal["single", "multiple", "number", "text"]
#: The two answers to each option of a question with any number of them.
CHOSEN, NOT_CHOSEN = "chosen", "not_chosen"


@dataclass(frozen=True)
class Item:
    """What is judged: a profile or a statement; an option. Also a value of a group variable."""

    key: str
    label: Labels
    short: Labels
    other_names: tuple[str, ...] = field(default=(), kw_only=True)
    #: Whether agreement tells of the opposite, so that its scores are turned around.
    reversed: bool = field(default=False, kw_only=True)

    @property
    def names(self) -> tuple[str, ...]:
        """Labels and short labels in both languages, and names that are read but not printed."""
        return (self.label.da, self.label.en, self.short.da, self.short.en, *self.other_names)


@dataclass(frozen=True)
class Answer(Item):
    """One answer of a scale; ``band`` is (low, central, high), of the staff in per cent."""

    score: float
    side: Side
    band: tuple[float, float, float] | None


@dataclass(frozen=True)
class Scale:
    """An ordered answer scale, most first."""

    key: str
    answers: tuple[Answer, ...]

    @property
    def keys(self) -> tuple[str, ...]:
        """The answers' keys, most first."""
        return tuple(answer.key for answer in self.answers)

    @property
    def rising(self) -> tuple[Answer, ...]:
        """The answers by their score, the least first."""
        return tuple(sorted(self.answers, key=lambda answer: answer.score))

    def side(self, side: Side) -> tuple[str, ...]:
        """Keys of the answers on one side of the scale."""
        if side not in get_args(Side):
            raise unknown_name("Skalaafsnittet", side, get_args(Side))
        return tuple(answer.key for answer in self.answers if answer.side == side)


@dataclass(frozen=True)
class Question:
    """One question, asked of each of its items on one scale.

    ``finding`` says in words what a share of its first answer means, with the fields
    ``{percent}`` and ``{items}``; None where the codebook does not say, and ``finding_of_several``
    says it of several items. ``other_names`` are texts of it that are read but not printed. A
    ``multiple`` question has its options as items, each chosen or not; a ``number`` has its bands
    as scale. ``spoken`` is how its items are named.
    """

    key: str
    figure: str
    page: str
    table_page: str
    text: Labels
    title: Labels
    scale: Scale
    item_set: str
    items: tuple[Item, ...]
    finding: Labels | None = None
    finding_of_several: Labels | None = None
    other_names: tuple[str, ...] = ()
    kind: Kind = "single"
    separator: str = ""
    spoken: ItemSet = field(default_factory=ItemSet)

    @property
    def statements(self) -> bool:
        """Whether its items are statements."""
        return self.spoken.statements

    @property
    def counted(self) -> tuple[str, ...]:
        """Keys of the answers that a finding counts: the first; of statements all that agree."""
        agree = self.scale.side("top") if self.statements else ()
        return agree or self.scale.keys[:1]

    def item(self, key: str) -> Item:
        """The item with this key, or an InputError that lists the keys."""
        return _with_key("Emnet", key, self.items)

    def answer(self, key: str) -> Answer:
        """The answer with this key, or an InputError that lists the keys."""
        return _with_key("Svaret", key, self.scale.answers)

    def column(self, item: str) -> str:
        """The name of the column that holds the answers on an item: ``importance_integration``.

        The only item of a question, when it has the question's key, has that name alone.
        """
        key = self.item(item).key
        return key if key == self.key else f"{self.key}_{key}"


@dataclass(frozen=True)
class OpenQuestion:
    """A question that is answered in words of one's own: never counted, never released."""

    key: str
    text: Labels
    title: Labels
    other_names: tuple[str, ...] = ()


Keyed = TypeVar("Keyed", bound=Item)


def _with_key(kind: str, key: str, members: Iterable[Keyed]) -> Keyed:
    by_key = {member.key: member for member in members}
    if key not in by_key:
        raise unknown_name(kind, key, by_key)
    return by_key[key]
