"""Law 11: nothing in a law table changes without an event that allows it, whatever is tried."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection, transaction
from tests.cast import MONDAY, Cast
from tests.laws import attacker
from tests.laws.conftest import World
from tests.laws.test_every_change import LAW_TABLES
from tests.mail.corpus import mail
from tests.size import LONG, size

from wellkept.duplicates.commands.merge import merge
from wellkept.events.models import Subject
from wellkept.intake.commands.filter_rules import make_rule
from wellkept.intake.commands.samples import draw_samples
from wellkept.intake.commands.web_forms import WantedForm, set_form
from wellkept.intake.receive import receive
from wellkept.kernel import clock
from wellkept.mailboxes.commands.accounts import Secrets, Wanted, set_account
from wellkept.mailboxes.commands.addresses import set_mailbox
from wellkept.people import commands as people
from wellkept.people.commands.keys import note_second_factors
from wellkept.people.commands.rota import set_duty, set_rota

pytestmark = [pytest.mark.django_db, pytest.mark.law, pytest.mark.one_version, pytest.mark.long]
OFFICE = "office@lindenau.example"


@pytest.fixture(scope="module")
def committed_full_world(committed_world: World) -> World:
    """The world, with a row in every law table: committed, so that the attacks meet no event of these."""
    with clock.at(MONDAY), transaction.atomic():
        fill(committed_world.cast)
    with clock.at(MONDAY):
        receive(mail(b"No hot water.\n", From="erika@example.org", To=OFFICE), recipient=OFFICE)
        receive(mail(b"Buy!\n", From="max@adverts.example", To=OFFICE), recipient=OFFICE)
    with clock.at(MONDAY + timedelta(days=7)):
        draw_samples()
    return committed_world


@pytest.fixture
def full_world(committed_full_world: World, db: None) -> Iterator[World]:
    with clock.at(MONDAY + timedelta(hours=1)):
        yield committed_full_world


def fill(cast: Cast) -> None:
    """Put a row into each law table that the world leaves empty."""
    ana, team, today = cast.by("ana"), cast.teams["support"].pk, clock.now().date()
    set_mailbox(address=OFFICE, team=team, by=ana)
    set_account(
        wanted=Wanted(address=OFFICE, host="imap.example.org", login=OFFICE), secrets=Secrets("x"), by=ana
    )
    set_form(wanted=WantedForm(key="kitchen", team=team, words={"en": {"title": "Your kitchen"}}), by=ana)
    make_rule(kind="domain", pattern="adverts.example", why="Adverts", by=ana)
    people.join_team(person=cast.olga.pk, team=team, by=ana)
    members = list(cast.teams["support"].memberships.values_list("person_id", flat=True))
    set_rota(team=team, people=members, since=today, weeks=1, by=ana)
    set_duty(team=team, person=members[0], since=today, until=today, by=ana)
    Authenticator.objects.create(user=cast.tom, type="totp", data={})
    note_second_factors(person=cast.tom.pk, added=["totp"], removed=[])
    merge(keep=cast.bakery.customer.pk, away=cast.school.customer.pk, by=ana)


def test_whatever_passes_without_its_event_is_on_the_list(
    full_world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    findings = attacker.Findings()
    if LONG:
        attacker.attack(LAW_TABLES, findings, values=99, wrong_types=1)
    attacker.attack(LAW_TABLES, findings, values=2, wrong_types=size(1, 999), ways=[attacker.WRONG_EVENT])

    with capsys.disabled():
        print(f"\n{findings}")
    assert findings.without_rows == set()
    reasons = attacker.allowed()
    on_the_list = {
        entry for entry in findings.passed if entry in reasons or replace(entry, event="none") in reasons
    }
    assert sorted(findings.passed - on_the_list) == []
    assert {(entry.table, entry.what) for entry in reasons} == {
        (entry.table, entry.what) for entry in findings.passed
    }  # nothing on the list that is refused by now
    assert findings.attempts > 2 * len(findings.columns)


@pytest.mark.parametrize(
    "kind",
    [
        "journey",
        "customer",
        "person",
        "team",
        "company",
        "blueprint",
        "nonconformity",
        "entity",
        "payment",
        "solution",
        "product",
        "price_list",
        "tax_rate",
    ],
)
def test_every_event_that_the_attacker_records_stands_by_itself(world: World, kind: str) -> None:
    """Else an attempt would be refused for its event, and prove nothing."""
    subject = Subject.objects.filter(kind=kind).earliest("pk").pk
    for event_type in attacker.types_of(kind):
        with transaction.atomic(), connection.cursor() as cursor:
            attacker.record(subject, event_type)
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            transaction.set_rollback(True)


def test_the_list_says_why() -> None:
    for entry, reason in attacker.allowed().items():
        assert entry.table in LAW_TABLES
        assert "*" not in f"{entry}"
        assert len(reason) > 20
