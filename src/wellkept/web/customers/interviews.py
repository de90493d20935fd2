"""Interviews: planned, held with their answers, read back, taken up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from wellkept.customer_page import voice as desk
from wellkept.customers import queries as customers
from wellkept.kernel import wording
from wellkept.kernel.characters import clean_text
from wellkept.kernel.number import show
from wellkept.kernel.refusal import Refusal, missing
from wellkept.kernel.text_fields import LineField, TextField
from wellkept.people import queries as people
from wellkept.people.actor import Actor
from wellkept.ui.fields import FormData
from wellkept.voice.commands import interviews as commands
from wellkept.voice.commands import read_backs
from wellkept.voice.queries import interviews
from wellkept.web import access, form_page
from wellkept.web.customers.voice_labels import KINDS, STATES
from wellkept.web.form_fields import Ahead, When, choose

if TYPE_CHECKING:
    from wellkept.voice.models import Interview, InterviewReadBack


class PlanForm(forms.Form):
    """The plan of an interview: two of us ask one contact."""

    contact = forms.TypedChoiceField(label=gettext_lazy("Who do we ask?"), coerce=int)
    planned_for = Ahead(label=gettext_lazy("When?"))
    questions = forms.ChoiceField(label=gettext_lazy("With which questions?"))
    asks = forms.TypedChoiceField(label=gettext_lazy("Which of us asks?"), coerce=int)
    writes = forms.TypedChoiceField(
        label=gettext_lazy("Who writes?"), required=False, coerce=int, empty_value=None
    )
    journey = forms.TypedChoiceField(
        label=gettext_lazy("On which journey?"), required=False, coerce=int, empty_value=None
    )
    about = LineField(label=gettext_lazy("What about?"), required=False, max_length=300)

    def __init__(self, data: FormData, *, customer: int, by: Actor) -> None:
        me = by.as_staff()
        super().__init__(data, initial={"asks": me, "questions": "any"})
        staff = [(person.pk, person.name) for person in people.staff()]
        choose(self, "contact", [(contact.pk, contact.name) for contact in customers.contacts(customer)])
        choose(self, "questions", interviews.kinds_of_questions())
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
            del self.fields["asks"], self.fields["writes"]
        else:
            choose(self, "asks", staff)
            choose(self, "writes", [("", _("Choose somebody")), *staff])


class MoveForm(forms.Form):
    """Another day for an interview."""

    planned_for = When(label=gettext_lazy("When instead?"))


class WhyForm(forms.Form):
    """A reason."""

    why = LineField(label=gettext_lazy("Why?"), max_length=300)


class ReadBackForm(forms.Form):
    """Our restatement of an interview."""

    text = TextField(
        label=gettext_lazy("What did we understand, in our words?"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 8}),
    )


class CorrectionForm(forms.Form):
    """The customer's correction."""

    correction = TextField(
        label=gettext_lazy("What is different, in their words?"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


@access.page
@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: HttpRequest, customer: int) -> HttpResponse:
    """Plan an interview with a contact."""
    row = customers.customer(customer)
    by = access.actor(request)
    form = PlanForm(request.POST or None, customer=row.pk, by=by)
    numbers: list[int] = []

    def act() -> None:
        values = form.cleaned_data
        interview = commands.plan_interview(
            customer=row.pk,
            contact=values["contact"],
            planned_for=values["planned_for"],
            by=by,
            interviewers=commands.Interviewers(asks=values["asks"], writes=values["writes"]),
            questions=values["questions"],
            about=values["about"],
            journey=values["journey"],
        )
        numbers.append(interview.pk)

    return form_page.ask(
        request,
        form,
        form_page.Dialog(
            _("Ask %(name)s") % {"name": row.name},
            _("Plan it"),
            lead=_("Two of us attend: one asks and listens, the other writes down their words."),
        ),
        back=f"/customers/{row.pk}",
        to=lambda: f"/customers/{row.pk}/interviews/{numbers[0]}",
        act=act,
        words=_("Planned. The questions are here, to be asked and answered."),
    )


@access.page
@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, customer: int, interview: int) -> HttpResponse:
    """Show an interview: its questions with the answers. POST writes answers."""
    row = _readable(interview, customer, access.actor(request))
    problem: Refusal | None = None
    typed: dict[str, str] = {}
    if request.method == "POST":
        typed = {
            key.removeprefix("answer-"): clean_text(str(text))
            for key, text in request.POST.items()
            if key[:7] == "answer-"
        }
        try:
            save = commands.hold_interview if row.held_at is None else commands.write_answers
            save(interview=row.pk, answers=typed, by=access.actor(request))
        except (Refusal, IntegrityError) as refusal:
            problem = access.refusal_of(refusal)
        else:
            return access.done(request, _here(row), _("Saved."))
    latest = interviews.latest_read_back(row)
    state = (
        "called_off"
        if row.called_off_at
        else (latest.state if latest else "held")
        if row.held_at
        else "planned"
    )
    open_ = row.called_off_at is None and (latest is None or latest.state == "corrected")
    context = {
        "digest": bytes(latest.digest).hex() if latest is not None else "",
        "section": "customers",
        "interview": row,
        "customer": row.customer,
        "questions": [
            (question, answer, typed.get(question.key, answer.words if answer else ""))
            for question, answer in interviews.questions_of(row)
        ],
        "latest": latest,
        "state": STATES[state],
        "writable": open_,
        "refused": problem,
        "to_take_up": [answer for answer in row.answers.all() if not answer.statements.all()]
        if row.held_at
        else [],
        "here": _here(row),
    }
    return render(request, "web/customers/interview.html", context, status=problem.status if problem else 200)


