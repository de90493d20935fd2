"""Read intake items and messages for their pages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.paginator import Page, Paginator
from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from wellkept.files.models import StoredFile
from wellkept.intake.calls_and_forms import Call, call_of
from wellkept.intake.message import read
from wellkept.intake.models import Enclosure, Item, Message, Placing
from wellkept.intake.ranking import in_words
from wellkept.intake.suggestions import Suggestion, for_letters
from wellkept.journeys.models import Journey
from wellkept.journeys.rights import closed_to, may_read, unreadable
from wellkept.kernel import clock
from wellkept.kernel.refusal import forbidden, missing
from wellkept.kernel.text import Text
from wellkept.mail import ParsedMail
from wellkept.people.actor import Actor
from wellkept.people.queries import Hands

FINDABLE = timedelta(days=90)
PAGE = 50  # items on a page of the list


@dataclass(frozen=True, slots=True)
class Mail:
    """Message as a page shows it. `files` are its stored files, `mail` its content.

    `call` is the telephone system's report. `number` is the one given to the sender.
    """

    message: int
    channel: str
    call: Call | None
    number: str
    received_at: datetime
    recipient: str
    outcome: str
    reused_id: bool
    trouble: Text
    mail: ParsedMail
    files: tuple[StoredFile, ...]
    left_out: tuple[
        str, ...
    ]  # what came with it and is kept only inside the mail: empty, or larger than we keep


@dataclass(frozen=True, slots=True)
class ItemPage:
    """Everything needed to decide about an item."""

    item: Item
    mails: tuple[Mail, ...]
    suggestions: tuple[Suggestion, ...]

    @property
    def company(self) -> str:
        """The company that the sender entered."""
        return self.mails[0].mail.company if self.mails else ""

    @property
    def need(self) -> str:
        """Draft of the need, in the sender's words. A call has none before somebody spoke with them."""
        first = self.mails[0].mail if self.mails else None
        if first is None:
            return ""
        return first.new_text.strip()[:5000] or ("" if self.item.channel == "call" else first.subject)


@dataclass(frozen=True, slots=True)
class Landed:
    """Place of a message: a journey by its number, or an item, and other likely journeys."""

    outcome: str
    number: str | None
    item: int | None
    why: str = ""
    others: tuple[tuple[str, str], ...] = ()


def where(message: int) -> Landed:
    """Find where a message is. One that is not handled yet is nowhere."""
    row = Message.objects.defer("raw").get(pk=message)
    number = Journey.objects.filter(pk=row.subject_id).values_list("number", flat=True).first()
    placing = Placing.objects.filter(pk=message).first()
    return Landed(
        outcome=row.outcome or "stored",
        number=number,
        item=row.subject_id if number is None else None,
        why=placing.why if placing else "",
        others=tuple((other_place.journey.number, other_place.why) for other_place in others_of(placing))
        if placing
        else (),
    )


def called(id: str) -> int | None:
    """Find the message of the call with this id."""
    return (
        Message.objects.filter(channel="call", message_id=f"call:{id}").values_list("pk", flat=True).first()
    )


def others_of(placing: Placing) -> list[Suggestion]:
    """List the other likely journeys of a call with reasons, the likeliest first."""
    rows = Journey.objects.select_related("customer").in_bulk([key for key, _unused in placing.others])
    return [Suggestion(rows[key], in_words(signs)) for key, signs in placing.others if key in rows]


def calls_to_settle(journey: int) -> list[Placing]:
    """List calls that were put on this journey automatically and that nobody has confirmed."""
    placings = Placing.objects.filter(touch__journey_id=journey, settled_at__isnull=True)
    placings = placings.exclude(touch__unanswered=True, others=[])  # then there is nothing to ask
    return list(
        placings.select_related("touch__person", "touch__contact", "message").order_by("-touch__at")[:5]
    )


def waiting(*, handler: int | None = None, team: int | None = None, hands: Hands | None = None) -> list[Item]:
    """List waiting items by due time."""
    items = _waiting()
    if handler is not None:
        items = items.filter(handler_id=handler)
    if team is not None:
        items = items.filter(team_id=team)
    if hands is not None:
        items = items.filter(hands.has("handler_id", "team_id"))
    return list(items)


def overdue() -> list[Item]:
    """List overdue items."""
    return list(_waiting().filter(due_at__lt=clock.now()))


def count_waiting(*, hands: Hands | None = None) -> int:
    """Count waiting items, in these hands or all."""
    items = Item.objects.filter(state="waiting")
    return (items if hands is None else items.filter(hands.has("handler_id", "team_id"))).count()


def set_aside(*, within: timedelta = FINDABLE, rule: int | None = None) -> list[Item]:
    """List items set aside by a person or a rule, the latest first."""
    items = _decided("set_aside", within)
    return list(items if rule is None else items.filter(rule_id=rule))


def decided(*, within: timedelta = FINDABLE) -> list[Item]:
    """List items that became or joined a journey, the latest first."""
    return list(_decided("on_journey", within))


