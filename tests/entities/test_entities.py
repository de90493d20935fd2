"""Entities: legal sellers with their accounts, kept by an administrator."""

from __future__ import annotations

import pytest
from django.db import connection
from tests import cast as stations
from tests.cast import Cast
from tests.laws.conftest import Role, on_record, refused, refused_to_whoever_may
from tests.portal.doors import Customer

from wellkept.entities import commands, queries
from wellkept.entities.letterhead import Account, Details
from wellkept.entities.models import BankAccount, Entity
from wellkept.events.queries import latest
from wellkept.kernel import clock
from wellkept.kernel.refusal import Refusal
from wellkept.messages.letters import compose
from wellkept.messages.queries import telling_of
from wellkept.notices.models import Notice
from wellkept.people.actor import Actor

pytestmark = pytest.mark.django_db

SOLAR = Details(
    name="Solar",
    legal_name="Lindenau Solar GmbH",
    street="Königstraße 4",
    postcode="01097",
    city="Dresden",
    country="de",
    register="Amtsgericht Dresden, HRB 12345",
    directors="Ana Ruiz",
    vat_id="DE 136 695 976",
    language="de",
    currency="EUR",
)
ACCOUNT = Account(
    iban="DE89 3704 0044 0532 0130 00", holder="Lindenau Solar GmbH", currency="EUR", bic="cobadeffxxx"
)
OTHER = Account(iban="DE02 1203 0000 0000 2020 51", holder="Lindenau Solar GmbH", currency="EUR")

NEW = (
    "INSERT INTO bank_account (entity_id, holder, iban, bic, currency, preferred, bank, added_at)"
    " VALUES (%(first)s, 'x', {}, '', %(now)s)"
)


def test_the_company_itself_is_the_first_and_usual_entity(cast: Cast) -> None:
    (row,) = queries.entities()
    assert (row.legal_name, row.usual, stations.usual_entity()) == ("Lindenau Elektro", True, row)


def test_an_entity_is_added_with_its_numbers_as_they_stand_on_papers(cast: Cast) -> None:
    row = commands.add_entity(details=SOLAR, by=cast.by("ana"))
    kept = queries.entity(row.pk)
    assert (kept.vat_id, kept.country, kept.usual) == ("DE136695976", "DE", False)
    assert queries.legal_lines(kept) == [
        "Lindenau Solar GmbH, Königstraße 4, 01097 Dresden",
        "Amtsgericht Dresden, HRB 12345 · DE136695976 · Ana Ruiz",
    ]
    (event,) = latest(row.pk)
    assert (event.type, event.facts["name"], event.facts["usual"]) == ("entity_added", "Solar", False)
    assert event.facts["details"]["vat_id"] == "DE136695976"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": "  "}, "name"),
        ({"legal_name": ""}, "legal_name"),
        ({"vat_id": "DE136695977"}, "vat_id"),
        ({"vat_id": "136695976"}, "vat_id"),
        ({"vat_id": "GB980780685"}, "vat_id"),
        ({"mail": "office"}, "mail"),
        ({"website": "solar.example"}, "website"),
        ({"phone": "call us"}, "phone"),
    ],
)
def test_a_detail_that_cannot_be_right_is_refused_at_its_field(
    cast: Cast, changes: dict[str, str], field: str
) -> None:
    row = commands.add_entity(details=SOLAR, by=cast.by("ana"))
    with pytest.raises(Refusal) as refusal:
        commands.change_entity(entity=row.pk, by=cast.by("ana"), **changes)
    assert (refusal.value.field, len(latest(row.pk))) == (field, 1)


def test_letters_and_customers_pages_name_the_entity_once_its_address_is_known(cast: Cast) -> None:
    page = Customer(stations.opened(cast))
    row = stations.usual_entity()
    assert (queries.imprint(), "HRB" in page.sees()) == ((), False)
    commands.change_entity(
        entity=row.pk, by=cast.by("ana"), street="Königstraße 4", register="Amtsgericht Dresden, HRB 12345"
    )
    assert "Lindenau Elektro, Königstraße 4<br>Amtsgericht Dresden, HRB 12345" in page.sees()
    telling, _ = telling_of(Notice.objects.latest("made_at"))
    assert (
        compose(telling)
        .text.rstrip()
        .endswith("Lindenau Elektro, Königstraße 4\nAmtsgericht Dresden, HRB 12345")
    )


@pytest.mark.parametrize(
    "number", ["ATU13585627", "CHE-107.787.577 MWST", "NO 923 609 016 MVA", "XI980780684", "EL094259216"]
)
def test_numbers_of_other_countries_are_known(cast: Cast, number: str) -> None:
    row = stations.usual_entity()
    changed = commands.change_entity(entity=row.pk, by=cast.by("ana"), vat_id=number)
    assert " " not in changed.vat_id
    assert changed.vat_id[:2] == number[:2]