@access.page
@require_http_methods(["GET", "HEAD", "POST"])
def read_back(request: HttpRequest, customer: int, interview: int) -> HttpResponse:
    """Read an interview back to the customer."""
    row = _readable(interview, customer, access.actor(request))
    latest = interviews.latest_read_back(row)
    proposed = latest.text if latest else "\n".join(answer.words for answer in row.answers.all())
    form = ReadBackForm(request.POST or None, initial={"text": proposed})
    return form_page.ask(
        request,
        form,
        form_page.Dialog(
            _("What we understood"),
            _("Read it back to them"),
            lead=_("%(name)s reads it on their page, and confirms or corrects it.")
            % {"name": row.contact.name},
        ),
        back=_here(row),
        act=lambda: read_backs.read_interview_back(
            interview=row.pk, by=access.actor(request), **form.cleaned_data
        ),
        words=_("It is on its way to them."),
    )


@access.page
@require_http_methods(["GET", "HEAD", "POST"])
def correction(request: HttpRequest, customer: int, interview: int) -> HttpResponse:
    """Write down the customer's spoken correction."""
    row = _readable(interview, customer, access.actor(request))
    latest = _put(row)
    form = CorrectionForm(request.POST or None)
    return form_page.ask(
        request,
        form,
        form_page.Dialog(_("They correct it"), _("Write it down"), lead=wording.quoted(latest.text)),
        back=_here(row),
        act=lambda: read_backs.correct_interview(
            read_back=latest.pk, by=access.actor(request), **form.cleaned_data
        ),
        words=_("Written down. Read it back again."),
    )


@access.page
@require_http_methods(["POST"])
def confirmation(request: HttpRequest, customer: int, interview: int) -> HttpResponse:
    """Write down the customer's spoken confirmation."""
    row = _readable(interview, customer, access.actor(request))
    read_backs.confirm_interview(
        read_back=_put(row).pk, by=access.actor(request), shown_digest=request.POST.get("seen", "")
    )
    return access.done(request, _here(row), _("Confirmed."))


@access.page
@require_http_methods(["GET", "HEAD", "POST"])
def moved(request: HttpRequest, customer: int, interview: int) -> HttpResponse:
    """Move an interview to another day."""
    row = _readable(interview, customer, access.actor(request))
    form = MoveForm(request.POST or None, initial={"planned_for": row.planned_for})
    return form_page.ask(
        request,
        form,
        form_page.Dialog(_("Another day"), _("Move it")),
        back=_here(row),
        act=lambda: commands.move_interview(interview=row.pk, by=access.actor(request), **form.cleaned_data),
        words=_("Moved."),
    )


@access.page
@require_http_methods(["GET", "HEAD", "POST"])
def called_off(request: HttpRequest, customer: int, interview: int) -> HttpResponse:
    """Call an interview off."""
    row = _readable(interview, customer, access.actor(request))
    form = WhyForm(request.POST or None)
    return form_page.ask(
        request,
        form,
        form_page.Dialog(_("Call it off"), _("Call it off"), danger=True),
        back=_here(row),
        to=f"/customers/{row.customer_id}",
        act=lambda: commands.call_off_interview(
            interview=row.pk, by=access.actor(request), **form.cleaned_data
        ),
        words=_("Called off."),
    )


@access.page
@require_http_methods(["GET", "HEAD", "POST"])
def taking_up(request: HttpRequest, customer: int, interview: int) -> HttpResponse:
    """Turn all answers into statements, in one act."""
    row = _readable(interview, customer, access.actor(request))
    answers = [item for item in row.answers.all() if not item.statements.all()]
    form = forms.Form(request.POST or None)
    for answer in answers:
        form.fields[f"kind-{answer.pk}"] = forms.ChoiceField(
            label=wording.quoted(answer.words),
            help_text=answer.question.ask,
            required=False,
            choices=[("", _("None of these")), *KINDS.items()],
            initial=answer.question.becomes,
        )

    def act() -> None:
        kinds = {
            answer.pk: form.cleaned_data[f"kind-{answer.pk}"]
            for answer in answers
            if form.cleaned_data[f"kind-{answer.pk}"]
        }
        commands.take_up_answers(interview=row.pk, kinds=kinds, by=access.actor(request))

    return form_page.ask(
        request,
        form,
        form_page.Dialog(
            _("What of it counts from now on?"),
            _("Take it up"),
            lead=_("Their words stay as they are; each is shown with the customer by its kind."),
        ),
        back=_here(row),
        to=f"/customers/{row.customer_id}",
        act=act,
        words=_("Taken up. It is on the customer's page now."),
    )


def _readable(interview: int, customer: int, by: Actor) -> Interview:
    """Return the interview if this actor may read the journey that it is about."""
    row = interviews.readable_interview(interview, by=by)
    if row.customer_id != customers.customer(customer).pk:
        raise missing("interview", _("There is no such interview."))
    return row


def _put(row: Interview) -> InterviewReadBack:
    latest = interviews.latest_read_back(row)
    if latest is None or latest.state != "put":
        raise Refusal("nothing_to_confirm", _("There is nothing to confirm; it was answered already."))
    return latest


def _here(row: Interview) -> str:
    return f"/customers/{row.customer_id}/interviews/{row.pk}"
