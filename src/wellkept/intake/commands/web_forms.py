"""Set up web forms: their questions, their team, and who may embed them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from wellkept.blueprints.queries import current
from wellkept.events.commands import Entry, record
from wellkept.intake import facts
from wellkept.intake.models import WebForm
from wellkept.kernel.refusal import Refusal, forbidden, invalid, missing
from wellkept.kernel.text import fill
from wellkept.people.actor import Actor
from wellkept.people.models import Member, Team

FIELDS = ("name", "email", "phone", "company")
ASKED = ("required", "optional", "no")
WORDS = ("title", "lead", "thanks", "consent")
MOST_QUESTIONS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Further question, in each language of the form."""

    words: Mapping[str, str]
    required: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedForm:
    """Form as requested. `words` by language: title, lead, thanks, consent."""

    key: str
    team: int
    words: Mapping[str, Mapping[str, str]]
    asks: Mapping[str, str] = field(default_factory=dict)
    questions: Sequence[Question] = ()
    standing: int | None = None
    opens: bool = False
    blueprint: str = ""
    hours: int = 4
    files: bool = False
    origins: Sequence[str] = ()
    active: bool = True


@transaction.atomic
def set_form(*, wanted: WantedForm, by: Actor, form: int | None = None) -> WebForm:
    """Create or change the form at its address. The address is for life."""
    team = Team.objects.filter(pk=wanted.team).first()
    if team is None:
        raise missing("team", _("There is no such team."))
    _answers_for(team, by)
    row = WebForm() if form is None else WebForm.objects.select_for_update().filter(pk=form).first()
    if row is None:
        raise missing("form", _("There is no such form."))
    if row.pk is not None and row.team_id != team.pk:
        _answers_for(row.team, by)
    key = wanted.key.strip().lower()
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,59}", key):
        raise invalid("key", _("Its address is made of small letters, digits and hyphens, such as: kitchen."))
    if row.pk is not None and row.key != key:
        raise invalid("key", _("This address is on other people's pages by now. Make another form instead."))
    if row.pk is None and WebForm.objects.filter(key=key).exists():
        raise invalid("key", _("There is a form at this address already."))
    if wanted.standing is not None and not Member.objects.filter(person=wanted.standing, team=team).exists():
        raise invalid(
            "standing", fill(_("Only a member of %(team)s can receive what comes by it."), team=team.name)
        )
    if wanted.hours < 1:
        raise invalid("hours", _("Within how many hours is what comes by it to be looked at?"))
    if wanted.blueprint:
        current(wanted.blueprint)
    row.key, row.team, row.standing_id = key, team, wanted.standing
    row.opens, row.blueprint, row.hours = wanted.opens, wanted.blueprint, wanted.hours
    row.words = _words(wanted.words)
    row.languages = list(row.words)
    row.asks = _asks(wanted.asks)
    row.questions = _questions(wanted.questions)
    row.files, row.active = wanted.files, wanted.active
    row.origins = [_origin(origin) for origin in wanted.origins if origin.strip()]
    row.save()
    fact = facts.WebFormSet(form=key, opens=row.opens, standing=row.standing_id, active=row.active)
    record(Entry(team.pk, fact), by=by.by)
    return row


def _words(texts: Mapping[str, Mapping[str, str]]) -> dict[str, dict[str, str]]:
    """Validate the texts of each language."""
    kept = {}
    for language, words in texts.items():
        kept[language] = {name: str(words.get(name, "")).strip()[:2000] for name in WORDS}
        if not kept[language]["title"]:
            raise invalid(f"title_{language}", _("What is above the form?"))
    if not kept:
        raise invalid("languages", _("In which languages is the form shown?"))
    return kept


def _asks(choices: Mapping[str, str]) -> dict[str, str]:
    """Validate which fields are asked."""
    kept = {name: choices.get(name, "optional") for name in FIELDS}
    if not set(kept.values()) <= set(ASKED):
        raise invalid("asks", _("Each of them is required, optional or not asked."))
    if kept["email"] == kept["phone"] == "no":
        raise invalid(
            "email", _("How do we answer them? Ask for their mail address or their telephone number.")
        )
    return kept


def _questions(wanted: Sequence[Question]) -> list[dict[str, object]]:
    """Validate the further questions."""
    kept = [
        {
            "words": {language: words.strip()[:200] for language, words in question.words.items()},
            "required": question.required,
        }
        for question in wanted
    ]
    if len(kept) > MOST_QUESTIONS:
        raise invalid(
            "questions",
            fill(
                _("Nobody answers more than %(most_questions)s further questions."),
                most_questions=MOST_QUESTIONS,
            ),
        )
    return kept


def _origin(address: str) -> str:
    """Normalise a website address to its origin: `https://www.lindenau.example`."""
    try:
        split = urlsplit(address.strip() if "//" in address else f"https://{address.strip()}")
        scheme, host, port = split.scheme, split.hostname or "", split.port
    except ValueError:
        scheme, host, port = "", "", None
    if scheme not in ("https", "http") or not re.fullmatch(r"[a-z0-9.-]+", host):
        raise invalid(
            "origins", fill(_("%(address)s is no address of a website."), address=address.strip()[:80])
        )
    if scheme == "http" and host not in ("localhost", "127.0.0.1"):
        raise Refusal(
            "invalid_origins",
            _("What people write into a form goes over https only."),
            field="origins",
            instead=_("Write the address with https://."),
            status=422,
        )
    return f"{scheme}://{host}" + (f":{port}" if port else "")


def _answers_for(team: Team, by: Actor) -> None:
    """Refuse everybody but the team's lead and administrators."""
    if by.kind == "system" or by.admin or team.lead_id == by.as_staff():
        return
    raise forbidden(_("Only the team's lead or an administrator can do this."))
