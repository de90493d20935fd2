"""Blueprints: approved as files, and followed by their rows alone (law 6)."""

from __future__ import annotations

import re
from importlib import resources

import pytest
from tests import cast as people
from tests.cast import Cast
from tests.refused import refused

from wellkept.blueprints import commands
from wellkept.blueprints.queries import current
from wellkept.delivery import commands as delivery
from wellkept.journeys.commands import handoffs
from wellkept.journeys.evidence import Evidence
from wellkept.journeys.models import Check, Journey
from wellkept.kernel.money import Money
from wellkept.sales import commands as sales

pytestmark = pytest.mark.django_db
SERVICE = (resources.files("wellkept.blueprints") / "library" / "service.toml").read_text()


def renamed(source: str) -> str:
    """The same process under quite other keys."""
    keys = iter(range(1, 1000))
    return re.sub(r'key = "[a-z-]+"', lambda _match: f'key = "k{next(keys)}"', source)


def ticked(row: Journey) -> set[str]:
    """The texts of the items that are ticked."""
    texts = {item.key: item.text for item in current(blueprint=row.blueprint_id).checklist}
    return {texts[check.item] for check in Check.objects.filter(journey=row)}


def walk(cast: Cast) -> Journey:
    """A journey up to its acceptance, everything that its events do not prove ticked by hand."""
    row = people.opened(cast)
    sales.read_back(journey=row.pk, text="The oven trips it", by=cast.by("tom"))
    sales.confirm_need(journey=row.pk, by=people.speaker_of(row))
    sales.decide(
        journey=row.pk, what="A line", why="It helps", evidence=Evidence("click"), by=people.speaker_of(row)
    )
    for giver, receiver in (("tom", "olga"), ("olga", "jonas")):
        handoffs.offer_handoff(journey=row.pk, by=cast.by(giver))
        handoffs.accept_handoff(journey=row.pk, by=cast.by(receiver))
        if receiver == "olga":
            people.orders.put_agreement(
                journey=row.pk,
                words="One line",
                total=Money(people.Decimal("1840"), "EUR"),
                delivery_by=people.clock.now() + 9 * people.DAY,
                by=cast.by("olga"),
            )
            people.orders.agree(
                journey=row.pk, by=people.speaker_of(row), evidence=Evidence(signed_name="Petra Lindner")
            )
    delivery.deliver(journey=row.pk, words="It is in", by=cast.by("jonas"))
    delivery.accept(journey=row.pk, by=people.speaker_of(row), evidence=Evidence(signed_name="Petra Lindner"))
    return people.fresh(row)


def test_events_tick_what_they_prove_whatever_the_keys_are(cast: Cast) -> None:
    proved = {
        "The need is read back and confirmed",
        "The chosen solution is named, with why they chose it",
        "What was agreed is on one page, with the total and the date",
        "The customer has accepted, and what they found is written down",
    }
    assert ticked(walk(cast)) == proved
    commands.approve(key="service", source=renamed(SERVICE), by=cast.by("ana"))
    row = walk(cast)
    assert {check.item for check in Check.objects.filter(journey=row)} <= {f"k{n}" for n in range(1, 100)}
    assert ticked(row) == proved


def test_no_key_of_a_built_in_blueprint_stands_in_code() -> None:
    library = resources.files("wellkept.blueprints") / "library"
    keys = {
        key
        for name in commands.BUILT_IN
        for key in re.findall(r'key = "([a-z]+-[a-z-]+)"', (library / f"{name}.toml").read_text())
    }
    # These are addresses, or kinds of other things, that are called alike.
    others = {"next-need", "read-back"}
    root = resources.files("wellkept")
    standing = {
        (path.name, key)
        for path in sorted(root.rglob("*.py"))  # type: ignore[attr-defined]
        for key in keys - others
        if f'"{key}"' in path.read_text()
    }
    assert standing == set()


def test_the_same_file_changes_nothing_and_another_is_the_next_version(cast: Cast) -> None:
    before = current("service").version
    assert commands.approve(key="service", source=SERVICE, by=cast.by("ana")).pk == before.pk
    after = commands.approve(key="service", source=SERVICE + "\n# newer", by=cast.by("ana"))
    assert after.version == before.version + 1


def test_only_the_process_owner_and_administrators_approve(cast: Cast) -> None:
    with refused("not_yours_to_do"):
        commands.approve(key="service", source=SERVICE + "\n", by=cast.by("tom"))


@pytest.mark.parametrize(
    "broken",
    [
        "title = ",
        'title = "x"',
        SERVICE.replace('from = "sales"', 'from = "support"'),
        SERVICE.replace('proved_by = "agreed"', 'proved_by = "It is agreed"'),
    ],
)
def test_a_file_that_is_no_process_is_refused(cast: Cast, broken: str) -> None:
    with refused("invalid_source"):
        commands.approve(key="service", source=broken, by=cast.by("ana"))
