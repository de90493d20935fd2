"""Exports of Odoo, HubSpot and Salesforce with their own headers are imported without mapping a column."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.cast import Cast
from tests.imports.carrier import Carrier

from wellkept.customers.models import Contact, Customer
from wellkept.find.queries import find
from wellkept.imports.models import OldKey, Problem
from wellkept.imports.rules.column_fields import NOUNS
from wellkept.imports.rules.column_guess import profiles
from wellkept.imports.rules.states import PLACES
from wellkept.journeys.models import Journey

pytestmark = pytest.mark.django_db(transaction=True)
HERE = Path(__file__).parent / "exports_of"


def brought(cast: Cast, *names: str) -> Carrier:
    carrier = Carrier(cast)
    assert carrier.choose(*(HERE / name for name in names)).status_code == 303
    assert carrier.check().status_code == 303
    assert (carrier.row.state, carrier.row.said) == ("questions", "")
    return carrier


def journey(key: str) -> Journey:
    return Journey.objects.select_related("customer", "contact", "owner", "next_step").get(
        pk=OldKey.objects.get(noun="order", key=key).subject_id
    )


def test_shipped_mappings_name_existing_fields_and_stages() -> None:
    assert {profile_table.system for profile_table in profiles()} == {
        "Odoo",
        "HubSpot",
        "Salesforce",
        "Wellkept",
    }
    for profile_table in profiles():
        unknown = {
            name for name in profile_table.columns.values() if NOUNS[profile_table.noun].field(name) is None
        }
        assert (profile_table.system, profile_table.noun, unknown) == (
            profile_table.system,
            profile_table.noun,
            set(),
        )
        assert set(profile_table.states.values()) <= set(PLACES)


def test_odoo(cast: Cast) -> None:
    carrier = brought(cast, "odoo_partners.csv", "odoo_orders.csv")
    assert carrier.row.source == "Odoo"
    assert list(carrier.row.files.order_by("pk").values_list("profile", "noun")) == [
        ("Odoo", "customers"), ("Odoo", "orders"),
    ]  # fmt: skip
    carrier.stages({"sale": "delivery", "draft": "sales", "done": "ended", "cancel": "ended"})
    carrier.answer("owners", owner=cast.tom.pk)
    carrier.answer("next-step", next_what="Look at it", next_hours=72)
    carrier.bring_in()
    counts = carrier.row.counts
    assert (counts["customers"], counts["contacts"], counts["open"], counts["ended"]) == (3, 3, 2, 2)
    azure = Customer.objects.get(name="Azure Interior")
    assert set(azure.contacts.values_list("name", "role")) == {
        ("Brandon Freeman", "Creative Director"), ("Nicole Ford", "Director"),
    }  # fmt: skip
    assert Customer.objects.get(name="Anita Oliver").kind == "person"
    first = journey("S00007")
    assert (first.stage, first.state, f"{first.opened_at:%Y-%m-%d}") == ("delivery", "open", "2026-01-12")
    assert first.need.startswith(
        "3 × [FURN_6666] Acoustic Bloc Screens, 1 × [FURN_8999] Three-Seat Sofa\n1,706.00"
    )
    assert f"{first.next_step.due_at:%Y-%m-%d}" == "2026-04-20"  # type: ignore[union-attr]  # the requested day
    by = cast.by("tom")
    for state in ("PO-4711", "S00007", "azure.interior24@example.com", "Brandon Freeman", "US12345677"):
        assert first.number in {profile_table.number for profile_table in find(state, by=by)}, state


def test_odoo_by_labels_finds_customers_by_name(cast: Cast) -> None:
    """Customers have only names there: known ones are found, others are added."""
    first = brought(cast, "odoo_partners.csv", "odoo_orders_labels.csv")
    first.stages({"Sales Order": "delivery", "Quotation": "sales"})
    first.answer("owners", owner=cast.tom.pk)
    first.answer("next-step", next_what="Look at it", next_hours=72)
    first.bring_in()
    assert first.row.said == ""
    assert journey("S00021").customer.name == "Azure Interior"
    assert journey("S00022").customer.name == "A New One Ltd"
    assert Customer.objects.filter(name="Azure Interior").count() == 1


def test_hubspot(cast: Cast) -> None:
    carrier = brought(cast, "hubspot_companies.csv", "hubspot_contacts.csv", "hubspot_deals.csv")
    page = carrier.page("/owners")
    assert (
        f'<option value="{cast.olga.pk}" selected>Olga Meyer</option>' in page
    )  # the colleague with the same name
    carrier.stages({"Contract Sent": "orders", "Closed Won": "ended", "Closed Lost": "ended"})
    carrier.answer("owners", owner0=cast.olga.pk)
    carrier.answer("next-step", next_what="Look at it", next_hours=72)
    carrier.bring_in()
    counts = carrier.row.counts
    assert (counts["customers"], counts["contacts"], counts["open"], counts["ended"]) == (2, 2, 1, 2)
    deal = journey("7001")
    assert (deal.customer.name, deal.contact.name, deal.owner.name, deal.stage) == (  # type: ignore[union-attr]
        "Harbour Lights, Inc.", "Ruth Bell", "Olga Meyer", "orders",
    )  # fmt: skip
    assert deal.next_step.sentence == "Send the signed copy"  # type: ignore[union-attr]
    assert f"{deal.heard_at:%Y-%m-%d}" == "2026-02-20"
    assert f"{journey('7002').ended_at:%Y-%m-%d}" == "2025-11-30"


def test_salesforce(cast: Cast) -> None:
    carrier = brought(cast, "Account.csv", "Contact.csv", "Opportunity.csv", "User.csv")
    assert list(Problem.objects.values_list("kind", "leaves_out")) == [("deleted", True)]
    carrier.stages({"Negotiation/Review": "orders", "Closed Won": "ended"})
    assert f'<option value="{cast.olga.pk}" selected>' in carrier.page("/owners")  # from the table of users
    carrier.answer("owners", owner0=cast.olga.pk)
    carrier.answer("next-step", next_what="Look at it", next_hours=72)
    carrier.bring_in()
    edge = journey("0065g00000RsTuVAAV")
    assert (edge.customer.name, edge.contact.name) == ("Edge Communications", "Rose Gonzalez")  # type: ignore[union-attr]
    assert edge.need == "Edge Emergency Generator\n35,000.00"
    assert Contact.objects.get(name="Rose Gonzalez").phone == "(512) 757-6000"
    assert not Customer.objects.filter(name="Gone Ltd").exists()
