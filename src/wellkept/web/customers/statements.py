"""Statements of a customer, and the seven questions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from wellkept.customer_page import voice as desk
from wellkept.customers import queries as customers
from wellkept.kernel import wording
from wellkept.kernel.number import show
from wellkept.kernel.refusal import missing
from wellkept.kernel.text_fields import LineField, TextField
from wellkept.people import queries as people
from wellkept.people.actor import Actor
from wellkept.ui.fields import FormData
from wellkept.voice.commands.seven import answer_seven
from wellkept.voice.commands.statements import end_statement, note_statement
from wellkept.voice.queries import statements as told
from wellkept.voice.sentences import SEVEN
from wellkept.voice.source import Source
from wellkept.web import access, form_page
from wellkept.web.customers.voice_labels import KINDS, seven_rows
from wellkept.web.form_fields import Past, choose

if TYPE_CHECKING:
    from wellkept.voice.models import Statement

ANSWERS = [
    ("yes", gettext_lazy("Yes")),
    ("no", gettext_lazy("No")),
    ("unknown", gettext_lazy("We do not know")),
]


class Who(forms.Form):
    """Fields for the contact who said it, and when."""

    told_by = forms.TypedChoiceField(
        label=gettext_lazy("Who told us?"), required=False, coerce=int, empty_value=None
    )
    told_at = Past(label=gettext_lazy("When?"), required=False, help_text=gettext_lazy("Empty: just now."))

    def source(self) -> Source:
        """The contact who told us, our colleague, and the time."""
        values = self.cleaned_data
        return Source(contact=values["told_by"], colleague=values.get("told_to"), at=values["told_at"])

    def name_contacts(self, customer: int) -> None:
        """Fill the choice of contacts, the first one chosen."""
        theirs = [(contact.pk, contact.name) for contact in customers.contacts(customer)]
        choose(self, "told_by", [*theirs, ("", _("Somebody else"))])


class StatementForm(Who):
    """A statement of the customer."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What is it?"), choices=list(KINDS.items()), widget=forms.RadioSelect
    )
    words = TextField(
        label=gettext_lazy("In their words"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    journey = forms.TypedChoiceField(
        label=gettext_lazy("On which journey?"), required=False, coerce=int, empty_value=None
    )
    told_to = forms.TypedChoiceField(
        label=gettext_lazy("To which of us?"), required=False, coerce=int, empty_value=None
    )
    field_order = ("kind", "words", "told_by", "told_at", "journey", "told_to")

    def __init__(
        self, data: FormData, *, customer: int, me: int, by: Actor, initial: dict[str, object]
    ) -> None:
        super().__init__(data, initial={"kind": "expectation", "told_to": me, **initial})
        self.name_contacts(customer)
        theirs = desk.journeys_to_name(customer, by=by)
        choose(
            self,
            "journey",
            [
                ("", _("On none")),
                *((journey.pk, f"{show(journey.number)} {journey.need[:60]}") for journey in theirs),
            ],
        )
        if people.is_alone():
            del self.fields["told_to"]
        else:
            choose(self, "told_to", [(person.pk, person.name) for person in people.staff()])


class EndForm(forms.Form):
    """A statement ends: the reason."""

    why = LineField(label=gettext_lazy("Why is it no longer true?"), max_length=500)


class SevenForm(Who):
    """An answer to one of the seven questions."""

    answer = forms.ChoiceField(
        label=gettext_lazy("The answer"), choices=ANSWERS, widget=forms.RadioSelect, initial="yes"
    )
    words = TextField(
        label=gettext_lazy("In their words"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    field_order = ("answer", "words", "told_by", "told_at")


@access.page
@require_http_methods(["GET", "HEAD", "POST"])
def statements(request: HttpRequest, customer: int) -> HttpResponse:
    """Note a statement. `?replaces=` names the statement that it ends."""
    row = customers.customer(customer)
    by = access.actor(request)
    before = _before(request, row.pk)
    initial = {"kind": before.kind, "words": before.words, "journey": before.journey_id} if before else {}
    form = StatementForm(request.POST or None, customer=row.pk, me=by.as_staff(), by=by, initial=initial)
    return form_page.ask(
        request,
        form,
        form_page.Dialog(
            _("What do they say now?") if before else _("What did %(name)s tell us?") % {"name": row.name},
            _("Note it"),
            lead=_("What they said before stays to be read.") if before else "",
        ),
        back=f"/customers/{row.pk}",
        act=lambda: note_statement(
            customer=row.pk,
            kind=form.cleaned_data["kind"],
            words=form.cleaned_data["words"],
            by=by,
            source=form.source(),
            journey=form.cleaned_data["journey"],
            replaces=before.pk if before else None,
        ),
        words=_("Noted, in their words."),
    )


@access.page
@require_http_methods(["GET", "HEAD", "POST"])
def ending(request: HttpRequest, customer: int, statement: int) -> HttpResponse:
    """End a statement, with the reason."""
    row = told.statement(statement, by=access.actor(request))
    form = EndForm(request.POST or None)
    return form_page.ask(
        request,
        form,
        form_page.Dialog(_("It is no longer true"), _("Note it"), lead=wording.quoted(row.words)),
        back=f"/customers/{row.customer_id}",
        act=lambda: end_statement(statement=statement, by=access.actor(request), **form.cleaned_data),
        words=_("Noted. It stays to be read."),
    )


@access.page
@require_safe
def seven(request: HttpRequest, customer: int) -> HttpResponse:
    """Show the seven questions with all answers so far."""
    access.actor(request).as_staff()
    row = customers.customer(customer)
    context = {
        "section": "customers",
        "customer": row,
        "here": f"/customers/{row.pk}",
        "rows": [
            (item, told.answers_to(item.key, customer=row.pk)) for item in seven_rows(told.seven(row.pk))
        ],
    }
    return render(request, "web/customers/seven.html", context)


@access.page
@require_http_methods(["GET", "HEAD", "POST"])
def seventh(request: HttpRequest, customer: int, question: str) -> HttpResponse:
    """Answer one of the seven questions."""
    if question not in SEVEN:
        raise missing("question", _("This is none of the seven questions."))
    row = customers.customer(customer)
    form = SevenForm(request.POST or None)
    form.name_contacts(row.pk)
    return form_page.ask(
        request,
        form,
        form_page.Dialog(str(SEVEN[question]), _("Note it")),
        back=f"/customers/{row.pk}",
        act=lambda: answer_seven(
            customer=row.pk,
            question=question,
            answer=form.cleaned_data["answer"],
            by=access.actor(request),
            words=form.cleaned_data["words"],
            source=form.source(),
        ),
        words=_("Noted. What was answered before stays to be read."),
    )


def _before(request: HttpRequest, customer: int) -> Statement | None:
    asked = request.GET.get("replaces", "")
    if not (asked.isascii() and asked.isdigit() and len(asked) < 19):
        return None
    row = told.statement(int(asked), by=access.actor(request))
    if row.customer_id != customer:
        raise missing("statement", _("There is no such statement."))
    return row
