"""Sentences of a job centre's page: findings, questions, what is known, and what limits bind."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from analysis.display.text.captions import sentences_of
from analysis.display.text.centre import CentreTexts, furthest, turning_point
from analysis.display.text.numbers import MISSING, date_in_words, number
from analysis.measures.suppression import THRESHOLD

#: The limits that have an answer to what more of them would change.
_WITH_MORE = ("days", "kroner")


@dataclass(frozen=True)
class CentreSentences:
    """What a centre's page says in sentences."""

    texts: CentreTexts

    def findings(self) -> Iterator[tuple[str, str]]:
        """Three numbers with what they are."""
        yield self._missing()
        yield self._days()
        yield self._net()

    def _missing(self) -> tuple[str, str]:
        texts, profiles = self.texts, self.texts.results.profiles
        if texts.results.hidden:
            row = profiles.iloc[int(profiles["need_high"].argmax())]
            words = {"profile": texts.profile(row["profile"]), "when": texts.when}
            need = texts.people(row["need_low"], row["need_high"])
            return need, texts.text("centre_page.finding_need", **words)
        low, high = (int(profiles[f"missing_{end}"].sum()) for end in ("low", "high"))
        row = furthest(profiles)
        if high == 0 or row is None:
            return texts.people(low, high), texts.text(
                "centre_page.finding_missing_none", when=texts.when, n=len(profiles)
            )
        said = texts.text(
            "centre_page.finding_missing_one",
            when=texts.when,
            profile=texts.profile(row["profile"]),
            match=texts.match(row),
            target=texts.number(row["target"]),
        )
        return texts.people(low, high), said

    def _days(self) -> tuple[str, str]:
        texts, stairs = self.texts, self.texts.results.staircase
        point = turning_point(stairs)
        if point is None:
            days = texts.total(self._last, "days")
            value = texts.text("centre_page.finding_days_value", days=days)
            return value, texts.text("centre_page.finding_days_hidden")
        days = texts.number(point["days"])
        ends = {
            "from": texts.around(stairs["missing"].iloc[0]),
            "to": texts.around(point["missing"]),
        }
        key = "centre_page.finding_days" if point["proven"] else "centre_page.finding_days_open"
        value = texts.text("centre_page.finding_days_value", days=days)
        weighted = texts.text("centre_page.weighted") if texts.weighted else ""
        return value, texts.text(key, weighted=weighted, **ends)

    def _net(self) -> tuple[str, str]:
        texts, totals = self.texts, self.texts.results.totals
        if not totals["gross"].any() and not texts.results.protected:
            return texts.kroner(0), texts.text("centre_page.finding_free")
        first = texts.total(totals.iloc[0], "net")
        return texts.total(self._last, "net"), texts.text(
            "centre_page.finding_net", first=first[0].upper() + first[1:]
        )

    @property
    def _last(self) -> Any:
        return self.texts.results.totals.iloc[-1]

    def questions(self) -> list[str]:
        """Three questions for the management meeting."""
        texts, results = self.texts, self.texts.results
        row = furthest(results.profiles)
        hidden = row is None
        if row is None:
            row = results.profiles.iloc[int(results.profiles["need_high"].argmax())]
        target, name = texts.number(row["target"]), texts.profile(row["profile"])
        if hidden:
            need = texts.text("centre_page.question_need_hidden", target=target, profile=name)
        else:
            need = texts.text(
                "centre_page.question_need", target=target, profile=name, match=texts.match(row)
            )
        point = turning_point(results.staircase)
        days = texts.text("centre_page.question_days_hidden")
        if point is not None:
            days = texts.text("centre_page.question_days", days=texts.number(point["days"]))
        binding = results.limits.loc[results.limits["binds"], "limit"].tolist()
        moved = [name for name in binding if name != "offers_and_staff"]
        last = texts.text("centre_page.question_alone")
        if moved:
            last = texts.text("centre_page.question_limit", limit=self._limit(moved[0]))
        return [need, days, last]

    def known(self) -> str:
        """What is known and what is not, as one paragraph."""
        texts, results = self.texts, self.texts.results
        small = results.protected and results.centre.staff < 2 * THRESHOLD
        hides = texts.text("centre_page.known_exact")
        if results.protected:
            hides = texts.text("centre_page.known_hidden", fewest=THRESHOLD)
        return sentences_of(
            texts.text("centre_page.known_trust"),
            self._levels(),
            self._proven(),
            hides,
            texts.text("centre_page.known_small") if small else "",
        )

    def _levels(self) -> str:
        texts, results = self.texts, self.texts.results
        unknown, of = results.unknown_levels
        words = {"of": texts.number(of)}
        if unknown is None:
            return texts.text("centre_page.known_levels_few", **words)
        if unknown == 0:
            return texts.text("centre_page.known_levels_none")
        key = "centre_page.known_levels_some" if results.protected else "centre_page.known_levels"
        return texts.text(key, n=texts.around(unknown), **words)

    def _proven(self) -> str:
        texts, totals = self.texts, self.texts.results.totals
        if totals["optimal"].all():
            return texts.text("centre_page.known_proven")
        people, net = (totals[name].max() for name in ("at_most_from_best", "net_from_best"))
        said = []
        if people > 0:
            shown = texts.number(people)
            said.append(texts.text("centre_page.known_unproven", people=shown))
        if net > 0:
            said.append(texts.text("centre_page.known_unproven_net", kroner=texts.kroner(net)))
        return sentences_of(*said) or texts.text("centre_page.known_proven_almost")

    def staircase_hidden(self) -> tuple[str, str]:
        """That the staircase is hidden, and why."""
        title = self.texts.text("centre_staircase.hidden_title")
        return title, self.texts.text("centre_staircase.hidden")

    def change_hidden(self) -> tuple[str, str]:
        """That the change is hidden, and why."""
        title = self.texts.text("centre_change.hidden_title")
        return title, self.texts.text("centre_change.hidden")

    def need(self) -> str:
        """What the reserve does, and who leave."""
        texts, results = self.texts, self.texts.results
        ready = results.plan.prepared
        reserve = ""
        row = results.profiles.iloc[int(results.profiles["target"].argmax())]
        if row["target"] != row["need_middle"]:
            reserve = texts.text(
                "centre_page.need_reserve",
                rate=number(100 * float(ready.limits.leaving_rate or 0), texts.lang),
                certainty=number(100 * ready.settings.certainty, texts.lang),
                need=texts.number(row["need_middle"]),
                target=texts.number(row["target"]),
                profile=texts.profile(row["profile"]),
            )
        number_of = results.leavers
        leavers = texts.text("centre_page.need_leavers_hidden")
        if number_of is not None:
            key = "centre_page.need_leavers_one" if number_of == 1 else "centre_page.need_leavers"
            leavers = texts.text(key, n=texts.number(number_of)) if number_of else ""
        return sentences_of(reserve, leavers)

    def _limit(self, name: str) -> str:
        names = {
            "days": "centre_page.limit_days",
            "kroner": "centre_page.limit_kroner",
            "share_away": "centre_page.limit_share_away",
            "class_min": "centre_page.limit_class_min",
            "offers_and_staff": "centre_page.limit_offers_and_staff",
        }
        return self.texts.text(names[name])

    def limits(self) -> list[str]:
        """Which limits keep people missing, and what a little more would change."""
        texts, limits = self.texts, self.texts.results.limits
        said = []
        for row in limits.to_dict("records"):
            if row["limit"] == "offers_and_staff":
                continue
            more = self._more(row)
            if row["binds"]:
                said.append(sentences_of(self._binds(row), more))
        if not said:
            said.append(texts.text("centre_page.limit_none"))
        last = limits[limits["limit"] == "offers_and_staff"].iloc[0]
        if last["binds"]:
            said.append(self._offers(last))
        if texts.weighted and limits["binds"].any() and limits["missing"].notna().all():
            said[-1] = sentences_of(said[-1], texts.text("centre_page.limit_weighted"))
        return said

    def _binds(self, row: Any) -> str:
        texts = self.texts
        name = self._limit(row["limit"])
        words = {"Limit": name[0].upper() + name[1:]}
        if pd.isna(row["missing"]):
            return texts.text("centre_page.limit_binds_hidden", **words)
        if row["missing"] == row["missing_without"]:  # round numbers
            return texts.text("centre_page.limit_binds_round", **words)
        counts = {key: texts.around(row[key]) for key in ("missing", "missing_without")}
        return texts.text(
            "centre_page.limit_binds", missing=counts["missing"],
            without=counts["missing_without"], **words,
        )  # fmt: skip

    def _offers(self, row: Any) -> str:
        if pd.isna(row["missing_without"]) or row["missing_without"] == 0:
            return self.texts.text("centre_page.limit_offers_hidden")
        without = self.texts.around(row["missing_without"])
        return self.texts.text("centre_page.limit_offers", without=without)

    def _more(self, row: Any) -> str:
        texts = self.texts
        if row["limit"] not in _WITH_MORE or pd.isna(row["fewer_with_more"]):
            return ""
        words = {"n": texts.number(row["fewer_with_more"]), "more": texts.number(row["more"])}
        nothing = row["fewer_with_more"] == 0
        if row["limit"] == "days":
            key = "centre_page.limit_more_days"
            none = "centre_page.limit_more_days_none"
        else:
            key = "centre_page.limit_more_kroner"
            none = "centre_page.limit_more_kroner_none"
        return texts.text(none if nothing else key, **words)

    def about(self) -> str:
        """How the numbers are read, and which offers are left out."""
        texts, results = self.texts, self.texts.results
        sources = [
            texts.text("basis_label.synthetic") if each == "synthetic" else str(each)
            for each in results.centre.needs["source"].dropna().unique()
            if each
        ]
        left_out = results.plan.left_out["name"].tolist()
        shown = ", ".join(map(str, left_out[:6]))
        day = date_in_words(date.fromisoformat(results.date), texts.lang)
        named = ", ".join(sources[:3]) or MISSING
        absent = texts.text("centre_page.about_left_out", left_out=shown) if left_out else ""
        return sentences_of(
            texts.text("centre_page.about_text", source=named, date=day, level=texts.level), absent
        )
