"""Rows by statements that are put together once: the same rows, and the same instances, as by the ORM."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import cast as stations
from tests.cast import Cast
from tests.laws.conftest import on_record
from wellkept.journeys.models import Journey, NextStep, Touch
from wellkept.kernel import clock, rows
from wellkept.notices.models import Notice

pytestmark = pytest.mark.django_db


def test_insert_writes_the_same_row_as_the_orm(cast: Cast) -> None:
    row = stations.opened(cast)
    kept = {"journey": row, "kind": "act", "text": "Ask", "due_at": clock.now(), "asked_at": clock.now()}
    ours, theirs = NextStep(**kept), NextStep(**kept)
    with CaptureQueriesContext(connection) as asked:
        rows.insert(ours)
    assert len(asked) == 1
    theirs.save(force_insert=True)
    assert ours.pk is not None
    assert not ours._state.adding
    assert (ours.open, ours.handler_must_be_active) == (theirs.open, theirs.handler_must_be_active)
    fields = [field.attname for field in NextStep._meta.concrete_fields if not field.primary_key]
    written = {key: NextStep.objects.filter(pk=key).values(*fields).get() for key in (ours.pk, theirs.pk)}
    assert written[ours.pk] == written[theirs.pk]


def test_a_key_of_our_own_and_json_go_in_and_come_out(cast: Cast) -> None:
    row = stations.opened(cast)
    notice = Notice(
        subject_id=row.pk, kind="letter", person_id=row.owner_id, made_at=clock.now(), channel="call",
        facts={"number": row.number, "words": "Grüße"},
    )  # fmt: skip
    key = notice.pk
    rows.insert(notice)
    assert notice.pk == key
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {rows.columns(Notice)} FROM notice WHERE id = %s", [key])
        values = cursor.fetchone()
    assert len(values) == rows.width(Notice)
    read = rows.read(Notice, values)
    assert read == Notice.objects.get(pk=key)
    assert read.facts == {"number": row.number, "words": "Grüße"}


def test_only_what_is_named_is_updated(cast: Cast) -> None:
    row = stations.opened(cast)
    on_record(row.pk)
    step = NextStep.objects.get(journey=row, done_at=None)
    step.text, step.due_at = "Something else", step.due_at + timedelta(days=1)
    rows.update(step, ["text"])
    stored = NextStep.objects.get(pk=step.pk)
    assert stored.text == "Something else"
    assert stored.due_at == step.due_at - timedelta(days=1)


def test_no_model_that_goes_in_this_way_has_a_hook_that_would_be_passed_by() -> None:
    for model in (Journey, NextStep, Touch, Notice):
        assert "save" not in vars(model)
        assert not model._meta.parents
