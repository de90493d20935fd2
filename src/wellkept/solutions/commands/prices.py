from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from wellkept.customers.models import Customer
from wellkept.events.commands import Entry, open_subject, record
from wellkept.kernel import clock
from wellkept.kernel.refusal import Refusal, invalid, missing, refuse
from wellkept.people.actor import Actor
from wellkept.people.rights import admin_only
from wellkept.solutions import facts
from wellkept.solutions.catalogue_details import NewPrice
from wellkept.solutions.models import Price, PriceList, Product, ProductOption
from wellkept.solutions.queries import price_value
from wellkept.solutions.rules.price_rules import overlap


@transaction.atomic
def add_price_list(*, name: str, customer: int | None = None, by: Actor) -> PriceList:
    """Add a price list for a customer, or the usual one, which is for everybody."""
    admin_only(by)
    if not name.strip():
        raise invalid("name", _("What is it called?"))
    if customer is not None and not Customer.objects.filter(pk=customer).exists():
        raise missing("customer", _("There is no such customer."))
    if PriceList.objects.filter(customer_id=customer).exists():
        raise Refusal("list_is_there", _("There is such a list already."), field="customer")
    row = PriceList(subject_id=open_subject("price_list"), name=name.strip(), customer_id=customer)
    row.save(force_insert=True)
    record(Entry(row.pk, facts.PriceListAdded(name=row.name, customer=customer)), by=by.by)
    return row


@transaction.atomic
def set_price(
    *, product: int, price: NewPrice, by: Actor, option: int | None = None, price_list: int | None = None
) -> Price:
    """Set a price on a list, by default the usual one.

    An open price of the same step that began before ends on the day before. Any other price on one of its days is
    refused.
    """
    row = _locked(product, by)
    refuse(price.refusal())
    part = _part(row, option)
    prices = _list(price_list)
    same_step = Price.objects.filter(
        product=row, option=option, list=prices, at_least=price.at_least, struck_at__isnull=True
    )
    before = same_step.filter(valid_to__isnull=True, valid_from__lt=price.valid_from).first()
    if before is not None:
        before.valid_to = price.valid_from - timedelta(days=1)
        before.save(update_fields=["valid_to"])
    new = Price(
        product=row, option_id=option, list=prices, amount=price.amount.amount,
        currency=price.amount.currency, at_least=price.at_least, valid_from=price.valid_from,
        valid_to=price.valid_to, cost=price.cost,
    )  # fmt: skip
    if overlap([price_value(item) for item in (*same_step, new)]) is not None:
        raise Refusal(
            "one_price_on_a_day",
            _("Another price counts on one of these days."),
            field="valid_from",
            instead=_("End that one first, or begin this one later."),
        )
    new.save(force_insert=True)
    fact = facts.PriceSet(
        price=new.pk, option=option, list=prices.pk, name=part.name, amount=new.amount, currency=new.currency,
        at_least=new.at_least, valid_from=new.valid_from, valid_to=new.valid_to,
        ended=before.pk if before else None, cost=new.cost,
    )  # fmt: skip
    record(Entry(row.pk, fact), by=by.by)
    return new


@transaction.atomic
def end_price(*, price: int, last_day: date, by: Actor) -> Price:
    """Let a price end: this is its last day."""
    row = _price(price, by)
    if row.valid_to is not None and row.valid_to <= last_day:
        raise Refusal("ends_before", _("It ends before that day already."), field="valid_to")
    if last_day < row.valid_from:
        raise invalid("valid_to", _("Its last day comes before its first."))
    row.valid_to = last_day
    row.save(update_fields=["valid_to"])
    fact = facts.PriceEnded(price=row.pk, name=_name(row), valid_to=last_day)
    record(Entry(row.product_id, fact), by=by.by)
    return row


@transaction.atomic
def strike_price(*, price: int, by: Actor) -> Price:
    """Strike a price that was entered in error. Quotes and agreements that took it keep it."""
    row = _price(price, by)
    row.struck_at = clock.now()
    row.save(update_fields=["struck_at"])
    record(Entry(row.product_id, facts.PriceStruck(price=row.pk, name=_name(row))), by=by.by)
    return row


def _name(row: Price) -> str:
    return row.option.name if row.option is not None else row.product.name


def _locked(product: int, by: Actor) -> Product:
    admin_only(by)
    row = Product.objects.select_for_update(of=("self",)).filter(pk=product).first()
    if row is None:
        raise missing("product", _("There is no such product."))
    return row


def _part(row: Product, option: int | None) -> Product | ProductOption:
    if option is None:
        return row
    part: ProductOption | None = row.options.filter(pk=option).first()
    if part is None:
        raise missing("option", _("There is no such option."))
    return part


def _list(key: int | None) -> PriceList:
    row = (
        PriceList.objects.filter(pk=key).first()
        if key
        else PriceList.objects.filter(customer_id=None).first()
    )
    if row is None:
        raise missing("price_list", _("There is no such price list."))
    return row


def _price(price: int, by: Actor) -> Price:
    """The price, with its product locked. Refuses one that was struck."""
    admin_only(by)
    if Product.objects.select_for_update(of=("self",)).filter(prices=price).first() is None:
        raise missing("price", _("There is no such price."))
    row = Price.objects.select_related("product", "option").get(pk=price)
    if row.struck_at is not None:
        raise Refusal("is_struck", _("This price was struck: it never counted."))
    return row
