"""How the respondents of a survey were drawn: weights, strata, clusters, finite population."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import pandas as pd

from analysis.survey.checks import InputError


@dataclass(frozen=True)
class SurveyDesign:
    """The columns of a survey's answers that say how the respondents were drawn.

    Attributes
    ----------
    weight : str or None
        Column of numbers, 0 or more: how many people a respondent stands for. None: all alike.
    strata : str or None
        Column that names the stratum in which a respondent was drawn.
    cluster : str or None
        Column that names the unit that was drawn (a school, a household). Clusters are named
        within their stratum: the same name in two strata is two clusters.
    population : int, mapping of str to int, str, or None
        Units in the population (clusters where there are any, otherwise people): by stratum, by
        its name as text, or in all where there are no strata. A text is the column that holds
        them, the same number for all of a stratum. None: no finite population.
    margins : tuple of tuple of str
        The columns that the weights were calibrated to, each margin one or several columns;
        `calibrate` fills this in, and standard errors count on it.
    base_weight : str or None
        Column of the weights before they were calibrated.
    sampled : mapping of str to int or None
        Units of the whole sample by stratum, of answers that are a part of it.

    Raises
    ------
    InputError
        Nothing is named, a population is no whole number above 0, or one number stands for
        several strata.

    Examples
    --------
    >>> SurveyDesign(weight="weight", strata="region").columns
    ('weight', 'region')
    """

    weight: str | None = None
    strata: str | None = None
    cluster: str | None = None
    population: int | Mapping[str, int] | str | None = None
    margins: tuple[tuple[str, ...], ...] = field(default=(), kw_only=True)
    base_weight: str | None = field(default=None, kw_only=True)
    sampled: Mapping[str, int] | None = field(default=None, kw_only=True)

    def __post_init__(self) -> None:
        if not self.columns and self.population is None:
            raise InputError(
                "Udvalget er ikke beskrevet: forventede en kolonne med vægt, strata eller klynge, "
                "eller et antal i populationen. Angiv mindst én af dem."
            )
        sizes = self.population
        if isinstance(sizes, Mapping) and self.strata is None:
            raise InputError(
                "Populationen er angivet for hvert stratum, men der er ingen kolonne med strata. "
                "Angiv kolonnen, eller ét samlet tal."
            )
        if isinstance(sizes, int) and self.strata is not None:
            raise InputError(
                f"Populationen er angivet som ét tal, {sizes}, men udvalget er trukket i strata. "
                "Angiv et antal for hvert stratum."
            )
        if sizes is None or isinstance(sizes, str):
            return
        for number in sizes.values() if isinstance(sizes, Mapping) else [sizes]:
            if isinstance(number, bool) or not isinstance(number, int) or number < 1:
                raise InputError(
                    f"population: fandt {number}, forventede et helt tal fra 1. Ret tallet."
                )

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of the answers that the design names."""
        size = self.population if isinstance(self.population, str) else None
        named = [self.weight, self.strata, self.cluster, size, self.base_weight]
        named += [column for margin in self.margins for column in margin]
        return tuple(dict.fromkeys(name for name in named if name is not None))

    def units(self, answers: pd.DataFrame) -> dict[str, int]:
        """Count the units that were drawn, by stratum; one stratum has an empty name."""
        if self.sampled is not None:
            return dict(self.sampled)
        of_each = pd.Series("", answers.index)
        if self.strata is not None:
            of_each = answers[self.strata].astype(str)
        if self.cluster is None:
            return {str(name): int(n) for name, n in of_each.value_counts(sort=False).items()}
        clusters = answers[self.cluster].groupby(of_each, sort=False).nunique()
        return {str(name): int(n) for name, n in clusters.items()}

    def with_sizes(self, answers: pd.DataFrame) -> SurveyDesign:
        """The same design with the sizes that its column of the population holds.

        Raises
        ------
        InputError
            A size is no whole number above 0, or the respondents of a stratum have several.
        """
        column = self.population
        if not isinstance(column, str):
            return self
        strata = "" if self.strata is None else answers[self.strata].astype(str)
        numbers = pd.to_numeric(answers[column], errors="coerce")
        if not (numbers.ge(1) & numbers.mod(1).eq(0)).all():
            raise InputError(
                f'population: kolonnen "{column}" skal have et helt tal fra 1 i hver række. '
                "Ret kolonnen."
            )
        of_each = pd.DataFrame({"stratum": strata, "size": numbers.astype(int)}).drop_duplicates()
        twice = of_each.loc[of_each["stratum"].duplicated(), "stratum"]
        if len(twice):
            where = f"i stratum {twice.iloc[0]} " if twice.iloc[0] else ""
            raise InputError(
                f'population: kolonnen "{column}" har flere tal {where}i stedet for ét. Ret dem.'
            )
        sizes = dict(zip(of_each["stratum"], map(int, of_each["size"]), strict=True))
        return replace(self, population=sizes.get("") if self.strata is None else sizes)

    def of_part(self, answers: pd.DataFrame) -> SurveyDesign:
        """The design of a part of these answers: it remembers how many units were drawn in all.

        A part no longer meets the margins that all answers were calibrated to; its standard
        errors take the weights as they are, which is on the safe side.
        """
        return replace(self, sampled=self.units(answers), margins=(), base_weight=None)
