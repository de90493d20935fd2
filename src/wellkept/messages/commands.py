"""Deliver notices that are due."""

from __future__ import annotations

import logging
import random
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import connection, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wellkept.events import sweeps
from wellkept.events.anchor import Anchored, anchor
from wellkept.journeys.commands.touches import wait_for_customer
from wellkept.journeys.commands.turn import turn, wait_for_turn
from wellkept.journeys.models import Journey
from wellkept.journeys.rules import open_to_all
from wellkept.kernel import clock
from wellkept.kernel.fault_words import name_of
from wellkept.kernel.header_text import one_token
from wellkept.kernel.outage import outage_of
from wellkept.kernel.text import Text, fill
from wellkept.messages import queries, rules, server_pause
from wellkept.messages.carriers import Carrier, carrier
from wellkept.messages.letters import Letter, compose, with_page
from wellkept.messages.mail import NotAnAddress, build
from wellkept.messages.models import Attempt, ThreadMail
from wellkept.messages.page_address import page_for
from wellkept.messages.smtp import Away, Carried, Never, NotFromUs, NotNow, Outcome
from wellkept.messages.undelivered import readable_notice
from wellkept.notices import commands as notices
from wellkept.notices.models import Notice
from wellkept.people.actor import SYSTEM, Actor
from wellkept.people.queries import company
from wellkept.promises.commands.moves import notice_told
from wellkept.visits.calendar_file import calendar_of

log = logging.getLogger("wellkept.messages")

ONE_AT_A_TIME = 0x6D61696C  # "mail": key of the advisory lock; one letter at a time in all processes
MARKED_AGAIN = timedelta(minutes=1)  # delay before a letter that was taken is marked as told again
NOT_MARKED = gettext_lazy("The mail server took it; it is not marked as told yet.")
ANOTHERS = gettext_lazy("This contact belongs to another customer than the journey now.")
NO_ADDRESS = gettext_lazy("This is no mail address.")
TROUBLED = timedelta(minutes=10)  # delay before a letter that could not be composed is tried again


def carry_due(*, limit: int = 500) -> int:
    """Deliver due notices one after the other. Returns how many were tried.

    Each is a transaction of its own, and only one runs in the whole installation. If the process dies between
    the server's "taken" and our commit, that one letter goes out once more with the same id. While a server is
    away, one letter asks it at times (`server_pause`), and the others wait in the order in which they were made.
    """
    due = Notice.objects.filter(queries.is_due_letter()).order_by("made_at", "pk")
    with carrier() as by:
        if server_pause.paused(by.server):
            return sweeps.each("give_up_letters", server_pause.too_late(by.server), server_pause.give_up)
        asked = 0
        if server_pause.is_away(by.server):
            first = due.values_list("pk", flat=True)[:1]
            asked = sweeps.each("ask_mail_server", first, lambda notice: _carry(by, notice=notice))
            if server_pause.is_away(by.server):
                return asked
        return asked + sweeps.each_due(
            "carry_mail", due, lambda notice: _carry(by, notice=notice), limit=limit
        )


def carry_notice(*, notice: UUID) -> bool:
    """Deliver this notice at once if it is due. Called by the reaction to its queueing."""
    with carrier() as by:
        return _carry(by, notice=notice)


@transaction.atomic
def told_by_hand(*, notice: UUID, words: str, by: Actor) -> None:
    """Record that a person told the customer by telephone or post, and what was said."""
    _take(notice)
    readable_notice(notice, by=by)
    notices.told_by_hand(notice=notice, words=words, by=by)
    notice_told(notice=notice, by=by)
    _over(notice, how="told")


@transaction.atomic
def send_again(*, notice: UUID, by: Actor, address: str | None = None) -> None:
    """Send a notice again that did not arrive. Only one without a contact goes to another `address`."""
    _take(notice)
    readable_notice(notice, by=by)
    notices.send_again(notice=notice, by=by, address=address)


@transaction.atomic
def came_back(*, notice: UUID, why: str) -> None:
    """Record that a mail did not arrive: the notice, and what depends on it, count as not told."""
    _take(notice)
    notices.returned(notice=notice, why=why, by=SYSTEM)
    notice_told(notice=notice)


