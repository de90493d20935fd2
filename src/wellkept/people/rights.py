"""Rights in this room, and the rows they are asked about."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wellkept.kernel.refusal import Refusal, forbidden, invalid, missing
from wellkept.kernel.text import fill
from wellkept.people.actor import Actor
from wellkept.people.models import Member, Person, Team, Token


def admin_only(by: Actor) -> None:
    if not is_admin(by):
        raise forbidden(_("Only an administrator can do this."), instead=_("Ask one of them."))


def is_admin(by: Actor) -> bool:
    """True for the system and an administrator; for a token only with the administrator scope."""
    return by.kind == "system" or (by.admin and (by.scopes is None or "admin" in by.scopes))


def sees_costs(by: Actor) -> bool:
    """Whether this person sees what things cost us, and margins. An administrator may give that right."""
    return Person.objects.filter(pk=by.person, sees_costs=True).exists()


def is_themselves(by: Actor, person: int) -> bool:
    """True for the person alone, signed in: for no administrator, no token and not the system."""
    return by.kind == "person" and by.person == person


def cannot_settle_sign_in(by: Actor) -> Refusal | None:
    """Return the refusal of anybody but an administrator who is signed in, or the owner of the machine.

    No program acts here, also one with the administrator scope: the pages ask for a fresh sign-in.
    """
    if by.kind == "system" or (by.kind == "person" and by.admin):
        return None
    return forbidden(_("Only an administrator who is signed in can do this."), instead=_("Ask one of them."))


def cannot_reset_second_factors(row: Person, *, has_one: bool, by: Actor) -> Refusal | None:
    """Return why this person's second factors cannot be reset by this actor."""
    if refusal := cannot_settle_sign_in(by):
        return refusal
    if is_themselves(by, row.pk):
        return Refusal(
            "not_oneself",
            _("Nobody resets their own second factors."),
            instead=_("Sign in with a recovery code, or remove them on your own page."),
        )
    if not row.active:
        return Refusal("has_left", fill(_("%(name)s has left."), name=row.name))
    if not has_one:
        return Refusal("no_second_factor", fill(_("%(name)s has no second factor."), name=row.name))
    return None


def cannot_make_administrator(row: Person, *, by: Actor) -> Refusal | None:
    """Return why this person cannot become an administrator by this actor."""
    if refusal := cannot_settle_sign_in(by):
        return refusal
    if not row.is_active:
        return Refusal(
            "no_access",
            fill(_("%(name)s has no access, and so cannot be an administrator."), name=row.name),
            instead=_("Give them access first."),
        )
    if row.admin:
        return Refusal("is_administrator", fill(_("%(name)s is an administrator already."), name=row.name))
    return None


def cannot_remove_administrator(row: Person, *, by: Actor) -> Refusal | None:
    """Return why this actor cannot take the administrator's rights from this person."""
    if refusal := cannot_settle_sign_in(by):
        return refusal
    if not row.admin:
        return Refusal("not_an_administrator", fill(_("%(name)s is not an administrator."), name=row.name))
    if refusal := cannot_lose_last_administrator(row):
        return refusal
    if is_themselves(by, row.pk):
        return Refusal(
            "not_oneself",
            _("Nobody takes the administrator's rights from themselves."),
            instead=_("Ask another administrator."),
        )
    return None


def cannot_lose_last_administrator(row: Person) -> Refusal | None:
    """Refuse to let the only administrator go. Two at once are held apart by the database."""
    if not row.admin or Person.objects.filter(admin=True).exclude(pk=row.pk).exists():
        return None
    return Refusal(
        "last_administrator",
        fill(_("%(name)s is the only administrator."), name=row.name),
        law=1,
        instead=_("Make another colleague an administrator first."),
    )


def cannot_make_token(*, person: int, by: Actor) -> Refusal | None:
    """A token acts for whoever made it: nobody makes one for a colleague, and no token makes further tokens."""
    if is_themselves(by, person):
        return None
    return forbidden(
        _("Everybody makes their own tokens, signed in by themselves."),
        instead=_("Ask the person for whom the program is to act."),
    )


def may_revoke_token(row: Token, by: Actor) -> None:
    """A token is revoked by whom it acts for, signed in, or by an administrator."""
    if by.person != row.person_id or by.scopes is not None:
        admin_only(by)


def own_or_admin(by: Actor, person: int) -> None:
    if by.person != person:
        admin_only(by)
    elif not is_admin(by):
        by.as_writer()


def own_or_lead_or_admin(by: Actor, person: int) -> None:
    if by.person == person or is_admin(by):
        return own_or_admin(by, person)
    by.as_writer()
    if not Team.objects.filter(lead_id=by.person or 0, memberships__person_id=person).exists():
        raise forbidden(_("Only the person, their team's lead or an administrator can do this."))
    return None


def lead_of_team_or_admin(by: Actor, team: int) -> None:
    if is_admin(by):
        return
    by.as_writer()
    if not Team.objects.filter(pk=team, lead_id=by.person or 0).exists():
        raise forbidden(_("Only the team's lead or an administrator can do this."))


def locked(person: int, *, keeps_keys: bool = False) -> Person:
    """Lock the person. With `keeps_keys`, rows that refer to them may be written meanwhile."""
    row = Person.objects.select_for_update(no_key=keeps_keys).filter(pk=person).first()
    if row is None:
        raise missing("person", _("There is no such person."))
    return row


def active(person: int) -> Person:
    row = Person.objects.filter(pk=person, active=True).first()
    if row is None:
        raise missing("person", _("There is no such person, or they have left."))
    return row


def member_only(person: int, team: int) -> None:
    if not Member.objects.filter(person_id=person, team_id=team).exists():
        raise invalid("person", _("Only a member of the team can be this."))
