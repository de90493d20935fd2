"""A company in which every page has something to show."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any
from zoneinfo import available_timezones

from babel import Locale

import wellkept
from tests import cast as casting
from tests.cast import DAY, HOUR, Cast
from tests.solutions.catalogue import build as catalogue
from wellkept.delivery import commands as delivery
from wellkept.duplicates.commands.merge import merge
from wellkept.endings import commands as endings
from wellkept.entities import commands as entities
from wellkept.entities.letterhead import Account, Details
from wellkept.find.commands.misses import note_miss
from wellkept.imports.commands import uploads
from wellkept.intake.receive import receive
from wellkept.journeys.commands import holds, steps, touches
from wellkept.journeys.models import Journey
from wellkept.journeys.touch import IncomingTouch
from wellkept.kernel import clock
from wellkept.mailboxes.commands import addresses as mailboxes
from wellkept.people import commands as people
from wellkept.people.models import Person
from wellkept.promises import commands as promises
from wellkept.promises.models import Promise
from wellkept.quality.commands import raise_nonconformity
from wellkept.sales import commands as sales
from wellkept.voice.commands.meetings import mark_key_customer, set_rhythm
from wellkept.voice.commands.statements import note_statement

MAIL = (
    b"From: Erika Muster <erika@example.org>\r\nTo: office@lindenau.example\r\nSubject: Kein Warmwasser\r\n"
    b"Message-ID: <one@example.org>\r\nDate: Mon, 02 Mar 2026 09:00:00 +0100\r\n\r\nSeit Freitag kalt.\r\n"
)


# Names, and how the made-up language's CLDR form counts and lists.
NAMES = (
    "Wellkept", "wellkept", "Lindenau", "English", "Esperanto", "CSV", "Excel", "JSON", "IMAP", "INBOX", "Google",
    "Microsoft 365", "Esc", "Enter", "Cmd", "Ctrl", "Sales", "Orders", "Delivery", "Support", "Billing", "kaj",
    "minuto", "minutoj", "horo", "horoj", "tago", "tagoj", "semajno", "semajnoj", "monato", "monatoj",
    "bitoko", "bitokoj",
)  # fmt: skip


def fill(cast: Cast) -> None:
    """A journey at each station, and one row of whatever else a page shows."""
    ana, tom, jonas = cast.by("ana"), cast.by("tom"), cast.by("jonas")
    casting.decided(cast)
    casting.offered(cast)
    casting.put(cast)
    casting.in_support(cast)
    casting.at_rest(cast)
    opened = casting.opened(cast)
    _talk(cast, opened)
    _late(cast)
    ended = casting.opened(cast)
    endings.cancel(journey=ended.pk, why="Zu teuer", by=ana, by_them=True)
    other = casting.party("Café Nord", "Nora Nord", by=ana)
    note_statement(customer=other.customer.pk, kind="expectation", words="Morgens offen", by=ana)
    set_rhythm(customer=other.customer.pk, every_days=28, next_at=clock.now() + 7 * DAY, by=ana)
    mark_key_customer(customer=other.customer.pk, why="Viele Filialen", by=ana)
    twin = casting.party("Cafe Nord", "Nora Nord", by=ana)
    merge(keep=other.customer.pk, away=twin.customer.pk, by=ana)
    raise_nonconformity(
        what="Kabel fehlte", handler=cast.jonas.pk, next_step="Lager prüfen", due=clock.now() + DAY, by=ana
    )
    details = Details(name="Solar", legal_name="Ost GmbH", country="DE", language="de", currency="EUR")
    entity = entities.add_entity(details=details, by=ana)
    for iban in ("DE89370400440532013000", "DE02120300000000202051"):
        account = Account(iban=iban, holder="Ost GmbH", currency="EUR")
        entities.add_account(entity=entity.pk, account=account, by=ana)
    catalogue(cast)
    note_miss(asked="Zebra 4711", by=tom)
    mailboxes.set_mailbox(address="office@lindenau.example", team=cast.teams["sales"].pk, by=ana)
    receive(MAIL, "office@lindenau.example")
    batch = uploads.begin(by=ana, source="Altsystem")
    uploads.add_file(of=batch.pk, name="kunden.csv", content=b"Name;Ort\nGasthaus Ost;Dresden\n", by=ana)
    holds.place_hold(journey=opened.pk, stops="billing", why="Beschwerde", by=tom)
    people.go_away(
        person=cast.jonas.pk, since=clock.now(), until=clock.now() + 3 * DAY, why="Urlaub", by=jonas
    )


def _talk(cast: Cast, row: Journey) -> None:
    tom = cast.by("tom")
    touches.log_touch(journey=row.pk, touch=IncomingTouch("mail", "Wann kommt ihr?"), by=tom)
    touches.log_touch(journey=row.pk, touch=IncomingTouch("call", "Hallo?", unanswered=True), by=tom)
    touches.write_note(journey=row.pk, words="Vorsicht, Hund", by=tom)
    steps.plan_step(journey=row.pk, what="Plan zeichnen", due=clock.now() + DAY, by=tom)
    steps.wait_for(
        journey=row.pk, third_party="Netz AG", what="Freigabe", ask_again=clock.now() + DAY, by=tom
    )
    promises.make_promise(journey=row.pk, text="Skizze", due=clock.now() + 2 * HOUR, by=tom)
    sales.read_back(journey=row.pk, text="Der Ofen löst aus", by=tom)


def _late(cast: Cast) -> None:
    row = casting.in_delivery(cast)
    due = Promise.objects.get(journey=row, purpose="delivery")
    assert due.due is not None
    promises.move_promise(
        journey=row.pk, promise=due.pk, due=due.due + 2 * DAY, reason="Lieferant krank", by=cast.by("jonas")
    )
    delivered = casting.in_delivery(cast)
    delivery.deliver(journey=delivered.pk, words="Liegt im Keller", by=cast.by("jonas"))


def typed(*modules: ModuleType) -> set[str]:
    """Text that people typed in these modules, and names of every language."""
    texts = set(NAMES) | set(Person.objects.values_list("name", flat=True))
    texts |= {name.split()[0] for name in texts}
    for module in modules:
        tree = ast.parse(Path(str(module.__file__)).read_text())
        texts |= {node.value for node in ast.walk(tree) if _is_typed(node)}  # type: ignore[attr-defined]
    texts |= {line.split(": ")[-1] for line in MAIL.decode().splitlines() if line}
    root = Path(wellkept.__file__).parent
    for path in [*root.glob("blueprints/library/*.toml"), *root.glob("voice/questions/*.toml")]:
        texts |= {*_strings(tomllib.loads(path.read_text())), *path.read_text().splitlines()}
    for code in ("eo", "en", "de"):
        here = Locale(code)
        texts |= {*here.territories.values(), *here.languages.values()}
        texts |= {*here.currencies.values(), *here.currencies}
        for table in (here.days, here.months):
            texts |= {name for form in table.values() for names in form.values() for name in names.values()}
    for zone in available_timezones():
        parts = zone.replace("_", " ").split("/")
        texts |= {zone, *parts, ", ".join(parts[1:]), zone.replace("_", " ")}
    return texts


def _is_typed(node: ast.AST) -> bool:
    if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
        return False
    return node.value[:1].isupper() or " " in node.value or "@" in node.value or "." in node.value


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from _strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from _strings(item)
