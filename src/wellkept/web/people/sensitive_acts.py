"""Acts about how a colleague signs in: each asks the administrator for password or second factor again."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wellkept.kernel import wording
from wellkept.kernel.refusal import refuse
from wellkept.people import commands, queries
from wellkept.people.rights import (
    cannot_make_administrator,
    cannot_remove_administrator,
    cannot_reset_second_factors,
)
from wellkept.web import access, form_page
from wellkept.web.people.invitations import mail_goes_out


@access.page
@require_http_methods(["GET", "HEAD", "POST"])
def factor_reset(request: HttpRequest, person: int) -> HttpResponseBase:
    """Reset the second factors of a colleague who has lost them."""
    row, kinds = queries.person(person), queries.second_factors(person)
    refuse(cannot_reset_second_factors(row, has_one=bool(kinds), by=access.actor(request)))
    return _reset(request, person)


@access.page
@require_http_methods(["GET", "HEAD", "POST"])
def administrator(request: HttpRequest, person: int) -> HttpResponseBase:
    """Make a colleague an administrator."""
    refuse(cannot_make_administrator(queries.person(person), by=access.actor(request)))
    return _make(request, person)


@access.page
@require_http_methods(["GET", "HEAD", "POST"])
def administrator_ended(request: HttpRequest, person: int) -> HttpResponseBase:
    """Take the administrator's rights from a colleague."""
    refuse(cannot_remove_administrator(queries.person(person), by=access.actor(request)))
    return _remove(request, person)


@access.fresh_sign_in
def _reset(request: HttpRequest, person: int) -> HttpResponseBase:
    row = queries.person(person)
    return form_page.ask(
        request,
        forms.Form(request.POST if request.method == "POST" else None),
        form_page.Dialog(
            _("Reset the second factors of %(name)s") % {"name": row.name},
            _("Reset second factors"),
            lead=_(
                "This removes: %(kinds)s. %(name)s is signed out on every device, and from then on signs in with the"
                " password alone. Be sure that it is really %(name)s who asks: ring them up, or see them."
            )
            % {"kinds": _in_words(queries.second_factors(person)), "name": row.name},
            danger=True,
        ),
        back=f"/people/{person}",
        act=lambda: commands.reset_second_factors(person=person, by=access.actor(request)),
        words=lambda: _told(_("The second factors were reset."), row.name),
    )


@access.fresh_sign_in
def _make(request: HttpRequest, person: int) -> HttpResponseBase:
    row = queries.person(person)
    return form_page.ask(
        request,
        forms.Form(request.POST if request.method == "POST" else None),
        form_page.Dialog(
            _("Make %(name)s an administrator") % {"name": row.name},
            _("Make administrator"),
            lead=_(
                "Administrators may add people, withdraw their access, let them leave, make teams, approve"
                " blueprints and take everything out in one file. They may also make others administrators."
                " All administrators are told."
            ),
        ),
        back=f"/people/{person}",
        act=lambda: commands.make_administrator(person=person, by=access.actor(request)),
        words=lambda: _told(_("%(name)s is an administrator now.") % {"name": row.name}, row.name),
    )


@access.fresh_sign_in
def _remove(request: HttpRequest, person: int) -> HttpResponseBase:
    row = queries.person(person)
    return form_page.ask(
        request,
        forms.Form(request.POST if request.method == "POST" else None),
        form_page.Dialog(
            _("Take the administrator's rights from %(name)s") % {"name": row.name},
            _("Take the rights away"),
            lead=_("Their work, their teams and their access stay as they are. All administrators are told."),
            danger=True,
        ),
        back=f"/people/{person}",
        act=lambda: commands.remove_administrator(person=person, by=access.actor(request)),
        words=lambda: _told(_("%(name)s is not an administrator any more.") % {"name": row.name}, row.name),
    )


def _in_words(kinds: list[str]) -> str:
    """Name the kinds of second factors, each once."""
    names = {
        "webauthn": _("passkeys"),
        "totp": _("the authenticator app"),
        "recovery_codes": _("the recovery codes"),
    }
    return wording.names(words for kind, words in names.items() if kind in kinds)


def _told(done: str, name: str) -> str:
    """Say what was done, and whether the colleague hears of it by mail."""
    mailed, unmailed = (
        _("%(name)s is told by mail."),
        _("No mail goes out from here yet: tell %(name)s yourself."),
    )
    how = (mailed if mail_goes_out() else unmailed) % {"name": name}
    return f"{done} {how}"