def ask_to_tell_otherwise(*, notice: UUID) -> None:
    """Plan one step for the journey's holder to tell the customer in another way."""
    row = Notice.objects.get(pk=notice)
    if row.told_at is not None or not Journey.objects.filter(pk=row.subject_id, state="open").exists():
        return
    with turn(journey=row.subject_id, by=SYSTEM, check=open_to_all) as t:
        if not any(step.rule.is_tell and step.whom == str(notice) for step in t.steps()):
            name = row.contact.name if row.contact else row.address
            t.plan_step(
                "tell_otherwise",
                hours=t.stage.answer_hours,
                third_party=str(notice),
                parameters={"name": name},
            )


def _take(notice: UUID) -> None:
    """Lock the notice, then its journey, then its log: everywhere in this order, so that no deadlock occurs."""
    row = Notice.objects.select_for_update(of=("self",), no_key=True).filter(pk=notice).first()
    if row is not None:
        wait_for_turn(row.subject_id)


def _over(notice: UUID, *, how: str) -> None:
    """Finish the step to tell the customer in another way."""
    row = Notice.objects.get(pk=notice)
    if not Journey.objects.filter(pk=row.subject_id, state="open").exists():
        return
    with turn(journey=row.subject_id, by=SYSTEM, check=open_to_all) as t:
        t.finish([s for s in t.steps() if s.rule.is_tell and s.whom == str(notice)], how=how)
        wait_for_customer(t)


def note_incoming(*, subject: int, message_id: str) -> None:
    """Note a mail about this subject: our next letter about it answers that mail."""
    if message_id:
        ThreadMail.objects.get_or_create(
            subject_id=subject, message_id=message_id[:900], defaults={"at": clock.now()}
        )


def move_thread(*, subject: int, to: int) -> None:
    """Move the incoming mails of one subject to another's thread."""
    for row in ThreadMail.objects.filter(subject_id=subject):
        ThreadMail.objects.get_or_create(subject_id=to, message_id=row.message_id, defaults={"at": row.at})


