"""Contacts of a customer: how to reach them, in which language, and when not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from wellkept.customers import commands, queries
from wellkept.customers.preferences import Preferences
from wellkept.kernel import wording
from wellkept.kernel.text_fields import CodeField, LineField
from wellkept.leaving.commands.contacts import contact_leaves, open_with
from wellkept.web import access, form_page
from wellkept.web.form_fields import Language, Phone
from wellkept.web.setup.views import time_zones

if TYPE_CHECKING:
    from wellkept.customers.models import Contact

CHANNELS = [
    ("mail", gettext_lazy("by mail")),
    ("phone", gettext_lazy("by telephone")),
    ("page", gettext_lazy("on their page")),
    ("letter", gettext_lazy("by letter")),
]


def reach(contact: Contact) -> list[str]:
    """List how somebody wants to hear from us: channel, language, quiet hours, time zone."""
    phrases = [str(dict(CHANNELS).get(contact.channel, "")), wording.language_name(contact.language)]
    if contact.quiet_from and contact.quiet_until:
        hours = {"start": f"{contact.quiet_from:%H:%M}", "end": f"{contact.quiet_until:%H:%M}"}
        phrases.append(_("no mail %(start)s to %(end)s") % hours)
    phrases.append(contact.time_zone)
    return [phrase for phrase in phrases if phrase]


class Hour(forms.TimeField):
    """A time of day."""

    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class ContactForm(forms.Form):
    """Details of a contact."""

    name = LineField(label=gettext_lazy("Name"), max_length=200)
    role = LineField(
        label=gettext_lazy("What they do there"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Decides, pays, uses it every day, opens the door."),
    )
    phone = Phone()
    email = CodeField(label=gettext_lazy("Mail"), required=False, max_length=254, widget=forms.EmailInput())
    channel = forms.ChoiceField(
        label=gettext_lazy("How they like to hear from us"),
        choices=CHANNELS,
        help_text=gettext_lazy(
            "How they hear of a delay. By telephone or letter, it becomes a step for the owner."
        ),
    )
    language = Language()
    time_zone = forms.ChoiceField(label=gettext_lazy("Time zone"), required=False)
    quiet_from = Hour(label=gettext_lazy("No mail from"), required=False)
    quiet_until = Hour(
        label=gettext_lazy("until"),
        required=False,
        help_text=gettext_lazy(
            "By their own clock. Delays, cancellations and answers to their own requests are still sent "
            "at once."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["time_zone"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("The customer’s")), *time_zones()]

    def details(self) -> dict[str, str]:
        """Name, mail, telephone and role."""
        return {name: self.cleaned_data[name] for name in ("name", "email", "phone", "role")}

    def preferences(self) -> Preferences:
        """The way in which they like to hear from us."""
        values = self.cleaned_data
        return Preferences(
            language=values["language"],
            channel=values["channel"],
            time_zone=values["time_zone"],
            quiet_from=values["quiet_from"],
            quiet_until=values["quiet_until"],
        )


class LeaveForm(forms.Form):
    """A contact leaves: the reason, and their successor."""

    why = LineField(
        label=gettext_lazy("Why?"),
        max_length=300,
        help_text=gettext_lazy("Left the company, does something else there."),
    )
    successor = forms.TypedChoiceField(
        label=gettext_lazy("Who speaks for them now?"), required=False, coerce=int, empty_value=None
    )


@access.page
@require_http_methods(["GET", "HEAD", "POST"])
def contacts(request: HttpRequest, customer: int) -> HttpResponse:
    """Add a contact."""
    row = queries.customer(customer)
    form = ContactForm(request.POST or None, initial={"language": row.language, "channel": "mail"})
    return form_page.ask(
        request,
        form,
        form_page.Dialog(_("A contact at %(name)s") % {"name": row.name}, _("Add")),
        back=f"/customers/{row.pk}",
        act=lambda: commands.add_contact(
            customer=row.pk, by=access.actor(request), preferences=form.preferences(), **form.details()
        ),
        words=lambda: _("%(name)s was added.") % {"name": form.cleaned_data["name"]},
    )


@access.page
@require_http_methods(["GET", "HEAD", "POST"])
def contact(request: HttpRequest, customer: int, contact: int) -> HttpResponse:
    """Change a contact. Old values stay references."""
    row = queries.contact(contact)
    names = tuple(ContactForm.base_fields)
    form = ContactForm(request.POST or None, initial={name: getattr(row, name) for name in names})
    return form_page.ask(
        request,
        form,
        form_page.Dialog(row.name, _("Save"), lead=_("What was noted before keeps finding them.")),
        back=f"/customers/{row.customer_id}",
        act=lambda: commands.change_contact(
            contact=contact,
            by=access.actor(request),
            **form_page.changed(form, row, names),
        ),
        words=_("Saved."),
    )


@access.page
@require_http_methods(["GET", "HEAD", "POST"])
def leaving(request: HttpRequest, customer: int, contact: int) -> HttpResponse:
    """Let a contact go; their journeys go to another contact."""
    row = queries.contact(contact)
    others = [
        (contact.pk, contact.name) for contact in queries.contacts(row.customer_id) if contact.pk != row.pk
    ]
    form = LeaveForm(request.POST or None)
    field = form.fields["successor"]
    assert isinstance(field, forms.TypedChoiceField)
    field.choices = [*others, ("", _("We do not know yet"))]
    count = open_with(contact)
    going_on = ngettext(
        "%(n)s journey is open with them; it goes to the contact you name.",
        "%(n)s journeys are open with them; they go to the contact you name.",
        count,
    ) % {"n": count}
    return form_page.ask(
        request,
        form,
        form_page.Dialog(
            _("%(name)s no longer speaks for them") % {"name": row.name},
            _("Note it"),
            lead=" ".join(
                filter(
                    None, [going_on if count else "", _("They can still be found; their links stop working.")]
                )
            ),
        ),
        back=f"/customers/{row.customer_id}",
        act=lambda: contact_leaves(contact=contact, by=access.actor(request), **form.cleaned_data),
        words=_("Noted. You can still find them."),
    )


@access.page
@require_POST
def returning(request: HttpRequest, customer: int, contact: int) -> HttpResponse:
    """Take back a contact who had gone."""
    row = commands.take_contact_back(contact=contact, by=access.actor(request))
    return access.done(
        request,
        f"/customers/{row.customer_id}",
        _("%(name)s speaks for them again.") % {"name": row.name},
    )
