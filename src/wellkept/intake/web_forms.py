"""Read web forms for their pages."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from wellkept.intake.models import WebForm
from wellkept.kernel.refusal import missing
from wellkept.people.models import Person
from wellkept.people.queries import company, stand_in
from wellkept.people.rota import standing_members


@dataclass(frozen=True, slots=True)
class Shown:
    """Form in one language. `asks` says required, optional or no by field; `questions` are words with whether
    they are required.
    """

    id: int
    key: str
    language: str
    languages: tuple[str, ...]
    title: str
    lead: str
    thanks: str
    consent: str
    asks: dict[str, str]
    questions: tuple[tuple[str, bool], ...]
    files: bool
    origins: tuple[str, ...]
    person: Person | None


def shown(key: str, *, language: str) -> Shown | None:
    """Read the form at this address, in this language or its first. None if it is not in use."""
    row = WebForm.objects.select_related("standing", "team").filter(key=key, active=True).first()
    if row is None:
        return None
    spoken = language if language in row.languages else row.languages[0]
    words = row.words[spoken]
    return Shown(
        id=row.pk,
        key=row.key,
        language=spoken,
        languages=tuple(row.languages),
        title=words["title"],
        lead=words["lead"],
        thanks=words["thanks"],
        consent=words["consent"],
        asks=row.asks,
        questions=tuple(
            (question["words"].get(spoken) or next(iter(question["words"].values())), question["required"])
            for question in row.questions
        ),
        files=row.files,
        origins=tuple(row.origins),
        person=_who(row),
    )


def forms() -> list[WebForm]:
    """List all forms, those in use first."""
    return list(WebForm.objects.select_related("team", "standing").order_by("-active", "key"))


def form(id: int) -> WebForm:
    """Read one form's settings."""
    row = next((row for row in forms() if row.pk == id), None)
    if row is None:
        raise missing("form", _("There is no such form."))
    return row


def _who(row: WebForm) -> Person | None:
    """Find the person to contact instead: the form's recipient, or their deputy today."""
    key = row.standing_id or standing_members([row.team_id]).get(row.team_id) or company().process_owner_id
    return Person.objects.get(pk=stand_in(key, team=row.team_id)) if key is not None else None
