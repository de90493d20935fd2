from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from wellkept.entities import facts
from wellkept.entities.commands.entities import locked
from wellkept.entities.models import Entity, PaperText
from wellkept.entities.paper_texts import KINDS, cannot_be_said
from wellkept.events.commands import Entry, record
from wellkept.files import commands as files
from wellkept.kernel.refusal import invalid, missing, refuse
from wellkept.papers.look import Look
from wellkept.people.actor import Actor


@transaction.atomic
def choose_logo(*, entity: int, name: str, content: bytes, by: Actor) -> Entity:
    """Show this picture on papers from now on; without content, the name. Papers that were sent keep theirs."""
    row = locked(entity=entity, by=by)
    look = Look(logo=content)
    refuse(look.refusal())
    kept = None
    if content:
        kept = files.keep(
            subject=row.pk,
            name=name,
            media_type=f"image/{'jpeg' if look.format == 'jpg' else look.format}",
            content=content,
        )
    elif row.logo_id is None:
        return row
    row.logo = kept
    row.save(update_fields=["logo"])
    chosen = facts.LogoChosen(file=kept.pk if kept else None, sha256=kept.sha256 if kept else None)
    record(Entry(row.pk, chosen), by=by.by)
    return row


@transaction.atomic
def set_paper_text(
    *, entity: int, kind: str, language: str, opening: str, closing: str, by: Actor
) -> PaperText:
    """Say this at the beginning and at the end of papers of this kind; an empty text is what we suggest."""
    row = locked(entity=entity, by=by)
    if kind not in KINDS:
        raise missing("paper", _("There is no such paper."))
    if language not in dict(settings.LANGUAGES):
        raise invalid("language", _("Papers are not written in this language."))
    opening, closing = opening.strip(), closing.strip()
    refuse(cannot_be_said(kind, "opening", opening) or cannot_be_said(kind, "closing", closing))
    words = {"opening": opening, "closing": closing}
    text, is_new = PaperText.objects.get_or_create(entity=row, kind=kind, language=language, defaults=words)
    if not is_new:
        if (text.opening, text.closing) == (opening, closing):
            return text
        text.opening, text.closing = opening, closing
        text.save(update_fields=list(words))
    fact = facts.PaperTextSet(text=text.pk, kind=kind, language=language, **words)
    record(Entry(row.pk, fact), by=by.by)
    return text
