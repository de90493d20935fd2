from __future__ import annotations

from dataclasses import asdict

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from wellkept.events.commands import Entry, open_subject, record
from wellkept.kernel import clock
from wellkept.kernel.refusal import Refusal, invalid, missing, refuse
from wellkept.people.actor import Actor
from wellkept.people.rights import admin_only
from wellkept.solutions import facts
from wellkept.solutions.catalogue_details import (
    OPTION,
    PRODUCT,
    OptionDetails,
    ProductDetails,
    RuleDetails,
    cleaned,
    is_key,
)
from wellkept.solutions.models import OptionRule, Product, ProductOption, Solution
from wellkept.solutions.queries import model_of
from wellkept.solutions.rules.option_check import check


@transaction.atomic
def add_product(*, key: str, details: ProductDetails, by: Actor) -> Product:
    """Add a product. Its key is for life."""
    admin_only(by)
    values = _checked(details)
    refuse(_no_key(key))
    if Product.objects.filter(key=key).exists():
        raise Refusal("key_taken", _("Another product has this key."), field="key")
    row = Product(subject_id=open_subject("product"), key=key, **values)
    row.save(force_insert=True)
    name = str(values.pop("name"))
    record(Entry(row.pk, facts.ProductAdded(key=key, name=name, details=values)), by=by.by)
    return row


@transaction.atomic
def change_product(*, product: int, details: ProductDetails, by: Actor) -> Product:
    """Change details of a product. What was quoted and agreed keeps its words."""
    row = _locked(product, by)
    new = _changes(row, _checked(details), PRODUCT)
    if new:
        row.save(update_fields=list(new))
        record(Entry(row.pk, facts.ProductChanged(now=new)), by=by.by)
    return row


@transaction.atomic
def end_product(*, product: int, ended: bool, by: Actor) -> Product:
    """Take a product out of the catalogue, or in again."""
    row = _locked(product, by)
    if (row.ended_at is not None) != ended:
        row.ended_at = clock.now() if ended else None
        row.save(update_fields=["ended_at"])
        record(Entry(row.pk, facts.ProductEnded(ended=ended)), by=by.by)
    return row


@transaction.atomic
def add_option(*, product: int, key: str, details: OptionDetails, by: Actor) -> ProductOption:
    """Add an option to a product."""
    row = _locked(product, by)
    values = _checked(details)
    refuse(_no_key(key))
    if row.options.filter(key=key).exists():
        raise Refusal("key_taken", _("Another option of this product has this key."), field="key")
    option: ProductOption = row.options.create(key=key, **values)
    name = str(values.pop("name"))
    record(Entry(row.pk, facts.OptionAdded(option=option.pk, key=key, name=name, details=values)), by=by.by)
    return option


@transaction.atomic
def change_option(*, option: int, details: OptionDetails, by: Actor) -> ProductOption:
    """Change details of an option. What was quoted and agreed keeps its words."""
    row = _option(option, by)
    new = _changes(row, _checked(details), OPTION)
    if new:
        row.save(update_fields=list(new))
        record(Entry(row.product_id, facts.OptionChanged(option=row.pk, name=row.name, now=new)), by=by.by)
    return row


@transaction.atomic
def end_option(*, option: int, ended: bool, by: Actor) -> ProductOption:
    """Take an option out, or in again. Refuses while a rule names it."""
    row = _option(option, by)
    if (row.ended_at is not None) == ended:
        return row
    for rule in row.product.rules.filter(ended_at__isnull=True) if ended else ():
        if row.key in (*rule.options, *rule.others):
            raise Refusal(
                "a_rule_names_it",
                _("A rule names this option."),
                instead=_("Take the rule out first."),
            )
    row.ended_at = clock.now() if ended else None
    row.save(update_fields=["ended_at"])
    fact = facts.OptionEnded(option=row.pk, name=row.name, ended=ended)
    record(Entry(row.product_id, fact), by=by.by)
    return row


@transaction.atomic
def add_rule(*, product: int, details: RuleDetails, by: Actor) -> OptionRule:
    """Add a rule between options of a product. Refuses one with which nothing could be chosen any more."""
    row = _locked(product, by)
    refuse(details.refusal())
    known = set(row.options.filter(ended_at__isnull=True).values_list("key", flat=True))
    for field in ("options", "others"):
        if set(getattr(details, field)) - known:
            raise invalid(field, _("The product has no such option."))
    values = asdict(details) | {"sentence": details.sentence.strip()}
    values |= {field: list(values[field]) for field in ("options", "others")}
    rule: OptionRule = row.rules.create(key=f"rule-{row.rules.count() + 1}", **values)
    if not check(model_of(row), (), ()).is_consistent:
        raise Refusal(
            "rules_contradict",
            _("With this rule, nothing could be chosen any more."),
            instead=_("Take out the rule that it contradicts first."),
            status=422,
        )
    record(Entry(row.pk, facts.OptionRuleAdded(rule=rule.pk, key=rule.key, **values)), by=by.by)
    return rule


@transaction.atomic
def end_rule(*, rule: int, by: Actor) -> OptionRule:
    """Take a rule out."""
    admin_only(by)
    product = Product.objects.select_for_update().filter(rules=rule).first()
    if product is None:
        raise missing("rule", _("There is no such rule."))
    row = OptionRule.objects.get(pk=rule)
    if row.ended_at is None:
        row.ended_at = clock.now()
        row.save(update_fields=["ended_at"])
        record(Entry(product.pk, facts.OptionRuleEnded(rule=row.pk, sentence=row.sentence)), by=by.by)
    return row


def _no_key(key: str) -> Refusal | None:
    return None if is_key(key) else invalid("key", _("Small letters, digits and hyphens: heat-pump."))


def _checked(details: OptionDetails) -> dict[str, str | int | None]:
    """The cleaned values, or a refusal."""
    details = cleaned(details)
    refuse(details.refusal())
    values: dict[str, str | int | None] = asdict(details)
    solution = getattr(details, "solution_id", None)
    if solution is not None and not Solution.objects.filter(pk=solution).exists():
        raise invalid("solution_id", _("There is no such solution."))
    return values


def _changes(
    row: Product | ProductOption, values: dict[str, str | int | None], names: tuple[str, ...]
) -> dict[str, str | int | None]:
    """Set the values that differ, and return them."""
    new = {name: values[name] for name in names if values[name] != getattr(row, name)}
    for name, value in new.items():
        setattr(row, name, value)
    return new


def _locked(product: int, by: Actor) -> Product:
    admin_only(by)
    row = Product.objects.select_for_update(of=("self",)).filter(pk=product).first()
    if row is None:
        raise missing("product", _("There is no such product."))
    return row


def _option(option: int, by: Actor) -> ProductOption:
    """The option, with its product locked."""
    admin_only(by)
    product = Product.objects.select_for_update(of=("self",)).filter(options=option).first()
    if product is None:
        raise missing("option", _("There is no such option."))
    return ProductOption.objects.select_related("product").get(pk=option)
