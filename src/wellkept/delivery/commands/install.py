"""Installed items: entered, corrected, taken out and replaced."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext_lazy as _

from wellkept.delivery import facts, rules
from wellkept.delivery.models import InstalledItem
from wellkept.delivery.new_item import NewItem
from wellkept.journeys.commands.turn import Turn, turn
from wellkept.kernel import clock
from wellkept.kernel.refusal import Refusal, invalid, missing, refuse
from wellkept.orders.models import AgreementLine
from wellkept.people.actor import Actor
from wellkept.people.queries import company
from wellkept.references.commands import note

REASONS = ("returned", "replaced", "removed")


def install_item(*, journey: int, item: NewItem, by: Actor) -> InstalledItem:
    """Enter an item that stands at the customer's."""
    with turn(journey=journey, by=by, check=rules.cannot_enter_items) as t:
        return install(t, item)


def correct_item(*, journey: int, item: int, to: NewItem, by: Actor) -> InstalledItem:
    """Correct what is known of an item that stands there. Its history stays in the log."""
    with turn(journey=journey, by=by, check=rules.cannot_enter_items) as t:
        row = _item_in_place(t, item)
        refuse(to.refusal(today=_today(t)))
        row.product, row.serial, row.place = to.product.strip(), to.serial.strip(), to.place.strip()
        row.since = to.since or row.since
        _assert_free(row)
        row.save(update_fields=["product", "serial", "place", "since"])
        t.say(
            facts.ItemCorrected(
                item=row.pk, since=row.since, product=row.product, serial=row.serial, place=row.place
            )
        )
        _make_findable(t, row)
        return row


def take_out_item(
    *, journey: int, item: int, because: str, words: str, by: Actor, replacement: NewItem | None = None
) -> InstalledItem | None:
    """Record that an item stands there no longer. Returns what replaces it."""
    if because not in REASONS:
        raise invalid("because", _("Why was it taken out?"))
    if (because == "replaced") != (replacement is not None):
        raise invalid("replacement", _("What stands there instead?"))
    with turn(journey=journey, by=by, check=rules.cannot_enter_items) as t:
        row = _item_in_place(t, item)
        row.taken_out_at, row.taken_out_because, row.taken_out_words = t.now, because, words.strip()
        row.save(update_fields=["taken_out_at", "taken_out_because", "taken_out_words"])
        t.say(facts.ItemTakenOut(item=row.pk, because=because, product=row.product, said=row.taken_out_words))
        return install(t, replacement, replaces=row) if replacement is not None else None


def install(t: Turn, item: NewItem, *, replaces: InstalledItem | None = None) -> InstalledItem:
    """Enter an item as part of another act."""
    refuse(item.refusal(today=_today(t)))
    line = replaces.agreement_line_id if replaces is not None and item.line is None else item.line
    if (
        line is not None
        and not AgreementLine.objects.filter(pk=line, journey=t.row, agreement__state="agreed").exists()
    ):
        raise invalid("line", _("There is no such line in the agreement."))
    site = replaces.place if replaces is not None else str(t.row.site or "")
    row = InstalledItem(
        journey=t.row,
        agreement_line_id=line,
        product=item.product.strip(),
        serial=item.serial.strip(),
        place=item.place.strip() or site,
        since=item.since or _today(t),
        entered_at=t.now,
        entered_by_id=t.by.person,
        replaces=replaces,
    )
    _assert_free(row)
    row.save(force_insert=True)
    t.say(
        facts.ItemInstalled(
            item=row.pk,
            since=row.since,
            product=row.product,
            serial=row.serial,
            place=row.place,
            line=line,
            replaces=replaces.pk if replaces is not None else None,
        )
    )
    _make_findable(t, row)
    return row


def install_all(t: Turn, items: Sequence[NewItem]) -> None:
    """Enter the items that came with a part."""
    for item in items:
        install(t, item)


def _make_findable(t: Turn, row: InstalledItem) -> None:
    if row.serial:
        note(
            subject=t.row.pk,
            texts=[("serial", row.serial)],
            country=t.row.customer.country,
            customer=t.row.customer_id,
        )


def _assert_free(row: InstalledItem) -> None:
    """Refuse a serial number that stands somewhere. The database refuses it too, where two enter it at once."""
    if not row.serial:
        return
    same = InstalledItem.objects.filter(
        product__iexact=row.product, serial__iexact=row.serial, taken_out_at__isnull=True
    ).exclude(pk=row.pk)
    if same.exists():
        raise Refusal(
            "a_serial_number_stands_once",
            _("This serial number stands at a customer’s already."),
            field="serial",
            instead=_("Take it out there first, or correct the number."),
        )


def _item_in_place(t: Turn, item: int) -> InstalledItem:
    row = InstalledItem.objects.select_for_update().filter(pk=item, journey=t.row).first()
    if row is None:
        raise missing("item", _("There is no such item on this journey."))
    if row.taken_out_at is not None:
        raise Refusal("taken_out_already", _("It was taken out already."))
    return row


def _today(t: Turn) -> date:
    return t.now.astimezone(clock.zone(company().time_zone)).date()
