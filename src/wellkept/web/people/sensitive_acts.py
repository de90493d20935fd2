"""Acts about how a colleague signs in: each asks the administrator for password or second factor again."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

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

if TYPE_CHECKING:
    from wellkept.people.models import Person


@access.page
@require_http_methods(["GET", "HEAD", "POST"])
def factor_reset(request: HttpRequest, person: int) -> HttpResponseBase:
    """Reset the second factors of a colleague who has lost them."""
    row, kinds = queries.person(person), queries.second_factors(person)
    refuse(cannot_reset_second_factors(row, has_one=bool(kinds), by=access.actor(request)))
    dialog = form_page.Dialog(
        _("Reset the second factors of %(name)s") % {"name": row.name},
        _("Reset second factors"),
        lead=_(
            "This removes: %(kinds)s. %(name)s is signed out on every device, and from then on signs in with the"
            " password alone. Be sure that it is really %(name)s who asks: ring them up, or see them."
        )
        % {"kinds": _in_words(kinds), "name": row.name},
        danger=True,
    )
    return _ask(request, row, dialog, commands.reset_second_factors, _("The second factors were reset."))


@access.page
@require_http_methods(["GET", "HEAD", "POST"])
def administrator(request: HttpRequest, person: int) -> HttpResponseBase:
    """Make a colleague an administrator."""
    row = queries.person(person)
    refuse(cannot_make_administrator(row, by=access.actor(request)))
    dialog = form_page.Dialog(
        _("Make %(name)s an administrator") % {"name": row.name},
        _("Make administrator"),
        lead=_(
            "Administrators may add people, withdraw their access, let them leave, make teams, approve"
            " blueprints and take everything out in one file. They may also make others administrators."
            " All administrators are told."
        ),
    )
    done = _("%(name)s is an administrator now.") % {"name": row.name}
    return _ask(request, row, dialog, commands.make_administrator, done)


@access.page
@require_http_methods(["GET", "HEAD", "POST"])
def administrator_ended(request: HttpRequest, person: int) -> HttpResponseBase:
    """Take the administrator's rights from a colleague."""
    row = queries.person(person)
    refuse(cannot_remove_administrator(row, by=access.actor(request)))
    dialog = form_page.Dialog(
        _("Take the administrator's rights from %(name)s") % {"name": row.name},
        _("Take the rights away"),
        lead=_("Their work, their teams and their access stay as they are. All administrators are told."),
        danger=True,
    )
    done = _("%(name)s is not an administrator any more.") % {"name": row.name}
    return _ask(request, row, dialog, commands.remove_administrator, done)


@access.fresh_sign_in
def _ask(
    request: HttpRequest, row: Person, dialog: form_page.Dialog, act: Callable[..., Person], done: str
) -> HttpResponseBase:
    """Ask once, and act on this colleague. The right was looked at before anybody is asked to sign in again."""
    return form_page.ask(
        request,
        forms.Form(request.POST if request.method == "POST" else None),
        dialog,
        back=f"/people/{row.pk}",
        act=lambda: act(person=row.pk, by=access.actor(request)),
        words=lambda: _told(done, row.name),
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
