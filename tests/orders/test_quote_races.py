"""Two transactions at one sent quote: one agreement comes of it, and the other hears a clear sentence."""

from __future__ import annotations

import pytest
from tests import cast as people
from tests.cast import DAY, Cast
from tests.race import race

from wellkept.journeys.evidence import Evidence
from wellkept.journeys.models import Journey
from wellkept.kernel import clock
from wellkept.kernel.refusal import Refusal
from wellkept.orders import commands as orders
from wellkept.orders.commands.quote_drafts import Review
from wellkept.orders.models import Agreement, Quote
from wellkept.orders.quote_lines import Choice

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.law]


def digest_of(row: Journey) -> str:
    sent = Quote.objects.get(journey=row, number=1)
    assert sent.digest is not None
    return bytes(sent.digest).hex()


def choose(row: Journey, pump: str) -> Agreement:
    return orders.choose_from_quote(
        journey=row.pk,
        choice=Choice({"Which pump?": pump}),
        shown_digest=digest_of(row),
        by=people.speaker_of(row),
    )


def write_down(cast: Cast, row: Journey, pump: str) -> Agreement:
    return orders.write_down_choice(
        journey=row.pk,
        choice=Choice({"Which pump?": pump}),
        evidence=Evidence("spoken", f"The {pump} one"),
        shown_digest=digest_of(row),
        by=cast.by("olga"),
    )


def draft_of_the_next(cast: Cast, row: Journey) -> Quote:
    draft = orders.begin_quote(journey=row.pk, words="Another pump", currency="EUR", by=cast.by("olga"))
    ahead = clock.now() + 9 * DAY
    orders.change_quote(
        quote=draft.pk, words="Another", terms="", delivery_by=ahead, valid_until=ahead, by=cast.by("olga")
    )
    return draft


def states(row: Journey) -> list[str]:
    return sorted(Agreement.objects.filter(journey=row).values_list("state", flat=True))


def test_two_choices_at_once_leave_one_page_and_the_other_yes_is_refused(cast: Cast) -> None:
    row = people.quoted(cast)
    chosen = race(lambda: choose(row, "Small"), lambda: choose(row, "Large"))
    assert all(isinstance(page, Agreement) for page in chosen), chosen
    assert states(row) == ["put", "withdrawn"]
    gone = Agreement.objects.get(journey=row, state="withdrawn")
    with pytest.raises(Refusal, match="changed"):
        orders.agree(
            journey=row.pk,
            by=people.speaker_of(row),
            evidence=Evidence(signed_name="Petra Lindner"),
            shown_digest=bytes(gone.digest).hex(),
        )
    assert states(row) == ["put", "withdrawn"]


def test_two_who_write_down_a_choice_make_one_agreement(cast: Cast) -> None:
    row = people.quoted(cast)
    ended = race(lambda: write_down(cast, row, "Small"), lambda: write_down(cast, row, "Large"))
    refused = [answer for answer in ended if isinstance(answer, Refusal)]
    assert [refusal.code for refusal in refused] == ["no_quote"], ended
    assert "answered or replaced already" in str(refused[0].sentence)
    assert states(row) == ["agreed"]
    assert Quote.objects.get(journey=row).state == "agreed"


@pytest.mark.parametrize("is_written_down", [False, True])
def test_a_choice_while_another_version_is_sent_is_of_one_of_them(cast: Cast, is_written_down: bool) -> None:
    row = people.quoted(cast)
    draft = draft_of_the_next(cast, row)

    def answer() -> Agreement:
        return write_down(cast, row, "Small") if is_written_down else choose(row, "Small")

    ended = race(
        answer,
        lambda: orders.send_quote(quote=draft.pk, review=Review(requirements="r"), by=cast.by("olga")),
    )
    assert all(not isinstance(end, Exception) or isinstance(end, Refusal) for end in ended), ended
    quotes = dict(Quote.objects.filter(journey=row).values_list("number", "state"))
    if isinstance(ended[0], Refusal):  # the other version came first: what they saw is replaced
        assert ended[0].code == "page_changed"
        assert (states(row), quotes) == ([], {1: "replaced", 2: "sent"})
    elif is_written_down:
        assert states(row) == ["agreed"]
        assert quotes[1] == "agreed"
    else:  # their choice came first, and the page that it made is withdrawn with its quote
        assert (states(row), quotes) == (["withdrawn"], {1: "replaced", 2: "sent"})
