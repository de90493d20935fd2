"""Kinds of tables, and the fields that their columns may mean."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext_lazy as _

Words = str | Lazy


@dataclass(frozen=True)
class Field:
    """Meaning of a column. `looks` is the look of its cells: text, name, phone, email, date, money, ..."""

    name: str
    label: Words
    looks: str = "text"
    many: bool = False  # several columns may have this meaning


@dataclass(frozen=True)
class Noun:
    """Kind of table, with its fields and the groups of which one field is required."""

    name: str
    label: Words
    lead: Words
    fields: tuple[Field, ...]
    needs: tuple[tuple[str, ...], ...] = ()  # of each group, one field is required

    def field(self, name: str) -> Field | None:
        """Find a field by name."""
        return next((field for field in self.fields if field.name == name), None)


_PLACE = (
    Field("street", _("Street and number"), "street"),
    Field("street_more", _("Street, second line")),
    Field("postcode", _("Postcode"), "postcode"),
    Field("city", _("Place"), "place"),
    Field("region", _("State or region"), "place"),
    Field("country", _("Country"), "country"),
)
_HUMAN = (
    Field("contact_name", _("Name of the contact"), "name"),
    Field("first_name", _("First name"), "name"),
    Field("last_name", _("Last name"), "name"),
    Field("role", _("What they do there")),
    Field("email", _("Mail address"), "email", many=True),
    Field("phone", _("Telephone"), "phone", many=True),
    Field("mobile", _("Mobile telephone"), "phone"),
    Field("fax", _("Fax"), "phone"),
    Field("language", _("Language"), "language"),
)
_DELETED = Field("deleted", _("Deleted there (is left out)"), "yes")
_OTHER = Field("other", _("Another number or word that finds them"), many=True)

NOUNS = {
    noun.name: noun
    for noun in (
        Noun(
            "customers",
            _("Customers"),
            _("One customer a row, perhaps with a contact and an address."),
            (
                Field("key", _("Their old number"), "key"),
                Field("name", _("Name of the customer"), "name"),
                Field("kind", _("Is it an organisation?"), "yes"),
                Field("parent", _("The customer they belong to (old number or name)"), "key"),
                *_HUMAN,
                *_PLACE,
                Field("met", _("Customer since"), "date"),
                Field("tax_number", _("Tax number"), "key"),
                Field("website", _("Website")),
                Field("note", _("Note")),
                _OTHER,
                _DELETED,
            ),
            needs=(("name", "contact_name", "last_name", "first_name"),),
        ),
        Noun(
            "contacts",
            _("Contacts"),
            _("One person a row, each at a customer."),
            (
                Field("key", _("Their old number"), "key"),
                Field("customer_key", _("Old number of the customer"), "key"),
                Field("customer_name", _("Name of the customer"), "name"),
                *_HUMAN,
                *_PLACE,
                Field("met", _("Known since"), "date"),
                _OTHER,
                _DELETED,
            ),
            needs=(("contact_name", "last_name", "first_name", "email"),),
        ),
        Noun(
            "sites",
            _("Sites"),
            _("One address a row, each of a customer."),
            (
                Field("key", _("Its old number"), "key"),
                Field("customer_key", _("Old number of the customer"), "key"),
                Field("customer_name", _("Name of the customer"), "name"),
                Field("label", _("What it is")),
                *_PLACE,
                _DELETED,
            ),
            needs=(("street", "city"), ("customer_key", "customer_name")),
        ),
        Noun(
            "orders",
            _("Orders"),
            _("One order, deal or job a row: open ones and those of the past."),
            (
                Field("key", _("Its old number"), "key"),
                Field("customer_key", _("Old number of the customer"), "key"),
                Field("customer_name", _("Name of the customer"), "name"),
                Field("contact_key", _("Old number of the contact"), "key"),
                Field("contact_name", _("Name of the contact"), "name"),
                Field("email", _("Mail address"), "email", many=True),
                Field("phone", _("Telephone"), "phone", many=True),
                Field("need", _("What it is about")),
                Field("opened", _("Ordered, or begun, on"), "date"),
                Field("requested", _("Wanted by"), "date"),
                Field("closed", _("Done, shipped or closed on"), "date"),
                Field("heard", _("Last contact on"), "date"),
                Field("state", _("Stage"), "state"),
                Field("owner", _("Owner"), "state"),
                Field("amount", _("Amount"), "money"),
                Field("amount_side", _("Debit or credit (S or H, DR or CR, + or −)"), "side"),
                Field("purchase_order", _("The customer's own order number"), "key"),
                Field("invoice", _("Invoice number"), "key", many=True),
                Field("serial", _("Serial or tracking number"), "key", many=True),
                Field("site_name", _("Name at the place"), "name"),
                *_PLACE,
                Field("next_what", _("What happens next")),
                Field("next_due", _("Next step due on"), "date"),
                Field("note", _("Note")),
                Field("line_what", _("A line: what")),
                Field("line_quantity", _("A line: quantity"), "number"),
                Field("line_price", _("A line: price"), "money"),
                _OTHER,
                _DELETED,
            ),
            needs=(("customer_key", "customer_name", "contact_key", "contact_name", "email"),),
        ),
        Noun(
            "lines",
            _("Lines of orders"),
            _("What was ordered, one article a row."),
            (
                Field("order_key", _("Old number of the order"), "key"),
                Field("product_key", _("Old number of the article"), "key"),
                Field("what", _("What")),
                Field("quantity", _("Quantity"), "number"),
                Field("price", _("Price of one"), "money"),
                Field("discount", _("Discount"), "number"),
            ),
            needs=(("order_key",), ("product_key", "what")),
        ),
        Noun(
            "products",
            _("Articles"),
            _("Only read to name the lines of orders: we keep no stock."),
            (Field("key", _("Its old number"), "key"), Field("name", _("Name"))),
            needs=(("key",), ("name",)),
        ),
        Noun(
            "staff",
            _("People of the old system"),
            _("Only read to see who is who: add colleagues under People and teams."),
            (
                Field("key", _("Their old number"), "key"),
                Field("name", _("Name"), "name"),
                Field("first_name", _("First name"), "name"),
                Field("last_name", _("Last name"), "name"),
                Field("email", _("Mail address"), "email"),
            ),
            needs=(("key",), ("name", "last_name", "first_name")),
        ),
        Noun("nothing", _("Nothing that is needed here"), _("It is left out."), ()),
    )
}
# Order of bringing in: each may refer to the ones before.
BROUGHT_IN = ("customers", "contacts", "sites", "orders")
LOOKED_UP = ("lines", "products", "staff")


@cache
def header_words() -> dict[str, dict[str, list[str]]]:
    """Read the header words of each field, in several languages, by kind of table (`all` for every kind)."""
    words_by_kind: dict[str, dict[str, list[str]]] = tomllib.loads(
        (Path(__file__).parent.parent / "words.toml").read_text(encoding="utf-8")
    )
    return words_by_kind
