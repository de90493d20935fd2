"""Staff: joining, contact details, absence and access."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wellkept.events.commands import Entry, open_subject, record
from wellkept.kernel import clock
from wellkept.kernel.instants import must_be_ahead
from wellkept.kernel.phone_number import no_telephone
from wellkept.kernel.refusal import Refusal, changed_meanwhile, forbidden, invalid, refuse
from wellkept.kernel.text import fill
from wellkept.people import facts
from wellkept.people.actor import Actor
from wellkept.people.commands.administrators import end_administration
from wellkept.people.commands.keys import revoke_all
from wellkept.people.commands.teams import join_team
from wellkept.people.models import Absence, Person
from wellkept.people.rights import (
    active,
    admin_only,
    is_themselves,
    locked,
    own_or_admin,
    own_or_lead_or_admin,
)
from wellkept.people.staff_profile import PLAIN, Profile


@transaction.atomic
def join(
    *,
    name: str,
    email: str,
    by: Actor,
    profile: Profile = PLAIN,
    team: int | None = None,
) -> Person:
    """Add a person to the staff, and to a team if one is named. An invitation lets them choose their password.

    Nobody joins as an administrator: another one makes them that (`make_administrator`).
    """
    admin_only(by)
    row = join_as(
        name=name,
        email=email,
        password=None,
        profile=profile,
        admin=False,
        by=by,
    )
    if team is not None:
        join_team(person=row.pk, team=team, by=by)
    return row


@transaction.atomic
def change_person(*, person: int, by: Actor, **changes: str) -> Person:
    """Change name, phone, title, language or time zone: one's own, or anyone's by an administrator."""
    own_or_admin(by, person)
    row = locked(person)
    for field, value in changes.items():
        if field not in ("name", "phone", "title", "language", "time_zone"):
            raise invalid(field, _("A person does not have this detail."))
        setattr(row, field, value.strip())
    if not row.name:
        raise invalid("name", _("What is the person called?"))
    refuse(no_telephone(changes.get("phone", "")))
    row.save(update_fields=list(changes))
    record(Entry(row.pk, facts.PersonChanged(what=sorted(changes))), by=by.by)
    return row


@transaction.atomic
def invite(*, person: int, how: str, by: Actor) -> Person:
    """Record an invitation to choose the first password: by `mail`, or by a link to hand over (`hand`).

    Only for somebody who has never chosen one: afterwards nobody else makes a link to it.
    """
    admin_only(by)
    row = active(person)
    if row.has_usable_password():
        raise Refusal(
            "has_a_password",
            fill(_("%(person)s has chosen a password already."), person=row.name),
            instead=_("They choose another one by “Forgot your password?”."),
        )
    record(Entry(row.pk, facts.PersonInvited(how=how)), by=by.by)
    return row


@transaction.atomic
def choose_password(*, person: int, password: str, by: Actor, instead_of: str | None = None) -> Person:
    """Store one's own new password. Every other session of theirs ends with the old one.

    `instead_of` is the stored password that was checked. Of two who use one link at the same time, one is refused.
    """
    if not is_themselves(by, person):
        raise forbidden(_("Everybody chooses their own password."))
    row = locked(person)
    if instead_of is not None and row.password != instead_of:
        raise changed_meanwhile(_("another password"))
    row.password = make_password(password)
    row.save(update_fields=["password"])
    record(Entry(row.pk, facts.PasswordChosen()), by=by.by)
    return row


@transaction.atomic
def name_deputy(*, person: int, deputy: int | None, by: Actor) -> None:
    """Name the person who stands in for `person` during an absence."""
    own_or_admin(by, person)
    row = locked(person)
    if deputy == person:
        raise invalid("deputy", _("Nobody is their own deputy."))
    row.deputy = active(deputy) if deputy else None
    row.save(update_fields=["deputy"])
    record(Entry(person, facts.DeputyNamed(deputy=deputy)), by=by.by)


@transaction.atomic
def go_away(*, person: int, since: datetime, until: datetime | None, by: Actor, why: str = "") -> Absence:
    """Record an absence. It changes no owner: the work also appears on the stand-in's desk."""
    own_or_lead_or_admin(by, person)
    locked(person)
    if until is not None and until <= since:
        raise invalid("until", _("The absence ends before it starts."))
    must_be_ahead("until", until, now=clock.now())
    row = Absence.objects.create(person_id=person, since=since, until=until, why=why)
    record(Entry(person, facts.WentAway(since=since, until=until, why=why)), by=by.by)
    return row


@transaction.atomic
def come_back(*, person: int, by: Actor) -> None:
    """End every absence that is running now."""
    own_or_lead_or_admin(by, person)
    locked(person)
    now = clock.now()
    running = Absence.objects.filter(person_id=person, since__lt=now).filter(
        Q(until__isnull=True) | Q(until__gt=now)
    )
    if running.update(until=now):
        record(Entry(person, facts.CameBack()), by=by.by)


@transaction.atomic
def withdraw_access(*, person: int, reason: str, by: Actor) -> None:
    """Withdraw access at once. Sessions, tokens, known devices, reset links and administrator's rights end for good.

    The same act makes the person absent, so that their work appears on the stand-in's desk.
    """
    admin_only(by)
    if not reason.strip():
        raise invalid("reason", _("Say why; the reason stays on record."))
    row = locked(person)
    ended = [*revoke_all(person=person), *end_administration(row, by=by)]
    row.access = False
    row.save(update_fields=["access", "admin"])
    record(Entry(person, facts.AccessWithdrawn(reason=reason)), *ended, by=by.by)


@transaction.atomic
def give_access(*, person: int, by: Actor) -> None:
    """Let a person who has not left sign in again. Nothing comes back of what ended with the access before."""
    admin_only(by)
    row = locked(person)
    if not row.active:
        raise Refusal(
            "has_left", fill(_("%(name)s has left. Add them again as a new person."), name=row.name)
        )
    row.access = True
    row.save(update_fields=["access"])
    record(Entry(person, facts.AccessGiven()), by=by.by)


def join_as(
    *,
    name: str,
    email: str,
    password: str | None,
    profile: Profile,
    admin: bool,
    by: Actor,
) -> Person:
    """Create the person. Used by `join`, and for the first person, who sets the company up and chooses a password."""
    if not name.strip():
        raise invalid("name", _("What is the person called?"))
    try:
        validate_email(email)
    except ValidationError:
        raise invalid("email", _("This is not a mail address.")) from None
    refuse(profile.refusal())
    if Person.objects.filter(email__iexact=email).exists():
        raise invalid("email", _("Somebody signs in with this address already."))
    if password is not None:
        try:
            validate_password(password)
        except ValidationError as weak:
            raise invalid("password", " ".join(weak.messages)) from None
    key = open_subject("person")
    row = Person(
        subject_id=key,
        name=name.strip(),
        email=email.lower(),
        phone=profile.phone,
        title=profile.title,
        language=profile.language,
        time_zone=profile.time_zone,
        admin=admin,
        password=make_password(password),
    )
    row.save(force_insert=True)
    record(Entry(key, facts.PersonJoined(admin=admin, name=row.name, email=row.email)), by=by.by)
    return row
