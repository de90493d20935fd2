"""Pages of pairs, of undoing with its preview, and of splitting; hints while typing."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests import cast as people
from tests.cast import Cast, Party
from tests.web.signed_in import at

from wellkept.customers import commands as customers
from wellkept.customers.models import Customer
from wellkept.duplicates.commands.merge import merge
from wellkept.duplicates.commands.not_the_same import tell_apart
from wellkept.duplicates.commands.sweep import _taken, sweep
from wellkept.duplicates.models import BeingCompared, Merge, Pair, ToCompare
from wellkept.duplicates.queries import pairs
from wellkept.duplicates.queries.groups import LARGEST, connected
from wellkept.events.models import Event
from wellkept.journeys.commands.details import make_confidential
from wellkept.journeys.models import Journey
from wellkept.kernel import clock
from wellkept.voice.commands.meetings import mark_key_customer, set_rhythm
from wellkept.voice.models import Rhythm

pytestmark = pytest.mark.django_db


def twin_of(cast: Cast, party: Party, name: str) -> Party:
    """Add the same customer again, written in a hurry."""
    row = customers.add_customer(name=name, by=cast.by("tom"))
    contact = customers.add_contact(
        customer=row.pk, name=party.contact.name, phone="0351/888817", by=cast.by("tom")
    )
    place = customers.add_site(
        customer=row.pk, street="Koenigstr. 4", postcode="01097", city="Dresden", by=cast.by("tom")
    )
    return Party(row, contact, place)


def test_a_pair_is_shown_with_reasons_and_merged(cast: Cast) -> None:
    twin = twin_of(cast, cast.bakery, "Baeckerei Lindner GmbH")
    sweep()
    tom = at(cast, "tom")
    page = tom.get("/customers/pairs").content.decode()
    assert "Almost certainly the same" in page
    for words in ("Same name", "Same telephone number", "Same address", "Same contact"):
        assert words in page
    keep = cast.bakery.customer.pk
    answer = tom.post(
        f"/customers/{keep}/merges",
        {"other": twin.customer.pk},
        headers={"Referer": "http://testserver/customers/pairs"},
    )
    assert (answer.status_code, answer.headers["Location"]) == (303, "/customers/pairs")
    gone = tom.get(f"/customers/{twin.customer.pk}")
    assert (gone.status_code, gone.headers["Location"]) == (302, f"/customers/{keep}")
    stays = tom.get(f"/customers/{keep}").content.decode()
    assert "Baeckerei Lindner GmbH was merged into this customer on" in stays
    assert f"/merges/{Merge.objects.get().pk}/undoing" in stays


def test_a_rejected_pair_returns_only_after_a_change(cast: Cast) -> None:
    twin = twin_of(cast, cast.bakery, "Bäckerei Lindner")
    sweep()
    tom = at(cast, "tom")
    answer = tom.post(f"/customers/{twin.customer.pk}/distinctions", {"other": cast.bakery.customer.pk})
    assert answer.status_code == 303
    pair = (cast.bakery.customer.pk, twin.customer.pk)
    assert pair not in shown(tom)
    customers.change(customer=twin.customer.pk, note="Rings on Mondays", by=cast.by("tom"))
    assert sweep() == 1
    assert pair not in shown(tom)
    customers.change_contact(contact=twin.contact.pk, email=cast.bakery.contact.email, by=cast.by("tom"))
    sweep()
    assert pair in shown(tom)


def shown(browser: object) -> set[tuple[int, int]]:
    waiting = browser.get("/customers/pairs").context["waiting"]  # type: ignore[attr-defined]
    return {(row.pair.first_id, row.pair.second_id) for group in waiting.groups for row in group.likely}


def test_the_sweep_continues_and_finds_each_pair_once(cast: Cast) -> None:
    for n in range(3):
        twin_of(cast, cast.bakery, f"Bäckerei Lindner{'i' * n}")
    waiting = ToCompare.objects.count()
    assert sweep(most=2) == 2
    assert ToCompare.objects.count() == waiting - 2
    sweep()
    pair_keys = list(Pair.objects.values_list("first", "second"))
    assert len(pair_keys) == len(set(pair_keys))
    assert sweep() == 0
    customers.change(customer=cast.bakery.customer.pk, name="Bäckerei Lindner", by=cast.by("tom"))
    sweep()
    assert sorted(Pair.objects.values_list("first", "second")) == sorted(pair_keys)


def test_a_killed_sweep_continues_with_its_batch(cast: Cast) -> None:
    """A customer of the batch who changed since is compared again."""
    twin = twin_of(cast, cast.bakery, "Baeckerei Lindner")
    taken = sorted(_taken(100))
    assert (ToCompare.objects.count(), BeingCompared.objects.count()) == (0, len(taken))
    assert twin.customer.pk in taken
    customers.change(customer=twin.customer.pk, note="Rings on Mondays", by=cast.by("tom"))
    assert sweep() == len(taken) + 1
    assert not BeingCompared.objects.exists()
    assert [row.customer for row in pairs.like(twin.customer.pk)] == [cast.bakery.customer]


def test_a_pair_disappears_when_its_customers_become_different(cast: Cast) -> None:
    row = customers.add_customer(name="Zimmerei Adler", by=cast.by("tom"))
    other = customers.add_customer(name="Zimmerei Adler", by=cast.by("tom"))
    for customer in (row, other):
        customers.add_site(customer=customer.pk, street="Elmweg 7", postcode="04109", by=cast.by("tom"))
    sweep()
    assert [row.customer for row in pairs.like(row.pk)] == [other]
    customers.change(customer=other.pk, name="Optik Rosen", by=cast.by("tom"))
    sweep()
    assert pairs.like(row.pk) == []


@pytest.mark.parametrize("many", [1, 3])
def test_the_list_takes_the_same_statements_for_one_pair_and_three(cast: Cast, many: int) -> None:
    tell_apart(first=cast.bakery.customer.pk, second=cast.school.customer.pk, by=cast.by("tom"))
    for n in range(many):
        row, other = (
            people.party(f"Firma {'Xenon' * (n + 1)}", f"Ada Vor{n}", by=cast.by("tom")) for _ in "ab"
        )
        Pair.objects.create(
            first_id=row.customer.pk,
            second_id=other.customer.pk,
            probability=0.9,
            compared="x" * 64,
            found_at=row.customer.met_at,
        )
    browser = at(cast, "iris")
    browser.get("/customers/pairs")
    with CaptureQueriesContext(connection) as asked:
        page = browser.get("/customers/pairs")
    assert len(page.context["waiting"].groups) == many
    assert len(asked) == 19


def test_three_duplicates_form_one_group_and_are_merged_at_once(cast: Cast) -> None:
    keep = cast.bakery.customer.pk
    twins = [
        twin_of(cast, cast.bakery, name).customer.pk for name in ("Baeckerei Lindner", "Lindner, Bäckerei")
    ]
    sweep()
    tom = at(cast, "tom")
    [group] = tom.get("/customers/pairs").context["waiting"].groups
    assert [side.customer.pk for side in group.sides] == [keep, *twins]
    assert (len(group.likely), group.words) == (3, "Almost certainly the same")
    answer = tom.post(
        f"/customers/{keep}/merges",
        {"other": [keep, *twins]},
        headers={"Referer": "http://testserver/customers/pairs?page=1"},
    )
    assert (answer.status_code, answer.headers["Location"]) == (303, "/customers/pairs?page=1")
    assert set(Merge.objects.values_list("keep", "away")) == {(keep, row) for row in twins}
    page = tom.get("/customers/pairs").content.decode()
    assert "2 others were merged into Bäckerei Lindner." in page
    assert "There are no duplicates." in page


def test_a_customer_left_out_of_a_group_stays_separate(cast: Cast) -> None:
    keep = cast.bakery.customer.pk
    row, other = (
        twin_of(cast, cast.bakery, name).customer.pk for name in ("Baeckerei Lindner", "Lindner Bäckerei")
    )
    sweep()
    tom, before = at(cast, "tom"), Event.objects.count()
    nobody = tom.post(f"/customers/{keep}/merges", {"other": [keep]})
    assert (nobody.status_code, Event.objects.count()) == (422, before)
    assert "Which customer is it the same as?" in nobody.content.decode()
    tom.post(f"/customers/{keep}/merges", {"other": [keep, row]})
    assert set(Customer.objects.filter(merged_into=keep).values_list("pk", flat=True)) == {row}
    assert (keep, other) in shown(tom)


def test_the_form_asks_whose_meetings_continue(cast: Cast) -> None:
    twin = twin_of(cast, cast.bakery, "Baeckerei Lindner GmbH").customer.pk
    keep = cast.bakery.customer.pk
    for party, days in ((keep, 9), (twin, 30)):
        set_rhythm(customer=party, every_days=days, next_at=clock.now() + people.DAY, by=cast.by("tom"))
        mark_key_customer(customer=party, why=f"Much, {days}", by=cast.by("ana"))
    sweep()
    tom = at(cast, "tom")
    page = tom.get("/customers/pairs").content.decode()
    assert "We meet several of them regularly. Whose meetings continue?" in page
    assert re.search(rf'name="mark_of"\s+value="{twin}"', page)
    before = Event.objects.count()
    asked = tom.post(f"/customers/{keep}/merges", {"other": twin, "mark_of": twin})
    assert (asked.status_code, Event.objects.count()) == (409, before)
    assert re.search(rf'name="mark_of"\s+value="{twin}"\s+checked', asked.content.decode())
    answer = tom.post(f"/customers/{keep}/merges", {"other": twin, "mark_of": twin, "rhythm_of": twin})
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/customers/{keep}")
    [rhythm] = Rhythm.objects.filter(ended_at__isnull=True)
    assert (rhythm.customer_id, rhythm.every_days) == (keep, 30)


def test_a_long_chain_is_shown_pair_by_pair() -> None:
    chain = [(n, n, n + 1) for n in range(1, LARGEST)]
    assert connected([*chain, (99, 90, 91)]) == [[key for key, _, _ in chain], [99]]
    longer = [*chain, (LARGEST, LARGEST, LARGEST + 1)]
    assert connected(longer) == [[key] for key, _, _ in longer]


def test_an_empty_list_explains_itself(cast: Cast) -> None:
    assert "There are no duplicates." in at(cast, "tom").get("/customers/pairs").content.decode()


def test_undoing_is_previewed_first(cast: Cast) -> None:
    row = people.opened(cast, of=cast.school)
    secret = people.opened(cast, of=cast.school)
    make_confidential(journey=secret.pk, confidential=True, by=cast.by("tom"))
    keep, away = cast.bakery.customer.pk, cast.school.customer.pk
    with clock.at(clock.now() + people.DAY):
        done = merge(keep=keep, away=away, by=cast.by("tom"))
    with clock.at(clock.now() + 2 * people.DAY):  # later rows must count as later
        customers.add_contact(customer=keep, name="Eva Neu", phone="0351 4000", by=cast.by("tom"))
        since = people.opened(cast, of=cast.bakery)
        along = people.opened(cast, of=cast.school)
        iris = at(cast, "iris")
        page = iris.get(f"/merges/{done.pk}/undoing")
        what = page.context["what"]
        assert {row.journey.pk for row in what.journeys} == {row.pk, secret.pk}
        assert [row.journey.pk for row in what.along] == [along.pk]
        assert [row.journey.pk for row in what.journeys_since] == [since.pk]
        assert [row.name for row in what.contacts_since] == ["Eva Neu"]
        assert what.sites_since == []
        assert [row.readable for row in what.journeys] == [False, True]
        answer = iris.post(f"/merges/{done.pk}/undoing")
        assert (answer.status_code, answer.headers["Location"]) == (303, f"/customers/{away}")
        owners = dict(Journey.objects.values_list("pk", "customer_id"))
        assert owners == {row.pk: away, secret.pk: away, along.pk: away, since.pk: keep}
        assert "Undone" in iris.get(f"/merges/{done.pk}/undoing").content.decode()


def test_a_customer_is_split_in_two(cast: Cast) -> None:
    eva = customers.add_contact(
        customer=cast.bakery.customer.pk, name="Eva Café", phone="0351 4000", by=cast.by("tom")
    )
    row = people.opened(cast, of=Party(cast.bakery.customer, eva, cast.bakery.site))
    stays = people.opened(cast)
    tom = at(cast, "tom")
    assert "Eva Café" in tom.get(f"/customers/{cast.bakery.customer.pk}/splits").content.decode()
    before = Event.objects.count()
    refused = tom.post(
        f"/customers/{cast.bakery.customer.pk}/splits",
        {"name": "", "kind": "organisation", "contacts": [eva.pk]},
    )
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["name"])
    assert refused.context["form"]["contacts"].value() == [str(eva.pk)]
    nobody = tom.post(
        f"/customers/{cast.bakery.customer.pk}/splits", {"name": "Café", "kind": "organisation"}
    )
    assert nobody.status_code == 422
    assert Event.objects.count() == before
    answer = tom.post(
        f"/customers/{cast.bakery.customer.pk}/splits",
        {"name": "Café Lindner", "kind": "organisation", "contacts": [eva.pk]},
    )
    part = Customer.objects.get(name="Café Lindner")
    assert answer.headers["Location"] == f"/customers/{part.pk}"
    assert dict(Journey.objects.values_list("pk", "customer_id")) == {
        row.pk: part.pk,
        stays.pk: cast.bakery.customer.pk,
    }


def test_only_readers_split_off_a_confidential_journey(cast: Cast) -> None:
    row = people.opened(cast)
    make_confidential(journey=row.pk, confidential=True, by=cast.by("tom"))
    before = Event.objects.count()
    form = {"name": "Other", "kind": "organisation", "contacts": [cast.bakery.contact.pk]}
    page = at(cast, "iris").get(f"/customers/{cast.bakery.customer.pk}/splits").content.decode()
    assert row.need not in page
    answer = at(cast, "iris").post(f"/customers/{cast.bakery.customer.pk}/splits", form)
    assert answer.status_code in (403, 422)
    assert (Event.objects.count(), Journey.objects.get().customer_id) == (before, cast.bakery.customer.pk)
    assert at(cast, "tom").post(f"/customers/{cast.bakery.customer.pk}/splits", form).status_code == 303


def test_the_other_customer_is_found_by_a_search(cast: Cast) -> None:
    page = at(cast, "tom").get(f"/customers/{cast.bakery.customer.pk}/merges", {"said": "schule"})
    assert [side.customer.pk for side in page.context["found"]] == [cast.school.customer.pk]
    none = at(cast, "tom").get(f"/customers/{cast.bakery.customer.pk}/merges", {"said": "zzz"})
    assert "Nobody else is known as" in none.content.decode()


def test_the_customer_page_shows_a_hint(cast: Cast) -> None:
    twin = twin_of(cast, cast.bakery, "Baeckerei Lindner")
    sweep()
    page = at(cast, "tom").get(f"/customers/{twin.customer.pk}").content.decode()
    assert "Probably the same as" in page
    assert f"/customers/{cast.bakery.customer.pk}" in page
