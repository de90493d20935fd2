"""Forms of people, teams and the company."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wellkept.kernel.text_fields import CodeField, LineField, MailField
from wellkept.kernel.wording import locale
from wellkept.leaving.commands.staff import Workload
from wellkept.people import queries
from wellkept.people.staff_profile import Profile
from wellkept.people.successors import Successors
from wellkept.ui.fields import FormData
from wellkept.web import labels
from wellkept.web.form_fields import Ahead, When, choose
from wellkept.web.setup.views import countries, currencies, time_zones

PROFILE = ("phone", "title", "language", "time_zone")
SCOPES = [
    ("read", gettext_lazy("read everything this person reads")),
    ("write", gettext_lazy("act on journeys")),
    ("intake", gettext_lazy("bring in messages")),
    ("admin", gettext_lazy("administer the company")),
]


def _zone() -> forms.ChoiceField:
    return forms.ChoiceField(label=gettext_lazy("Time zone"))


class PersonForm(forms.Form):
    """Details of a colleague."""

    name = LineField(label=gettext_lazy("Name"), max_length=200)
    title = LineField(
        label=gettext_lazy("Role"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("As customers read it: “Installer”, “Your person for orders”."),
    )
    phone = CodeField(
        label=gettext_lazy("Telephone"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "tel"}),
    )
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=settings.LANGUAGES)
    time_zone = _zone()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "time_zone", time_zones())


class JoinForm(PersonForm):
    """A new colleague."""

    field_order = ("name", "email", "title", "phone", "team", "language", "time_zone")
    email = MailField(
        label=gettext_lazy("Mail address, with which they sign in"),
        help_text=gettext_lazy("They get an invitation there, and choose their own password."),
    )
    team = forms.ChoiceField(label=gettext_lazy("Team"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "team", [("", _("None yet")), *((str(row.pk), row.name) for row in queries.teams())])

    def profile(self) -> Profile:
        """Telephone, title, language and time zone."""
        return Profile(**{name: self.cleaned_data[name] for name in PROFILE})


class DeputyForm(forms.Form):
    """The deputy."""

    deputy = forms.ChoiceField(label=gettext_lazy("Who stands in?"), required=False)

    def __init__(self, data: FormData, *, person: int, now: int | None) -> None:
        super().__init__(data, initial={"deputy": str(now or "")})
        others = [(str(row.pk), row.name) for row in queries.staff() if row.pk != person]
        choose(self, "deputy", [("", _("The team's lead")), *others])


class AwayForm(forms.Form):
    """An absence."""

    since = When(label=gettext_lazy("From"))
    until = Ahead(
        label=gettext_lazy("Until"), required=False, help_text=gettext_lazy("Empty while nobody knows.")
    )
    why = LineField(label=gettext_lazy("Why"), required=False, max_length=200)


class ReasonForm(forms.Form):
    """A reason."""

    reason = LineField(label=gettext_lazy("Why? It stays on record."), max_length=500)


class KeyForm(forms.Form):
    """A token for a program."""

    name = LineField(label=gettext_lazy("The program that will use it"), max_length=100)
    scopes = forms.MultipleChoiceField(
        label=gettext_lazy("What it may do"),
        choices=SCOPES,
        widget=forms.CheckboxSelectMultiple,
        initial=["read"],
    )


class MemberForm(forms.Form):
    """Choice of people who are not in the team yet."""

    person = forms.ChoiceField(label=gettext_lazy("Who?"))

    def __init__(self, data: FormData, *, people: list[tuple[str, str]]) -> None:
        super().__init__(data)
        choose(self, "person", people)


class TeamForm(forms.Form):
    """A new team."""

    name = LineField(label=gettext_lazy("Name"), max_length=100)
    stage = forms.ChoiceField(
        label=gettext_lazy("Whose work it does"),
        required=False,
        choices=[*labels.STAGES.items(), ("", gettext_lazy("Other work, such as billing"))],
    )
    lead = forms.ChoiceField(label=gettext_lazy("Lead"))

    def __init__(self, data: FormData) -> None:
        super().__init__(data)
        choose(self, "lead", [(str(person.pk), person.name) for person in queries.staff()])


class CompanyForm(forms.Form):
    """Details of the company."""

    name = LineField(label=gettext_lazy("Name"), max_length=200)
    phone = LineField(label=gettext_lazy("Telephone"), required=False, max_length=100)
    mail = MailField(label=gettext_lazy("Mail"), required=False)
    country = forms.ChoiceField(label=gettext_lazy("Country"))
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=settings.LANGUAGES)
    time_zone = _zone()
    currency = forms.ChoiceField(label=gettext_lazy("Currency"))
    process_owner = forms.ChoiceField(
        label=gettext_lazy("Process owner"), help_text=gettext_lazy("Asked last, when nobody else answers.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "country", countries(locale()))
        choose(self, "time_zone", time_zones())
        choose(self, "currency", currencies(locale()))
        choose(self, "process_owner", [(str(person.pk), person.name) for person in queries.staff()])


class LeaveForm(forms.Form):
    """Successors for all work of a person who leaves."""

    everything = forms.ChoiceField(
        label=gettext_lazy("Who answers for their journeys, and takes everything else?")
    )

    def __init__(self, data: FormData, *, person: int, theirs: Workload, to: Successors) -> None:
        super().__init__(data)
        self.teams = []
        for team in theirs.teams:
            others = [
                (str(member.pk), member.name) for member in queries.members(team.pk) if member.pk != person
            ]
            if others:
                name = f"team_{team.pk}"
                self.teams.append(team.pk)
                self.fields[name] = forms.ChoiceField(
                    label=_("Who takes what they hold in %(team)s?") % {"team": team.name},
                    choices=others,
                    initial=str(to.by_team.get(team.pk, "")),
                )
        choose(self, "everything", [(str(row.pk), row.name) for row in queries.staff() if row.pk != person])
        self.initial["everything"] = str(to.everything)

    @property
    def chosen(self) -> Successors:
        values = self.cleaned_data
        return Successors(
            {team: int(values[f"team_{team}"]) for team in self.teams}, int(values["everything"])
        )
