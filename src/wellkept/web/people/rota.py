"""The rota of a team: who receives new work today and in the coming weeks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wellkept.kernel import wording
from wellkept.people import commands, queries, rota
from wellkept.people.rights import lead_of_team_or_admin
from wellkept.ui.fields import FormData
from wellkept.web import access, form_page
from wellkept.web.form_fields import Day

MOST = 12  # people whose order the form asks for
AHEAD = 10  # weeks that the page looks ahead


class OrderForm(forms.Form):
    """The people of the rota, in order."""

    use_required_attribute = False

    def __init__(self, data: FormData, *, team: int) -> None:
        super().__init__(data)
        now, members = rota.rota(team), queries.members(team)
        people = [("", _("nobody")), *((str(member.pk), member.name) for member in members)]
        order = rota.order(team)
        for place in range(min(len(members), MOST)):
            self.fields[f"place_{place}"] = forms.ChoiceField(
                label=_("First") if place == 0 else _("Then"),
                choices=people,
                required=False,
                initial=str(order[place].pk) if place < len(order) else "",
            )
        self.fields["weeks"] = forms.IntegerField(
            label=_("Weeks for each"), min_value=1, max_value=52, initial=now.weeks if now else 1
        )
        self.fields["since"] = Day(
            label=_("The first duty begins on"),
            initial=now.since if now else _monday(rota.today()),
            help_text=_("In a running rota the order starts from this day."),
        )

    @property
    def people(self) -> list[int]:
        return [
            int(place) for name, place in self.cleaned_data.items() if name.startswith("place_") and place
        ]


class DaysForm(forms.Form):
    """Another person on duty for some days."""

    use_required_attribute = False
    person = forms.ChoiceField(label=gettext_lazy("Who is on duty?"))
    since = Day(label=gettext_lazy("First day"))
    until = Day(label=gettext_lazy("Last day"), ahead=True)

    def __init__(self, data: FormData, *, team: int, initial: dict[str, object]) -> None:
        super().__init__(data, initial=initial)
        field = self.fields["person"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(str(member.pk), member.name) for member in queries.members(team)]


@dataclass(frozen=True)
class Line:
    """Days of the rota as they are printed."""

    turn: rota.Duty
    days: str
    now: bool


@access.page
@require_safe
def show(request: HttpRequest, team: int) -> HttpResponse:
    """Show who is on duty now and next."""
    by = access.actor(request)
    row = queries.team(team)
    today = rota.today()
    stands = rota.standing_members([team]).get(team)
    turns = rota.ahead(team, weeks=AHEAD)
    turn = next((item for item in turns if item.since <= today <= item.until), None)
    context = {
        "section": "how",
        "team": row,
        "may": by.admin or row.lead_id == by.person,
        "rota": rota.rota(team),
        "order": rota.order(team),
        "lines": [Line(item, _days(item.since, item.until), item is turn) for item in turns],
        "stands": queries.person(stands) if stands is not None else None,
        "away": turn.person if turn is not None and turn.person.pk != stands else None,
        "few": len(queries.members(team)) < 2,
    }
    return render(request, "web/people/rota.html", context)


@access.page
@require_http_methods(["GET", "HEAD", "POST"])
def order(request: HttpRequest, team: int) -> HttpResponse:
    """Set the order and the number of weeks."""
    form_page.before_showing(request, lambda: lead_of_team_or_admin(access.actor(request), team))
    row = queries.team(team)
    form = OrderForm(request.POST if request.method == "POST" else None, team=team)
    return form_page.ask(
        request,
        form,
        form_page.Dialog(
            _("Who is on duty for %(team)s, in which order?") % {"team": row.name},
            _("Save"),
            lead=_("The person on duty receives new work automatically. People who are away are skipped."),
        ),
        back=_home(team),
        act=lambda: commands.set_rota(
            team=team,
            people=form.people,
            since=form.cleaned_data["since"],
            weeks=form.cleaned_data["weeks"],
            by=access.actor(request),
        ),
        words=_("The rota is set."),
    )


@access.page
@require_http_methods(["GET", "HEAD", "POST"])
def days(request: HttpRequest, team: int) -> HttpResponse:
    """Set another person for single days."""
    form_page.before_showing(request, lambda: lead_of_team_or_admin(access.actor(request), team))
    row = queries.team(team)
    form = DaysForm(
        request.POST if request.method == "POST" else None,
        team=team,
        initial={"since": request.GET.get("since") or rota.today(), "until": request.GET.get("until")},
    )
    return form_page.ask(
        request,
        form,
        form_page.Dialog(
            _("Another person on duty for %(team)s") % {"team": row.name},
            _("Save"),
            lead=_("On these days only; the order goes on as it is."),
        ),
        back=_home(team),
        act=lambda: commands.set_duty(
            team=team,
            person=int(form.cleaned_data["person"]),
            since=form.cleaned_data["since"],
            until=form.cleaned_data["until"],
            by=access.actor(request),
        ),
        words=_("Saved."),
    )


@access.page
@require_POST
def days_out(request: HttpRequest, team: int, days: int) -> HttpResponse:
    """Remove single days. The rota applies again."""
    commands.remove_duty(team=team, days=days, by=access.actor(request))
    return access.done(request, _home(team), _("These days go as the order goes."))


@access.page
@require_POST
def ended(request: HttpRequest, team: int) -> HttpResponse:
    """End the rota."""
    commands.end_rota(team=team, by=access.actor(request))
    return access.done(request, _home(team), _("The rota has ended."))


def _days(since: date, until: date) -> str:
    return wording.day(since) if since == until else f"{wording.day(since)} – {wording.day(until)}"


def _monday(today: date) -> date:
    return today + timedelta(days=-today.weekday() % 7)


def _home(team: int) -> str:
    return f"/people/teams/{team}/rota"
