"""Compare rules between options in a file with the catalogue."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from wellkept.kernel.text import Text, fill
from wellkept.solutions.catalogue_details import RuleDetails
from wellkept.solutions.rules.catalogue_changes import CataloguePlan, KnownCatalogue, RuleChange
from wellkept.solutions.rules.catalogue_columns import key_of
from wellkept.solutions.rules.catalogue_rows import RuleRow
from wellkept.solutions.rules.option_check import check
from wellkept.solutions.rules.part_planner import PartPlanner
from wellkept.solutions.rules.rule_values import model_from


class RulePlanner:
    """Rules between options. One about the same options is replaced."""

    def __init__(self, plan: CataloguePlan, known: KnownCatalogue, parts: PartPlanner) -> None:
        self._plan, self._known, self._parts = plan, known, parts
        self._rules: dict[str, list[tuple[int | None, RuleDetails]]] = {}

    def take(self, row: RuleRow) -> None:
        """Take a rule, or leave its row out with a fault."""
        if not self._parts.is_there((row.product, "")):
            self._fault(row, "product", _("There is no such product, or its row is left out."))
            return
        options = self._parts.options(row.product)
        details = self._with_keys(row, options)
        if details is None:
            return
        refusal = details.refusal()
        if refusal is not None:
            self._fault(row, refusal.field or "rule", refusal.sentence)
            return
        rules = self._rules.setdefault(row.product, list(self._known.rules.get(row.product, ())))
        like = next((rule for rule in rules if _is_about(rule[1]) == _is_about(details)), None)
        if like is not None and _is_same_rule(like[1], details):
            return
        if like is not None and like[0] is None:
            self._fault(row, "rule", _("Another row has a rule about the same options already."))
            return
        others = [rule for rule in rules if rule is not like]
        model = model_from(
            options, ((str(i), rule) for i, (_key, rule) in enumerate([*others, (None, details)]))
        )
        if not check(model, (), ()).is_consistent:
            self._fault(row, "rule", _("With this rule, nothing could be chosen any more."))
            return
        self._rules[row.product] = [*others, (None, details)]
        self._plan.rules.append(RuleChange(row.place, row.product, details, like[0] if like else None))

    def _with_keys(self, row: RuleRow, options: Mapping[str, Text]) -> RuleDetails | None:
        """The rule with the keys of its options. None if there is a fault."""
        names = {str(name).casefold(): key for key, name in options.items()}
        keys: dict[str, list[str]] = {}
        for field_name in ("options", "others"):
            for word in getattr(row.details, field_name):
                key = key_of(word)
                key = key if key in options else names.get(word.casefold(), "")
                if not key:
                    self._fault(row, field_name, fill(_("The product has no option “%(word)s”."), word=word))
                    return None
                keys.setdefault(field_name, []).append(key)
        return replace(
            row.details, options=tuple(keys.get("options", ())), others=tuple(keys.get("others", ()))
        )

    def _fault(self, row: RuleRow, name: str, sentence: Text) -> None:
        self._plan.faults.append(row.fault(name, sentence))


def _is_about(rule: RuleDetails) -> tuple[str, frozenset[str], frozenset[str]]:
    return rule.kind, frozenset(rule.options), frozenset(rule.others)


def _is_same_rule(rule: RuleDetails, other: RuleDetails) -> bool:
    names = ("at_least", "at_most", "multiple_of")
    return rule.sentence.strip() == other.sentence.strip() and all(
        getattr(rule, name) == getattr(other, name) for name in names
    )
