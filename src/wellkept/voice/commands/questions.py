"""Sets of questions, loaded from files as versions."""

from __future__ import annotations

from importlib import resources

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from wellkept.events.commands import Entry, record
from wellkept.kernel import clock
from wellkept.kernel.languages import in_language
from wellkept.kernel.refusal import invalid
from wellkept.people.actor import Actor
from wellkept.people.queries import company
from wellkept.voice import facts, rules
from wellkept.voice.commands.checks import process_owner
from wellkept.voice.models import Question, QuestionSet

BUILT_IN = ("any", "product", "service", "repeat")


@transaction.atomic
def load_questions(*, key: str, source: str, by: Actor) -> QuestionSet:
    """Load a new version from a file, for interviews planned from now on. The same file again changes
    nothing."""
    return _load(key, source, process_owner(by=by), by)


@transaction.atomic
def shelf(*, by: Actor) -> None:
    """Load the built-in sets in the company's language, before the first interview. Existing sets stay as they are."""
    known = set(QuestionSet.objects.values_list("key", flat=True))
    files = in_language(resources.files("wellkept.voice") / "questions", company().language)
    for key in BUILT_IN:
        if key not in known:
            _load(key, (files / f"{key}.toml").read_text(), by.person, by)


def _load(key: str, source: str, me: int | None, by: Actor) -> QuestionSet:
    if not key or not key.replace("-", "").isalnum() or len(key) > 50:
        raise invalid("key", _("A set of questions has a short name of letters and digits."))
    file = rules.read(source)
    digest = rules.digest_of(source)
    ours = company()
    latest = QuestionSet.objects.filter(key=key).order_by("-version").first()
    if latest is not None and bytes(latest.digest) == digest:
        return latest
    version = QuestionSet.objects.create(
        subject_id=ours.pk,
        key=key,
        version=latest.version + 1 if latest else 1,
        title=file["title"].strip(),
        summary=str(file.get("summary", "")).strip(),
        source=source,
        digest=digest,
        loaded_at=clock.now(),
        loaded_by_id=me,
    )
    Question.objects.bulk_create(
        Question(
            set=version,
            place=place,
            key=question["key"],
            ask=question["ask"].strip(),
            listen_for=str(question.get("listen_for", "")).strip(),
            becomes=question.get("becomes", ""),
        )
        for place, question in enumerate(file["question"])
    )
    fact = facts.QuestionsLoaded(key=key, version=version.version, title=version.title, digest=digest.hex())
    record(Entry(ours.pk, fact), by=by.by)
    return version