def test_a_change_says_what_it_is_now_and_nothing_else(cast: Cast) -> None:
    row = commands.add_entity(details=SOLAR, by=cast.by("ana"))
    commands.change_entity(entity=row.pk, by=cast.by("ana"), city="Leipzig", country="de")
    assert latest(row.pk)[0].facts == {"now": {"city": "Leipzig"}}
    commands.change_entity(entity=row.pk, by=cast.by("ana"), city=" Leipzig ")
    assert len(latest(row.pk)) == 2


def test_another_entity_becomes_the_usual_one_and_the_first_may_end(cast: Cast) -> None:
    first, row = stations.usual_entity(), commands.add_entity(details=SOLAR, by=cast.by("ana"))
    with pytest.raises(Refusal, match="usual entity cannot end"):
        commands.end_entity(entity=first.pk, why="Sold", by=cast.by("ana"))
    commands.make_usual(entity=row.pk, by=cast.by("ana"))
    commands.end_entity(entity=first.pk, why="Sold", by=cast.by("ana"))
    assert [(row.name, row.usual, row.ended_at is None) for row in queries.entities()] == [
        ("Solar", True, True),
        ("Lindenau Elektro", False, False),
    ]
    with pytest.raises(Refusal, match="has ended"):
        commands.make_usual(entity=first.pk, by=cast.by("ana"))
    commands.take_up_again(entity=first.pk, by=cast.by("ana"))
    with pytest.raises(Refusal, match="has not ended"):
        commands.take_up_again(entity=first.pk, by=cast.by("ana"))


def test_the_first_account_of_a_currency_stands_on_papers_until_another_is_chosen(cast: Cast) -> None:
    row = stations.usual_entity()
    first = commands.add_account(entity=row.pk, account=ACCOUNT, by=cast.by("ana"))
    second = commands.add_account(entity=row.pk, account=OTHER, by=cast.by("ana"))
    assert [(kept.iban, kept.bic, kept.preferred) for kept in queries.entity(row.pk).accounts.all()] == [
        ("DE89370400440532013000", "COBADEFFXXX", True),
        ("DE02120300000000202051", "", False),
    ]
    with pytest.raises(Refusal, match="stands on papers"):
        commands.close_account(account=first.pk, by=cast.by("ana"))
    commands.prefer_account(account=second.pk, by=cast.by("ana"))
    commands.close_account(account=first.pk, by=cast.by("ana"))
    assert [kept.pk for kept in queries.entity(row.pk).accounts.all()] == [second.pk, first.pk]
    for act in (commands.prefer_account, commands.close_account):
        with pytest.raises(Refusal, match="is closed"):
            act(account=first.pk, by=cast.by("ana"))


@pytest.mark.parametrize(
    ("account", "field"),
    [
        (Account(iban="DE88370400440532013000", holder="x", currency="EUR"), "iban"),
        (Account(iban="DE8937040044053201300", holder="x", currency="EUR"), "iban"),
        (Account(iban="", holder="x", currency="EUR"), "iban"),
        (Account(iban="DE89370400440532013000", holder=" ", currency="EUR"), "holder"),
        (Account(iban="DE89370400440532013000", holder="x", currency="EUR", bic="COBA"), "bic"),
    ],
)
def test_an_account_that_no_bank_has_is_refused(cast: Cast, account: Account, field: str) -> None:
    with pytest.raises(Refusal) as refusal:
        commands.add_account(entity=stations.usual_entity().pk, account=account, by=cast.by("ana"))
    assert (refusal.value.field, BankAccount.objects.count()) == (field, 0)


def test_an_account_is_listed_once(cast: Cast) -> None:
    row = stations.usual_entity()
    commands.add_account(entity=row.pk, account=ACCOUNT, by=cast.by("ana"))
    with pytest.raises(Refusal, match="listed already"):
        commands.add_account(entity=row.pk, account=ACCOUNT, by=cast.by("ana"))


def test_only_an_administrator_keeps_entities(cast: Cast) -> None:
    row = stations.usual_entity()
    account = commands.add_account(entity=row.pk, account=ACCOUNT, by=cast.by("ana"))
    tom = cast.by("tom")
    before = [event.type for event in latest(row.pk)]

    def acts(by: Actor) -> None:
        for act in (
            lambda: commands.add_entity(details=SOLAR, by=by),
            lambda: commands.change_entity(entity=row.pk, by=by, city="Bonn"),
            lambda: commands.make_usual(entity=row.pk, by=by),
            lambda: commands.end_entity(entity=row.pk, why="x", by=by),
            lambda: commands.take_up_again(entity=row.pk, by=by),
            lambda: commands.add_account(entity=row.pk, account=OTHER, by=by),
            lambda: commands.prefer_account(account=account.pk, by=by),
            lambda: commands.close_account(account=account.pk, by=by),
        ):
            with pytest.raises(Refusal) as refusal:
                act()
            assert refusal.value.code == "not_yours_to_do"

    acts(tom)
    assert ([event.type for event in latest(row.pk)], Entity.objects.count()) == (before, 1)


