"""The weekly sample: what a rule sets aside is seen by who answers for it (law 3)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail as outbox
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.intake.lindenau import OFFICE, Lindenau
from tests.mail.corpus import mail
from wellkept.events.queries import history
from wellkept.intake import queries, samples
from wellkept.intake.commands import filter_rules, items
from wellkept.intake.commands import samples as sampling
from wellkept.intake.models import Item, Rule, Sample, Sampled
from wellkept.intake.receive import receive
from wellkept.kernel import clock
from wellkept.kernel.refusal import Refusal

pytestmark = pytest.mark.django_db
TUESDAY = datetime(2026, 11, 3, 9, 0, tzinfo=UTC)
MONDAY = datetime(2026, 11, 9, 6, 11, tzinfo=UTC)


def adverts(lindenau: Lindenau, count: int, *, at: datetime = TUESDAY) -> Rule:
    with clock.at(at):
        rule = filter_rules.make_rule(kind="domain", pattern="example.org", why="Adverts", by=lindenau.by_ana)
        for n in range(count):
            receive(
                mail(f"Offer {n}\n".encode(), To=OFFICE, Subject=f"Offer {n}", Message_ID=f"<{at:%d}-{n}@x>")
            )
    return rule


def test_each_monday_once_by_mail_and_on_their_page(lindenau: Lindenau) -> None:
    adverts(lindenau, 12)
    with clock.at(TUESDAY + timedelta(days=2)):
        assert sampling.draw_samples() == 0  # the week is not over
        assert not Sample.objects.exists()
    with clock.at(MONDAY):
        assert sampling.draw_samples() == 1
        assert sampling.draw_samples() == 0
        shown = [row.item_id for row in samples.to_look_at(lindenau.ana.pk)]
        assert len(shown) == 5
        assert len(samples.to_look_at(lindenau.tom.pk)) == 0
    (letter,) = outbox.outbox
    assert (letter.to, letter.subject) == (["ana@lindenau.example"], "What your rules set aside last week")
    assert letter.body.startswith("Last week your rules set 12 mails aside.")
    assert letter.body.count("- Erika") + letter.body.count("- erika@example.org: Offer") == 5
    with clock.at(MONDAY + timedelta(days=1)):  # the same all week, drawn once
        sampling.draw_samples()
        assert [row.item_id for row in samples.to_look_at(lindenau.ana.pk)] == shown
    assert len(outbox.outbox) == 1
    with clock.at(TUESDAY + timedelta(days=80)):
        assert len(queries.set_aside()) == 12
    with clock.at(TUESDAY + timedelta(days=91)):
        assert len(queries.set_aside()) == 0


def test_a_worker_that_stood_still_on_monday_draws_it_later(lindenau: Lindenau) -> None:
    adverts(lindenau, 2)
    with clock.at(MONDAY + timedelta(days=3)):
        assert sampling.draw_samples() == 1
        assert len(samples.to_look_at(lindenau.ana.pk)) == 2


def test_a_mail_that_cannot_be_sent_is_sent_later(
    lindenau: Lindenau, monkeypatch: pytest.MonkeyPatch
) -> None:
    adverts(lindenau, 1)

    def away(**details: object) -> int:
        raise OSError("no mail server")

    with clock.at(MONDAY), monkeypatch.context() as broken:
        broken.setattr(sampling, "send_mail", away)
        assert sampling.draw_samples() == 0
        assert len(samples.to_look_at(lindenau.ana.pk)) == 1
    with clock.at(MONDAY + timedelta(hours=1)):
        assert sampling.draw_samples() == 1
    assert len(outbox.outbox) == 1


def test_nothing_set_aside_nothing_shown(lindenau: Lindenau) -> None:
    with clock.at(MONDAY):
        assert sampling.draw_samples() == 0
    assert outbox.outbox == []


def test_a_mistake_comes_back_with_its_clock_and_counts(lindenau: Lindenau) -> None:
    rule = adverts(lindenau, 3)
    with clock.at(MONDAY):
        sampling.draw_samples()
        wrong, right, _ = [row.item_id for row in samples.to_look_at(lindenau.ana.pk)]
        sampling.set_aside_wrongly(item=wrong, by=lindenau.by_ana)
        sampling.set_aside_rightly(item=right, by=lindenau.by_ana)
        row = Item.objects.get(pk=wrong)
        assert (row.state, row.handler_id, row.rule_id, row.mistake_of_id) == (
            "waiting", lindenau.ana.pk, None, rule.pk,
        )  # fmt: skip
        assert row.due_at == MONDAY + timedelta(hours=4)
        assert Item.objects.get(pk=right).state == "set_aside"
        assert [event.type for event in history(wrong)][-1] == "item_taken_back"
        (tally,) = samples.tallies()
        assert (tally.set_aside, tally.wrongly) == (3, 1)
        assert [sample.right for sample in samples.looked_at(lindenau.ana.pk)] in (
            [False, True],
            [True, False],
        )
        assert len(samples.to_look_at(lindenau.ana.pk)) == 1
        with pytest.raises(Refusal, match="somebody has judged it already"):
            sampling.set_aside_wrongly(item=wrong, by=lindenau.by_ana)


def test_taken_back_by_whoever_finds_it_counts_too(lindenau: Lindenau) -> None:
    rule = adverts(lindenau, 1)
    with clock.at(TUESDAY + timedelta(hours=1)):
        items.take_back(item=Item.objects.get().pk, reason="It is a customer", by=lindenau.by_tom)
        assert (Item.objects.get().mistake_of_id, samples.tallies()[0].wrongly) == (rule.pk, 1)
    with clock.at(MONDAY):
        sampling.draw_samples()
        assert len(samples.to_look_at(lindenau.ana.pk)) == 0


def test_only_who_answers_says_whether_it_was_right(lindenau: Lindenau) -> None:
    adverts(lindenau, 1)
    with clock.at(MONDAY):
        sampling.draw_samples()
        key = Item.objects.get().pk
        before = len(history(key))
        for say in (sampling.set_aside_rightly, sampling.set_aside_wrongly):
            with pytest.raises(Refusal, match="Only the person who answers for the rule"):
                say(item=key, by=lindenau.by_tom)
    assert (Item.objects.get().state, Sampled.objects.get().right, len(history(key))) == (
        "set_aside",
        None,
        before,
    )


def test_by_one_key_on_the_page(lindenau: Lindenau) -> None:
    adverts(lindenau, 2)
    browser = Client()
    browser.force_login(lindenau.ana)
    with clock.at(MONDAY):
        assert "Each Monday a sample" in browser.get("/intake/sample").content.decode()
        sampling.draw_samples()
        intake_page = " ".join(browser.get("/intake").content.decode().split())
        assert "2 mails that your rules set aside are waiting for you." in intake_page
        page = browser.get("/intake/sample").content.decode()
        assert page.count('data-press="w"') == 1
        first = samples.to_look_at(lindenau.ana.pk)[0].item_id
        answer = browser.post(f"/intake/sample/{first}/wrong")
        assert answer.headers["Location"] == "/intake/sample"
        assert Item.objects.get(pk=first).state == "waiting"
        assert "a mistake of the rule; it waits again" in browser.get("/intake/sample").content.decode()
        settled = browser.get("/intake/settled").content.decode()
        assert "1 by mistake" in settled


def test_right_by_one_key_is_on_record_once(lindenau: Lindenau) -> None:
    adverts(lindenau, 1)
    ana, tom = Client(), Client()
    ana.force_login(lindenau.ana)
    tom.force_login(lindenau.tom)
    with clock.at(MONDAY):
        sampling.draw_samples()
        item = samples.to_look_at(lindenau.ana.pk)[0].item_id
        before = len(history(item))
        assert tom.post(f"/intake/sample/{item}/right").status_code == 403
        assert (Sampled.objects.get().right, len(history(item))) == (None, before)
        assert ana.post(f"/intake/sample/{item}/right").headers["Location"] == "/intake/sample"
        assert (Sampled.objects.get().right, Item.objects.get(pk=item).state) == (True, "set_aside")
        assert samples.to_look_at(lindenau.ana.pk) == []
        assert ana.post("/intake/sample/0/right").status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_the_sample_costs_the_same(
    lindenau: Lindenau, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    adverts(lindenau, rows)
    with clock.at(MONDAY):
        sampling.draw_samples()
        with django_assert_num_queries(1):
            assert (
                len({(sample.item.title, sample.rule.why) for sample in samples.to_look_at(lindenau.ana.pk)})
                == rows
            )
        with django_assert_num_queries(3):
            assert [tally.rule.answerable.name for tally in samples.tallies()] == ["Ana Ruiz"]
