"""Bank accounts on papers. Each act asks the administrator to sign in again: whoever changes an account moves money."""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wellkept.entities import commands, queries, rules
from wellkept.kernel.refusal import refuse
from wellkept.people.rights import admin_only
from wellkept.web import access, form_page
from wellkept.web.entities.forms import AccountForm


@access.page
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, entity: int) -> HttpResponseBase:
    """Add an account."""
    by, row = access.actor(request), queries.entity(entity)
    admin_only(by)
    form = AccountForm(
        request.POST if request.method == "POST" else None,
        initial={"holder": row.legal_name, "currency": row.currency},
    )
    return _ask(
        request,
        form,
        form_page.Dialog(_("Bank account of %(name)s") % {"name": row.name}, _("Add it")),
        row.pk,
        lambda: commands.add_account(entity=row.pk, account=form.account, by=by),
        _("The account was added."),
    )


@access.page
@require_http_methods(["GET", "HEAD", "POST"])
def preferred(request: HttpRequest, bank_account: int) -> HttpResponseBase:
    """Choose the account that stands on papers."""
    by, row = access.actor(request), queries.account(bank_account)
    admin_only(by)
    refuse(rules.cannot_prefer(row))
    return _ask(
        request,
        forms.Form(request.POST if request.method == "POST" else None),
        form_page.Dialog(
            _("Put %(iban)s on papers") % {"iban": row.iban},
            _("Put it on papers"),
            lead=_("New papers in %(currency)s name this account. Papers that were sent keep theirs.")
            % {"currency": row.currency},
        ),
        row.entity_id,
        lambda: commands.prefer_account(account=row.pk, by=by),
        _("New papers name this account."),
    )


@access.page
@require_http_methods(["GET", "HEAD", "POST"])
def closing(request: HttpRequest, bank_account: int) -> HttpResponseBase:
    """Close an account."""
    by, row = access.actor(request), queries.account(bank_account)
    admin_only(by)
    refuse(rules.cannot_close(row))
    return _ask(
        request,
        forms.Form(request.POST if request.method == "POST" else None),
        form_page.Dialog(
            _("Close the account %(iban)s") % {"iban": row.iban},
            _("Close the account"),
            lead=_("It stands on no new paper. A closed account is not opened again: add it anew."),
            danger=True,
        ),
        row.entity_id,
        lambda: commands.close_account(account=row.pk, by=by),
        _("The account is closed."),
    )


@access.fresh_sign_in
def _ask(
    request: HttpRequest,
    form: forms.Form,
    dialog: form_page.Dialog,
    entity: int,
    act: Callable[[], object],
    words: str,
) -> HttpResponseBase:
    """Ask, and act. The right was looked at before anybody is asked to sign in again."""
    return form_page.ask(request, form, dialog, back=f"/entities/{entity}", act=act, words=words)
