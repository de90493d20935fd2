"""Mailboxes that we read: add, try, watch, pause, remove."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wellkept.imap import connection_check
from wellkept.kernel.refusal import Refusal, forbidden, invalid, missing
from wellkept.kernel.text_fields import CodeField, LineField
from wellkept.mailboxes import queries
from wellkept.mailboxes.commands import accounts
from wellkept.mailboxes.commands.accounts import Secrets, Wanted
from wellkept.ui.fields import FormData
from wellkept.web import access, form_page

if TYPE_CHECKING:
    from wellkept.mailboxes.models import Account

BACK = "/intake/accounts/permission"


class AccountForm(forms.Form):
    """A mailbox at a provider. The provider determines most of it."""

    use_required_attribute = False
    provider = forms.ChoiceField(
        label=gettext_lazy("Where is it?"),
        choices=[(one.key, one.name) for one in connection_check.PROVIDERS],
        widget=forms.Select(attrs={"data-provider": ""}),
    )
    address = CodeField(
        label=gettext_lazy("Address"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "off"})
    )
    host = LineField(
        label=gettext_lazy("Server"),
        max_length=253,
        required=False,
        help_text=gettext_lazy("For example imap.example.com."),
        error_messages={"required": gettext_lazy("What is the server called? For example imap.example.com.")},
    )
    encryption = forms.ChoiceField(
        label=gettext_lazy("Encryption"),
        choices=[("tls", gettext_lazy("TLS (port 993)")), ("starttls", gettext_lazy("STARTTLS (port 143)"))],
    )
    port = forms.IntegerField(
        label=gettext_lazy("Port"),
        required=False,
        min_value=1,
        max_value=65535,
        help_text=gettext_lazy("Empty for the usual one."),
    )
    login = LineField(
        label=gettext_lazy("Name to sign in with"),
        max_length=254,
        required=False,
        help_text=gettext_lazy("Empty if it is the address."),
    )
    proof = forms.ChoiceField(
        label=gettext_lazy("How we sign in"),
        choices=[
            ("password", gettext_lazy("By a password")),
            ("oauth", gettext_lazy("By permission of the provider (OAuth)")),
        ],
    )
    password = forms.CharField(
        label=gettext_lazy("Password"),
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=gettext_lazy("It is stored encrypted."),
        error_messages={"required": gettext_lazy("What is the password of this mailbox?")},
    )
    client_id = LineField(
        label=gettext_lazy("Client ID (OAuth)"),
        required=False,
        max_length=500,
        help_text=gettext_lazy("Of the application that you registered at the provider."),
    )
    client_secret = forms.CharField(
        label=gettext_lazy("Client secret (OAuth)"),
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    authorize_url = LineField(
        label=gettext_lazy("Where permission is given (OAuth)"), required=False, max_length=500
    )
    token_url = LineField(
        label=gettext_lazy("Where tokens are asked for (OAuth)"), required=False, max_length=500
    )
    scope = LineField(label=gettext_lazy("Scope (OAuth)"), required=False, max_length=500)
    folder = LineField(label=gettext_lazy("Folder"), initial="INBOX", max_length=200)
    takes = forms.ChoiceField(
        label=gettext_lazy("What is taken"),
        choices=[
            ("new", gettext_lazy("What comes from now on")),
            ("all", gettext_lazy("Everything that lies there, too")),
        ],
        widget=forms.RadioSelect,
        initial="new",
    )
    afterwards = forms.ChoiceField(
        label=gettext_lazy("At the provider, once we have a mail"),
        choices=[
            ("leave", gettext_lazy("It stays as it is")),
            ("seen", gettext_lazy("It is marked as read")),
            ("move", gettext_lazy("It is moved to a folder")),
        ],
        widget=forms.RadioSelect,
        initial="leave",
    )
    moved_to = LineField(label=gettext_lazy("To which folder"), required=False, max_length=200)
    mailbox = forms.ChoiceField(
        label=gettext_lazy("For mail that names none of our addresses"),
        required=False,
        help_text=gettext_lazy("Whose it is then."),
    )

    def __init__(self, data: FormData, initial: dict[str, object] | None = None) -> None:
        """Prepare the form. With `initial` it changes a mailbox, and an empty password keeps the old one."""
        super().__init__(data, initial=initial)
        values = data or initial or {}
        self.fields["host"].required = values.get("provider", "other") == "other"
        self.fields["password"].required = values.get("proof", "password") == "password" and not initial
        if initial:
            self.fields["password"].help_text = _(
                "Leave it empty to keep the present one. It is stored encrypted."
            )
        field = self.fields["mailbox"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            ("", _("Sales receives it")),
            *((str(mailbox.pk), mailbox.address) for mailbox in queries.mailboxes()),
        ]

    def wanted(self) -> Wanted:
        values = self.cleaned_data
        provider = next(
            each_provider
            for each_provider in connection_check.PROVIDERS
            if each_provider.key == values["provider"]
        )
        encryption = values["encryption"]
        return Wanted(
            address=values["address"],
            host=values["host"] or provider.host,
            login=values["login"],
            port=values["port"] or (993 if encryption == "tls" else 143),
            encryption=encryption,
            proof=values["proof"],
            authorize_url=values["authorize_url"] or provider.authorize_url,
            token_url=values["token_url"] or provider.token_url,
            client_id=values["client_id"],
            scope=values["scope"] or provider.scope,
            folder=values["folder"],
            takes=values["takes"],
            afterwards=values["afterwards"],
            moved_to=values["moved_to"],
            mailbox=int(values["mailbox"]) if values["mailbox"] else None,
        )

    def secrets(self) -> Secrets:
        return Secrets(self.cleaned_data["password"], self.cleaned_data["client_secret"])


@access.page
@require_http_methods(["GET", "HEAD", "POST"])
def account(request: HttpRequest, account: int | None = None) -> HttpResponse:
    """Add or change a mailbox. It is tried before it is stored; errors appear at their field."""
    by = access.actor(request)
    _administers(request)
    row = _row(account) if account is not None else None
    form = AccountForm(request.POST or None, _initial(row) if row else None)

    def act() -> Account:
        wanted, secrets = form.wanted(), form.secrets()
        now_at = (
            connection_check.must_open(wanted, secrets, account=account)
            if wanted.proof == "password"
            else None
        )
        return accounts.set_account(wanted=wanted, secrets=secrets, account=account, now_at=now_at, by=by)

    if request.method == "POST":
        done, kept = form_page.attempt(form, act)
        if done and kept is not None:
            if kept.proof == "oauth" and not accounts.secrets_of(kept.pk).refresh_token:
                return HttpResponseRedirect(f"/intake/accounts/{kept.pk}/permission", status=303)
            return form_page.gone(request, f"/intake/accounts/{kept.pk}", _("It is read from now on."))
    context = {"section": "intake", "form": form, "row": row, "back_url": settings.PUBLIC_URL + BACK}
    return render(request, "web/mailboxes/account_form.html", context, status=422 if form.errors else 200)


@access.page
@require_safe
def shown(request: HttpRequest, account: int) -> HttpResponse:
    """Show a mailbox: how it is read, when last, and its last problem."""
    row = _row(account)
    context = {"section": "intake", "account": row, "admin": access.actor(request).admin}
    return render(request, "web/mailboxes/account.html", context)


@access.page
@require_POST
def attempt(request: HttpRequest, account: int) -> HttpResponse:
    """Try it now and show the result."""
    _administers(request)
    try:
        tried = connection_check.try_account(_row(account).pk)
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    else:
        words = ngettext(
            "Signing in worked; there is %(n)s mail, %(unread)s of it unread.",
            "Signing in worked; there are %(n)s mails, %(unread)s of them unread.",
            tried.mails,
        ) % {"n": tried.mails, "unread": tried.unread}
        messages.success(request, words)
    return access.done(request, f"/intake/accounts/{account}")


@access.page
@require_POST
def pause(request: HttpRequest, account: int) -> HttpResponse:
    """Stop reading until it is resumed."""
    accounts.pause_account(account=account, by=access.actor(request))
    return access.done(request, f"/intake/accounts/{account}", _("It is not read for the time being."))


@access.page
@require_POST
def resume(request: HttpRequest, account: int) -> HttpResponse:
    """Resume reading."""
    accounts.resume_account(account=account, by=access.actor(request))
    return access.done(request, f"/intake/accounts/{account}", _("It is read again, from where it stopped."))


@access.page
@require_http_methods(["GET", "HEAD", "POST"])
def removal(request: HttpRequest, account: int) -> HttpResponse:
    """Remove a mailbox."""
    row = _row(account)
    return form_page.ask(
        request,
        forms.Form(request.POST if request.method == "POST" else None),
        form_page.Dialog(
            _("Stop reading %(address)s?") % {"address": row.address},
            _("Stop reading it"),
            lead=_(
                "Its password is forgotten. Mail that we took stays here, mail at the provider stays there."
            ),
            danger=True,
        ),
        back=f"/intake/accounts/{account}",
        act=lambda: accounts.remove_account(account=account, by=access.actor(request)),
        words=_("It is not read any more."),
        to="/intake/settled",
    )


# Permission by OAuth: out to the provider, and back


@access.page
@require_safe
def permission(request: HttpRequest, account: int) -> HttpResponse:
    """Redirect to the provider, where the owner of the mailbox grants access."""
    _administers(request)
    row = _row(account)
    if not row.authorize_url:
        raise invalid("authorize_url", _("Where does its owner let us in? Name that address first."))
    asked = connection_check.ask_permission(row.pk, back=settings.PUBLIC_URL + BACK)
    request.session["mail_permission"] = {"account": row.pk, "state": asked.state, "verifier": asked.verifier}
    return HttpResponseRedirect(asked.url)


@access.page
@require_safe
def permitted(request: HttpRequest) -> HttpResponse:
    """Take the provider's answer: a code or a refusal."""
    _administers(request)
    asked = request.session.pop("mail_permission", None)
    if not asked or asked["state"] != request.GET.get("state"):
        raise invalid("state", _("This answer belongs to no question of ours. Ask for permission again."))
    if not request.GET.get("code"):
        reason = request.GET.get("error_description") or request.GET.get("error") or _("no reason")
        raise Refusal("not_permitted", _("The provider did not let us in: %(why)s") % {"why": reason[:200]})
    connection_check.permit(
        asked["account"],
        code=request.GET["code"],
        verifier=asked["verifier"],
        back=settings.PUBLIC_URL + BACK,
        by=access.actor(request),
    )
    return access.done(
        request, f"/intake/accounts/{asked['account']}", _("We are let in; it is read from now on.")
    )


def _initial(row: Account) -> dict[str, object]:
    provider = next((item.key for item in connection_check.PROVIDERS if item.host == row.host), "other")
    names = [name for name in Wanted.__dataclass_fields__ if name != "mailbox"]
    mailbox = str(row.mailbox_id) if row.mailbox_id else ""
    return {name: getattr(row, name) for name in names} | {"provider": provider, "mailbox": mailbox}


def _row(account: int) -> Account:
    row = next((row for row in queries.accounts() if row.pk == account), None)
    if row is None:
        raise missing("account", _("There is no such mailbox."))
    return row


def _administers(request: HttpRequest) -> None:
    if not access.actor(request).admin:
        raise forbidden(_("Only an administrator decides which mailboxes are read."))