def page_of(shown: str, *, by: Actor, hands: Hands, words: str, page: str | None) -> Page[Item]:
    """Read one page of items: `mine` (waiting in these hands), `aside`, `done`, or all that wait.

    `words` of the sender or the title narrow down the decided ones that `by` may read.
    """
    if shown in ("aside", "done"):
        items = _decided("set_aside" if shown == "aside" else "on_journey", FINDABLE)
        if words:
            items = items.filter(Q(sender__icontains=words) | Q(title__icontains=words))
            items = items.exclude(journey__in=closed_to(by))
    else:
        items = _waiting().filter(hands.has("handler_id", "team_id")) if shown == "mine" else _waiting()
    results = Paginator(items, PAGE).get_page(page)
    results.object_list = _as_read_by(by, list(results.object_list))
    return results


def item(id: int, *, by: Actor) -> ItemPage:
    """Read one item with its mails and suggestions. On a confidential journey it is blank to all but its readers."""
    row = _with_names(Item.objects.filter(pk=id)).first()
    if row is None:
        raise missing("item", _("There is no such item."))
    _as_read_by(by, [row])
    messages = _messages().filter(subject_id=_subject_now(row)) if row.readable else ()
    mails = tuple(_mail(message) for message in messages)
    return ItemPage(
        item=row,
        mails=mails,
        suggestions=tuple(
            for_letters([page_mail.mail for page_mail in mails]) if row.state == "waiting" else ()
        ),
    )


def mail(message: int, *, by: Actor) -> Mail:
    """Read one mail, for people who may read its subject."""
    return _mail(_readable(message, by))


def raw(message: int, *, by: Actor) -> bytes:
    """Read one mail exactly as it arrived."""
    return bytes(_readable(message, by).raw)


def unhandled() -> list[Message]:
    """List messages that are stored and not routed, with their trouble."""
    return list(Message.objects.filter(handled_at__isnull=True).defer("raw").order_by("received_at"))


def known_ids(ids: Iterable[str]) -> set[str]:
    """Find which of these Message-IDs have come in before, on any channel."""
    wanted = {id for id in ids if id}
    return set(Message.objects.filter(message_id__in=wanted).values_list("message_id", flat=True))


def id_at_number(*, account: int, validity: int, uid: int) -> str | None:
    """Give the Message-ID of the mail that we have under this number of a mailbox; None if we have none."""
    there = Message.objects.filter(account=account, uid_validity=validity, uid=uid).order_by("-pk")
    return there.values_list("message_id", flat=True).first()


def files_with(messages: Iterable[int]) -> list[StoredFile]:
    """List the files that came with these messages."""
    enclosures = Enclosure.objects.filter(message_id__in=list(messages)).select_related("stored_file")
    return [row.stored_file for row in enclosures.order_by("message_id", "place")]


def _as_read_by(by: Actor, rows: list[Item]) -> list[Item]:
    """Blank what the items on journeys say that this colleague may not read."""
    shut = unreadable([row.journey for row in rows if row.journey is not None], by)
    for row in rows:
        if row.journey_id in shut:
            row.readable = False
            row.sender = row.sender_name = row.title = row.words = row.reason = ""
            row.marks, row.contact = [], None
    return rows


def _waiting() -> QuerySet[Item]:
    return _with_names(Item.objects.filter(state="waiting")).order_by("due_at", "pk")


def _decided(state: str, within: timedelta) -> QuerySet[Item]:
    items = Item.objects.filter(state=state, decided_at__gt=clock.now() - within)
    return _with_names(items).order_by("-decided_at", "-pk")


def _with_names(items: QuerySet[Item]) -> QuerySet[Item]:
    """Read items with the names of people and teams."""
    return items.select_related(
        "mailbox", "team", "handler", "decided_by", "rule__answerable", "journey", "contact__customer"
    )


def _messages() -> QuerySet[Message]:
    enclosures = Enclosure.objects.select_related("stored_file").order_by("place")
    return Message.objects.prefetch_related(Prefetch("enclosures", queryset=enclosures)).order_by(
        "received_at", "pk"
    )


def _mail(row: Message) -> Mail:
    mail = read(row)
    kept = {enclosure.place for enclosure in row.enclosures.all()}
    return Mail(
        message=row.pk,
        channel=row.channel,
        call=call_of(bytes(row.raw)) if row.channel == "call" else None,
        number=row.number or "",
        received_at=row.received_at,
        recipient=row.recipient,
        outcome=row.outcome,
        reused_id=row.reused_id,
        trouble=row.trouble,
        mail=mail,
        left_out=tuple(
            attachment.name for place, attachment in enumerate(mail.attachments) if place not in kept
        ),
        files=tuple(enclosure.stored_file for enclosure in row.enclosures.all()),
    )


def _readable(message: int, by: Actor) -> Message:
    row = _messages().filter(pk=message).first()
    if row is None:
        raise missing("message", _("There is no such mail."))
    journey = Journey.objects.filter(pk=row.subject_id).first() if row.subject_id else None
    if journey is not None and not may_read(journey, by):
        raise forbidden(
            _("This journey is confidential."), instead=_("Its owner can name you as one who may read it.")
        )
    return row


def _subject_now(row: Item) -> int:
    """Find the present subject of an item's mails: the item, or the journey it ended on."""
    return int(row.pk if row.journey_id is None else row.journey_id)