@transaction.atomic
def _carry(by: Carrier, *, notice: UUID) -> bool:
    """Deliver this notice if it is due. Returns False if it is not, or another worker has it."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = 0")  # the letter before this one may take minutes
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ONE_AT_A_TIME])
        cursor.execute("SET LOCAL lock_timeout = DEFAULT")
    row = (
        Notice.objects.filter(queries.is_due_letter(), pk=notice)
        .select_related("contact__customer", "person")
        .select_for_update(of=("self",), no_key=True, skip_locked=True)
        .first()
    )
    if row is None or server_pause.paused(by.server):
        return False
    if until := queries.quiet_until(row):
        notices.wait(notice=row.pk, until=until)
        return True
    if queries.is_of_another_customer(row):
        _settle(_may_be_taken(row, by), Never(ANOTHERS))
        notices.give_up(notice=row.pk, trouble=ANOTHERS, by=SYSTEM)
        return True
    try:
        with transaction.atomic():
            telling, addressing = queries.telling_of(row)
            letter = compose(telling)
            page = page_for(row)
            mail = build(
                notice=row.pk,
                letter=Letter(
                    letter.title,
                    with_page(letter.text, page),
                    with_page(letter.html, page),
                    calendar_of(row),
                ),
                at=row.made_at,
                automatic=row.automatic,
                **addressing,
            )
            connection.check_constraints()  # nothing that would undo this transaction may wait until it is sent
    except NotAnAddress:
        _settle(_may_be_taken(row, by), Never(NO_ADDRESS))
        notices.give_up(notice=row.pk, trouble=NO_ADDRESS, by=SYSTEM)
        return True
    except Exception as fault:  # a fault of ours must not block the letters behind it
        if outage_of(fault) is not None:
            raise  # nothing was sent; the next look tries it again
        log.exception("Notice %s could not be written", row.pk)
        trouble = fill(gettext_lazy("It could not be written: %(fault)s"), fault=name_of(fault))
        notices.try_later(notice=row.pk, at=clock.now() + TROUBLED, trouble=trouble)
        return True
    if queries.is_taken_unmarked(row):
        _taken(row, letter)
        return True
    since, tries = queries.tried(row)  # before this try, which counts as carried until its outcome is known
    due, attempt = row.due_at, _may_be_taken(row, by)
    outcome = by.carry(mail, sender=addressing["sender"].address, to=row.address)
    if isinstance(outcome, NotFromUs) and not queries.another_was_taken(row, but=attempt.pk):
        outcome = NotNow(
            outcome.reason
        )  # so far it is all letters that are refused, and for no fault of theirs
    answer, again = outcome, None
    if isinstance(outcome, NotNow):
        again = rules.next_try(tries=tries + 1, since=since, now=clock.now(), luck=random.random())
        if isinstance(outcome, Away) and outcome.at_the_door:
            again = due  # it waits for the server, and has had no try of its own
        outcome = NotNow(outcome.reason) if again else Never(outcome.reason)
    _settle(attempt, outcome)
    _note_server(by, answer)
    match outcome:
        case Carried():
            _taken(row, letter)
        case Never(reason):
            notices.give_up(notice=row.pk, trouble=reason, by=SYSTEM)
        case NotNow(reason):
            assert again is not None
            notices.try_later(notice=row.pk, at=again, trouble=reason)
    return True


def _note_server(by: Carrier, answer: Outcome) -> None:
    """Let the other letters wait where it is the server that takes nothing; let them go where it is back."""
    if not by.server:
        return
    if isinstance(answer, Away) or (isinstance(answer, NotNow) and server_pause.all_are_put_off()):
        server_pause.server_is_away(by.server, reason=answer.reason)
    elif not isinstance(answer, NotNow):
        server_pause.server_is_back(by.server)


def _taken(row: Notice, letter: Letter) -> None:
    """Mark a delivered notice as told. If that fails, the letter is still not sent again.

    Deferred constraints are checked here: at the commit they would undo the attempt, and the letter would go out twice.
    """
    try:
        with transaction.atomic():
            wait_for_turn(row.subject_id)
            notices.carried(notice=row.pk, title=letter.title, text=letter.text, html=letter.html, by=SYSTEM)
            notice_told(notice=row.pk)
            connection.check_constraints()
    except Exception as fault:
        if outage_of(fault) is None and clock.was_set():
            log.warning(
                "Notice %s was carried while the clock was set; it is marked as told in a minute", row.pk
            )
            notices.try_later(notice=row.pk, at=clock.now() + MARKED_AGAIN, trouble=NOT_MARKED)
            return
        log.exception("Notice %s was carried, but could not be marked as told", row.pk)
        if outage_of(fault) is not None:
            return  # it is noted already that the server has it: only the marking is tried again
        took = gettext_lazy("The mail server took it, but it could not be marked as told: %(fault)s")
        _unmarked(row, trouble=fill(took, fault=name_of(fault)))


def _unmarked(row: Notice, *, trouble: Text) -> None:
    """Give up a delivered notice that cannot be marked. If even that fails, only the marking is tried again."""
    try:
        with transaction.atomic():
            notices.give_up(notice=row.pk, trouble=trouble, by=SYSTEM)
            connection.check_constraints()
    except Exception:
        log.exception("Notice %s was carried, and could not be given up", row.pk)
        notices.try_later(notice=row.pk, at=clock.now() + TROUBLED, trouble=trouble)


def _may_be_taken(row: Notice, by: Carrier) -> Attempt:
    """Store, before the server is asked, that it may have this letter.

    On a full disk nothing could be stored after it took the letter, and each try would send it once more.
    """
    notices.may_be_taken(
        notice=row.pk,
        again=clock.now() + MARKED_AGAIN,
        trouble=NOT_MARKED,
    )
    return Attempt.objects.create(
        notice=row, at=clock.now(), carrier=by.name, address=row.address, outcome="carried"
    )


def _settle(attempt: Attempt, outcome: Outcome) -> None:
    """Store the outcome of the attempt."""
    names = ((Carried, "carried"), (NotNow, "not_now"), (Never, "never"))
    attempt.outcome = next(name for kind, name in names if isinstance(outcome, kind))
    attempt.reply = getattr(outcome, "reason", "")
    if not isinstance(outcome, Carried):
        attempt.save(update_fields=["outcome", "reply"])


def send_daily_anchor() -> None:
    """Write the root of all chain heads to a file, and mail it to the process owner."""
    mail_anchor(anchor(folder=Path(settings.DATA) / "anchors"))


def mail_anchor(taken: Anchored) -> None:
    """Mail the day's root of all chains to the process owner. Chains can later be checked against it."""
    owner = company().process_owner
    if owner is None:
        return
    EmailMessage(
        subject=_("Wellkept: today's root of the record"),
        body=_(
            "Keep this mail. To check that nothing recorded up to now was changed later, save the next line"
            " as a file and name it to “wellkept verify --against”:\n\n%(upto)s %(root)s\n"
        )
        % {"upto": taken.upto, "root": taken.root.hex()},
        to=[owner.email],
        headers={
            "Message-ID": one_token(rules.anchor_id(taken.upto, taken.root, queries.sender(company()).host)),
            "Auto-Submitted": "auto-generated",
        },
    ).send()
