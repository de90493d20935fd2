"""Letters to colleagues: a link for a new password, second factors that were reset, who is an administrator."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from smtplib import SMTPRecipientsRefused

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from wellkept.events import queries as events
from wellkept.events.queries import Happening
from wellkept.installation import job_queue
from wellkept.kernel import clock, wording
from wellkept.kernel.header_text import one_line, one_token
from wellkept.kernel.languages import spoken
from wellkept.messages import rules
from wellkept.messages.queries import sender
from wellkept.people import queries as people
from wellkept.people.facts import AdministratorMade, SecondFactorsReset
from wellkept.people.models import Person
from wellkept.people.reset_links import reset_link_of, reset_links_end

log = logging.getLogger("wellkept.messages")


@dataclass(frozen=True)
class StaffLetter:
    """Subject and paragraphs, in the language of the reader."""

    title: str
    paragraphs: list[str]


def queue_staff_letters(happening: Happening) -> None:
    """Queue the letters about this event: each is a job of its own, so that one which fails repeats no other."""
    for person in _readers(happening):
        job_queue.enqueue(
            "write_to_colleague",
            queue="letters",
            once=f"letter {happening.id} {person}",
            event=happening.id,
            person=person,
        )


def _readers(happening: Happening) -> list[int]:
    """Return who is told: the person concerned unless they have left, and all administrators if it is about one."""
    readers = {happening.subject} if people.person(happening.subject).active else set()
    if happening.type != SecondFactorsReset.type:
        readers |= {row.pk for row in people.administrators()}
    return sorted(readers)


def write_to_colleague(*, event: int, person: int) -> None:
    """Mail one colleague about an event."""
    happening, reader = events.event(event), people.person(person)
    if happening is None:
        return
    with (
        translation.override(spoken(reader.language)),
        timezone.override(clock.zone(reader.time_zone)),
    ):
        letter = compose_staff_letter(happening, reader)
    _mail(letter, reader, f"event-{event}-{person}")


def send_reset_link(*, person: int, language: str, letter: str) -> None:
    """Mail somebody a link by which they choose a new password, in the language in which they asked for it."""
    reader = people.person(person)
    if not (reader.active and reader.access):
        return
    with translation.override(spoken(language)), timezone.override(clock.zone(reader.time_zone)):
        worded = StaffLetter(
            _("Choose a new password"),
            [
                _("Hello %(reader)s,") % {"reader": reader.name},
                _(
                    "Somebody has asked for a new password for your sign-in at %(company)s. If it was you, choose it"
                    " here:"
                )
                % {"company": people.company().name},
                reset_link_of(reader),
                _("The link can be used once, until %(ends)s.") % {"ends": wording.moment(reset_links_end())},
                _("Was it not you? Then you need do nothing: your password stays as it is."),
            ],
        )
    _mail(worded, reader, f"reset-{letter}")


def _mail(letter: StaffLetter, reader: Person, name: str) -> None:
    """Hand a letter to the mail server. An address that it refuses for good is noted, and not tried again."""
    company = people.company()
    mail = EmailMessage(
        subject=one_line(f"[{company.name}] {letter.title}"),
        body="\n\n".join(letter.paragraphs) + "\n",
        to=[reader.email],
        headers={
            "Message-ID": one_token(rules.staff_letter_id(name, sender(company).host)),
            "Auto-Submitted": "auto-generated",
        },
    )
    try:
        mail.send()
    except SMTPRecipientsRefused as refused:
        if any(code < 500 for code, _reply in refused.recipients.values()):
            raise
        log.warning("A letter was refused for the address of person %s", reader.pk)


def compose_staff_letter(happening: Happening, reader: Person) -> StaffLetter:
    """Word the letter about this event for this reader."""
    concerned = people.person(happening.subject)
    words = {
        "name": concerned.name,
        "company": people.company().name,
        "who": _actor(happening),
        "when": f"{wording.full_day(happening.happened)}, {wording.hour(happening.happened)}",
    }
    page = f"{settings.PUBLIC_URL}/people/{concerned.pk}"
    hello = _("Hello %(reader)s,") % {"reader": reader.name}
    if happening.type == SecondFactorsReset.type:
        return StaffLetter(_("Your second factors were reset"), [hello, *_of_reset(words)])
    is_new = happening.type == AdministratorMade.type
    if reader.pk == concerned.pk:
        title = _("You are an administrator now") if is_new else _("You are not an administrator any more")
        return StaffLetter(title, [hello, *(_of_making(words) if is_new else _of_removing(words))])
    title = (
        _("%(name)s is an administrator now") if is_new else _("%(name)s is not an administrator any more")
    )
    act = (
        _("%(who)s has made %(name)s an administrator of %(company)s (%(when)s).")
        if is_new
        else _("%(who)s has taken the administrator's rights at %(company)s from %(name)s (%(when)s).")
    )
    own = (happening.actor_kind, happening.actor_id) == ("person", reader.pk)
    wrong = (
        _("Was it not you? Choose another password at once, and tell another administrator:")
        if own
        else _("Is this not as it should be? Talk to the people concerned. Their page:")
    )
    link = f"{settings.PUBLIC_URL}/accounts/password/change/" if own else page
    return StaffLetter(title % words, [hello, act % words, wrong, link])


def _of_reset(words: dict[str, str]) -> list[str]:
    return [
        _(
            "%(who)s has removed all second factors of your sign-in at %(company)s (%(when)s): passkeys,"
            " authenticator app and recovery codes. You were signed out everywhere."
        )
        % words,
        _("Until you add a new one, your password alone lets you in. Sign in, and add one here:"),
        f"{settings.PUBLIC_URL}/accounts/2fa/",
        _(
            "Did you not ask for this? Then choose another password at once, and talk to an administrator"
            " whom you know:"
        ),
        f"{settings.PUBLIC_URL}/accounts/password/reset/",
    ]


def _of_making(words: dict[str, str]) -> list[str]:
    return [
        _("%(who)s has made you an administrator of %(company)s (%(when)s).") % words,
        _(
            "You may add people, withdraw their access, let them leave, make teams and approve blueprints. Protect"
            " your sign-in by a second factor:"
        ),
        f"{settings.PUBLIC_URL}/accounts/2fa/",
        _("If you do not want this, ask another administrator to take it back."),
    ]


def _of_removing(words: dict[str, str]) -> list[str]:
    return [
        _("%(who)s has taken the administrator's rights at %(company)s from you (%(when)s).") % words,
        _("If this is not as agreed, talk to an administrator."),
    ]


def _actor(happening: Happening) -> str:
    """Name the person who did it, with their address; or the command line of the server."""
    if happening.actor_kind == "person" and happening.actor_id is not None:
        row = people.person(happening.actor_id)
        return f"{row.name} ({row.email})"
    return _("Somebody at the server of this installation")