def test_an_entity_that_does_not_exist_is_refused(cast: Cast) -> None:
    for act in (
        lambda: queries.entity(0),
        lambda: queries.account(0),
        lambda: commands.change_entity(entity=0, by=cast.by("ana"), city="Bonn"),
        lambda: commands.add_account(entity=0, account=ACCOUNT, by=cast.by("ana")),
        lambda: commands.close_account(account=0, by=cast.by("ana")),
    ):
        with pytest.raises(Refusal) as refusal:
            act()
        assert refusal.value.status == 404
    with pytest.raises(Refusal, match="does not have this detail"):
        commands.change_entity(entity=stations.usual_entity().pk, by=cast.by("ana"), usual="yes")


REFUSED = {
    "a_usual_entity_remains": "UPDATE entity SET usual = false WHERE id = %(first)s",
    "one_usual_entity": "UPDATE entity SET usual = true WHERE id = %(other)s",
    "the_usual_entity_has_not_ended": "UPDATE entity SET ended_at = %(now)s WHERE id = %(first)s",
    "an_entity_has_a_name_of_its_own": "UPDATE entity SET name = 'Lindenau Elektro' WHERE id = %(other)s",
    "an_entity_has_a_name": "UPDATE entity SET name = ' ' WHERE id = %(other)s",
    "an_entity_has_a_legal_name": "UPDATE entity SET legal_name = '' WHERE id = %(other)s",
    "an_entity_names_its_country": "UPDATE entity SET country = 'd' WHERE id = %(other)s",
    "an_entity_names_its_currency": "UPDATE entity SET currency = '€' WHERE id = %(other)s",
    "an_iban_has_its_check_digits": NEW.format("'DE88370400440532013000', '', 'EUR', false"),
    "an_account_has_its_iban": NEW.format("'de89370400440532013000', '', 'EUR', false"),
    "an_account_has_its_bic": NEW.format("'DE02120300000000202051', 'COBA', 'EUR', false"),
    "an_account_names_its_currency": NEW.format("'DE02120300000000202051', '', 'eur', false"),
    "an_open_account_is_listed_once": NEW.format("'DE89370400440532013000', '', 'EUR', false"),
    "one_preferred_account": NEW.format("'DE02120300000000202051', '', 'EUR', true"),
    "a_preferred_account_is_open": "UPDATE bank_account SET closed_at = %(now)s WHERE preferred",
    "an_account_is_closed_after_it_is_added": "UPDATE bank_account SET preferred = false,"
    " closed_at = added_at - interval '1 day'",
    "an_account_has_a_holder": "INSERT INTO bank_account (entity_id, holder, iban, bic, bank, currency, preferred,"
    " added_at) VALUES (%(first)s, ' ', 'DE02120300000000202051', '', '', 'EUR', false, %(now)s)",
}


@pytest.mark.parametrize("constraint", REFUSED)
def test_whoever_writes_by_sql_meets_the_same_rules(cast: Cast, constraint: str) -> None:
    """Also with an event on record that would allow every change."""
    ana, first = cast.by("ana"), stations.usual_entity()
    other = commands.add_entity(details=SOLAR, by=ana)
    commands.add_account(entity=first.pk, account=ACCOUNT, by=ana)
    with refused(constraint), connection.cursor() as cursor:
        on_record(first.pk, other.pk)
        cursor.execute(REFUSED[constraint], {"first": first.pk, "other": other.pk, "now": clock.now()})


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE bank_account SET iban = 'DE02120300000000202051'",
        "UPDATE bank_account SET holder = 'Somebody else'",
        "UPDATE bank_account SET currency = 'CHF'",
        "DELETE FROM bank_account",
        "DELETE FROM entity",
    ],
)
def test_an_account_stays_that_account_and_no_row_goes(cast: Cast, statement: str) -> None:
    first = stations.usual_entity()
    commands.add_account(entity=first.pk, account=ACCOUNT, by=cast.by("ana"))

    def attempt(role: Role) -> None:
        on_record(first.pk)
        with role(), connection.cursor() as cursor:
            cursor.execute(statement)

    refused_to_whoever_may("the_record_cannot_be_rewritten", attempt)
