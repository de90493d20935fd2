"""Load a file into the catalogue: all of its good rows in one transaction, a few statements for each table."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import asdict, dataclass
from datetime import date
from itertools import islice

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from wellkept.events.commands import Entry, open_subject, open_subjects, record, record_many
from wellkept.events.facts import Fact
from wellkept.kernel import clock
from wellkept.kernel.refusal import changed_meanwhile, invalid
from wellkept.people.actor import Actor
from wellkept.people.queries import company
from wellkept.people.rights import admin_only
from wellkept.solutions import facts
from wellkept.solutions.known_catalogue import known_catalogue
from wellkept.solutions.models import OptionRule, Price, PriceList, Product, ProductOption
from wellkept.solutions.rules.catalogue_changes import (
    CataloguePlan,
    Part,
    PartChange,
    PriceChange,
    RuleChange,
)
from wellkept.solutions.rules.catalogue_plan import plan_of
from wellkept.solutions.rules.catalogue_rows import CatalogueRows

BATCH = 2_000  # rows or events in one statement


@dataclass(frozen=True, slots=True)
class CatalogueFile:
    """The stored file that is loaded: its key, its name, and the digest under which its content is kept."""

    key: int
    name: str
    sha256: str


@transaction.atomic
def load_catalogue(*, rows: CatalogueRows, file: CatalogueFile, seen: str, by: Actor) -> CataloguePlan:
    """Load the good rows of a file. `seen` is the digest of the plan that was looked at. Others are left out.

    Refuses if the catalogue changed meanwhile so that the file would do something else, or if it changes nothing.
    """
    admin_only(by)
    list(Product.objects.select_for_update().order_by("pk").values_list("pk"))
    plan = plan_of(rows, known_catalogue())
    if plan.digest != seen:
        raise changed_meanwhile(_("The catalogue has changed. Look at the file again."))
    if not plan.changes:
        raise invalid("file", _("This file changes nothing."))
    act = record(Entry(company().pk, _fact(plan, file)), by=by.by)[0]
    _Loader(plan, act, by).load()
    return plan


def _fact(plan: CataloguePlan, file: CatalogueFile) -> facts.CatalogueLoaded:
    added = sum(change.before is None for change in plan.parts)
    return facts.CatalogueLoaded(
        file=file.key,
        name=file.name,
        sha256=file.sha256,
        added=added,
        changed=plan.changes - added,
        left_out=len({fault.place for fault in plan.faults}),
    )


class _Loader:
    """Writer of a plan. Its events name the act as their cause."""

    def __init__(self, plan: CataloguePlan, act: int, by: Actor) -> None:
        self._plan, self._act, self._by = plan, act, by
        self._entries: list[Entry] = []
        self._products = {row.key: row for row in Product.objects.all()}
        self._options = {
            (row.product.key, row.key): row for row in ProductOption.objects.select_related("product")
        }

    def load(self) -> None:
        """Write products, options, rules and prices, then their events."""
        changes = self._plan.parts
        self._add_products([change for change in changes if not change.part[1] and change.before is None])
        self._change([change for change in changes if not change.part[1] and change.before is not None])
        self._add_options([change for change in changes if change.part[1] and change.before is None])
        self._change([change for change in changes if change.part[1] and change.before is not None])
        self._set_rules(self._plan.rules)
        self._set_prices(self._plan.prices)
        waiting = iter(self._entries)
        while entries := list(islice(waiting, BATCH)):
            record_many(entries, by=self._by.by)

    def _say(self, on: int, fact: Fact) -> None:
        self._entries.append(Entry(on, fact, cause=self._act))

    def _add_products(self, changes: list[PartChange]) -> None:
        keys = open_subjects("product", len(changes))
        rows = [
            Product(subject_id=key, key=change.part[0], **change.values)
            for key, change in zip(keys, changes, strict=True)
        ]
        Product.objects.bulk_create(rows, batch_size=BATCH)
        for row, change in zip(rows, changes, strict=True):
            self._products[row.key] = row
            values = {name: value for name, value in change.values.items() if name != "name"}
            self._say(row.pk, facts.ProductAdded(key=row.key, name=row.name, details=values))

    def _add_options(self, changes: list[PartChange]) -> None:
        rows = [
            ProductOption(product=self._products[change.part[0]], key=change.part[1], **change.values)
            for change in changes
        ]
        ProductOption.objects.bulk_create(rows, batch_size=BATCH)
        for row, change in zip(rows, changes, strict=True):
            self._options[change.part] = row
            values = {name: value for name, value in change.values.items() if name != "name"}
            fact = facts.OptionAdded(option=row.pk, key=row.key, name=row.name, details=values)
            self._say(row.product_id, fact)

    def _change(self, changes: list[PartChange]) -> None:
        """Write the details that differ, together for all rows of which the same ones do."""
        products: dict[tuple[str, ...], list[Product]] = defaultdict(list)
        options: dict[tuple[str, ...], list[ProductOption]] = defaultdict(list)
        for change in changes:
            row, new = self._row(change.part), change.changes
            for name, value in new.items():
                setattr(row, name, value)
            if isinstance(row, Product):
                products[tuple(new)].append(row)
                self._say(row.pk, facts.ProductChanged(now=new))
            else:
                options[tuple(new)].append(row)
                self._say(row.product_id, facts.OptionChanged(option=row.pk, name=row.name, now=new))
        for names, rows in products.items():
            Product.objects.bulk_update(rows, names, batch_size=500)
        for names, parts in options.items():
            ProductOption.objects.bulk_update(parts, names, batch_size=500)

    def _set_rules(self, changes: list[RuleChange]) -> None:
        ended = [change.replaces for change in changes if change.replaces is not None]
        sentences = dict(OptionRule.objects.filter(pk__in=ended).values_list("pk", "sentence"))
        OptionRule.objects.filter(pk__in=ended).update(ended_at=clock.now())
        products = {self._products[change.product].pk for change in changes}
        counts = Counter(OptionRule.objects.filter(product__in=products).values_list("product", flat=True))
        rows = []
        for change in changes:
            product = self._products[change.product]
            counts[product.pk] += 1
            values = asdict(change.details) | {"sentence": change.details.sentence.strip()}
            values |= {name: list(values[name]) for name in ("options", "others")}
            rows.append(OptionRule(product=product, key=f"rule-{counts[product.pk]}", **values))
        OptionRule.objects.bulk_create(rows, batch_size=BATCH)
        for row, change in zip(rows, changes, strict=True):
            if change.replaces is not None:
                fact = facts.OptionRuleEnded(rule=change.replaces, sentence=sentences[change.replaces])
                self._say(row.product_id, fact)
            values = asdict(change.details) | {"sentence": row.sentence}
            values |= {name: list(values[name]) for name in ("options", "others")}
            self._say(row.product_id, facts.OptionRuleAdded(rule=row.pk, key=row.key, **values))

    def _set_prices(self, changes: list[PriceChange]) -> None:
        last_days = {end.key: end.last_day for end in self._plan.ends}
        ended = {change.ends: change.price.valid_from for change in changes if change.ends is not None}
        _end({key: date.fromordinal(first.toordinal() - 1) for key, first in ended.items()} | last_days)
        struck = [change.strikes for change in changes if change.strikes is not None]
        Price.objects.filter(pk__in=struck).update(struck_at=clock.now())
        usual = self._usual_list() if any(not change.price_list for change in changes) else 0
        rows = [self._price(change, usual) for change in changes]
        Price.objects.bulk_create(rows, batch_size=BATCH)
        for end in self._plan.ends:
            row = self._row(end.part)
            fact = facts.PriceEnded(price=end.key, name=row.name, valid_to=end.last_day)
            self._say(self._products[end.part[0]].pk, fact)
        for price, change in zip(rows, changes, strict=True):
            name = self._row(change.part).name
            if change.strikes is not None:
                self._say(price.product_id, facts.PriceStruck(price=change.strikes, name=name))
            self._say(
                price.product_id,
                facts.PriceSet(
                    price=price.pk, option=price.option_id, list=price.list_id, name=name,
                    amount=price.amount, currency=price.currency, at_least=price.at_least,
                    valid_from=price.valid_from, valid_to=price.valid_to, cost=price.cost,
                    ended=change.ends,
                ),
            )  # fmt: skip

    def _price(self, change: PriceChange, usual: int) -> Price:
        price = change.price
        return Price(
            product=self._products[change.part[0]],
            option=self._options[change.part] if change.part[1] else None,
            list_id=change.price_list or usual,
            amount=price.amount.amount,
            currency=price.amount.currency,
            at_least=price.at_least,
            valid_from=price.valid_from,
            valid_to=price.valid_to,
            cost=price.cost,
        )

    def _usual_list(self) -> int:
        """The list for everybody, which is added with the first price. It is called like the company."""
        name = company().name
        row = PriceList(subject_id=open_subject("price_list"), name=name)
        row.save(force_insert=True)
        self._say(row.pk, facts.PriceListAdded(name=name))
        return int(row.pk)

    def _row(self, part: Part) -> Product | ProductOption:
        return self._options[part] if part[1] else self._products[part[0]]


def _end(last_days: dict[int, date]) -> None:
    """Give prices their last days, in one statement for each day."""
    by_day: dict[date, list[int]] = defaultdict(list)
    for key, day in last_days.items():
        by_day[day].append(key)
    for day, keys in by_day.items():
        Price.objects.filter(pk__in=keys).update(valid_to=day)
