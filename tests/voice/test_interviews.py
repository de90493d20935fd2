"""Interviews: two of us, good questions, their words; read back, confirmed word for word, taken up in one act."""

from __future__ import annotations

import hashlib

import pytest
from tests import cast as stations
from tests.cast import DAY, HOUR, Cast, Party, company_of_one

from wellkept.events.queries import history
from wellkept.kernel import clock
from wellkept.kernel.refusal import Refusal
from wellkept.notices.models import Notice
from wellkept.people.actor import Actor
from wellkept.voice.commands import interviews, questions, read_backs
from wellkept.voice.commands.interviews import Interviewers
from wellkept.voice.models import Answer, Interview, InterviewReadBack, QuestionSet, Statement
from wellkept.voice.queries.interviews import interview, latest_read_back, questions_of
from wellkept.voice.queries.meetings import to_do

pytestmark = pytest.mark.django_db


def planned(cast: Cast, **known: object) -> Interview:
    return interviews.plan_interview(
        **{  # type: ignore[arg-type]
            "customer": cast.bakery.customer.pk,
            "contact": cast.bakery.contact.pk,
            "planned_for": clock.now() + HOUR,
            "interviewers": interviews.Interviewers(asks=cast.tom.pk, writes=cast.olga.pk),
            "by": cast.by("tom"),
            **known,
        }
    )


def held(cast: Cast, **known: object) -> Interview:
    row = planned(cast, **known)
    answers = {"success": "A second shop", "pressure": "The bank", "who-else": "My daughter"}
    interviews.hold_interview(interview=row.pk, answers=answers, by=cast.by("olga"))
    return interview(row.pk)


def put(cast: Cast, **known: object) -> InterviewReadBack:
    row = held(cast, **known)
    return read_backs.read_interview_back(interview=row.pk, text="You want a second shop", by=cast.by("tom"))


def test_the_questions_stay_those_it_was_planned_with(cast: Cast) -> None:
    row = planned(cast)
    source = QuestionSet.objects.get(key="any").source
    questions.load_questions(
        key="any", source=source + '\n[[question]]\nkey = "more"\nask = "More?"\n', by=cast.by("ana")
    )
    assert [question.key for question, _ in questions_of(interview(row.pk))][-1] == "not-asked"
    assert [question.key for question, _ in questions_of(interview(planned(cast).pk))][-1] == "more"
    assert [item.version for item in QuestionSet.objects.filter(key="any").order_by("pk")] == [1, 2]


def test_the_same_file_again_changes_nothing(cast: Cast) -> None:
    planned(cast)
    row = QuestionSet.objects.get(key="service")
    assert questions.load_questions(key="service", source=row.source, by=cast.by("ana")).pk == row.pk


@pytest.mark.parametrize(
    "source",
    [
        "title =",
        'title = "x"',
        'title = "x"\n[[question]]\nkey = "a"\nask = ""',
        'title = "x"\n[[question]]\nkey = "a"\nask = "?"\nbecomes = "joke"',
        'title = "x"\n[[question]]\nkey = "a"\nask = "?"\ncolour = "red"',
        'title = "x"\n[[question]]\nkey = "a"\nask = "?"\n[[question]]\nkey = "a"\nask = "!"',
    ],
)
def test_a_file_that_cannot_be_asked_is_refused(cast: Cast, source: str) -> None:
    with pytest.raises(Refusal) as refusal:
        questions.load_questions(key="any", source=source, by=cast.by("ana"))
    assert (refusal.value.field, QuestionSet.objects.count()) == ("source", 0)


def test_a_seller_may_not_load_questions(cast: Cast) -> None:
    with pytest.raises(Refusal) as refusal:
        questions.load_questions(key="any", source='title = "x"', by=cast.by("tom"))
    assert (refusal.value.status, QuestionSet.objects.count()) == (403, 0)


def test_two_of_us_attend(cast: Cast) -> None:
    for writes in (None, cast.tom.pk):
        with pytest.raises(Refusal) as refusal:
            planned(cast, interviewers=interviews.Interviewers(asks=cast.tom.pk, writes=writes))
        assert refusal.value.field == "writes"
    assert Interview.objects.count() == 0


def test_a_company_of_one_asks_and_writes_alone() -> None:
    by, party = company_of_one()
    row = _alone(by, party)
    interviews.hold_interview(interview=row.pk, answers={"success": "A second shop"}, by=by)
    assert (row.writes_id, Answer.objects.get().words) == (None, "A second shop")


def _alone(by: Actor, party: Party) -> Interview:
    return interviews.plan_interview(
        customer=party.customer.pk, contact=party.contact.pk, planned_for=clock.now(), by=by
    )


def test_only_who_attends_writes_it_down(cast: Cast) -> None:
    row = planned(cast)
    before = len(history(cast.bakery.customer.pk))
    with pytest.raises(Refusal) as refusal:
        interviews.hold_interview(interview=row.pk, answers={"success": "X"}, by=cast.by("jonas"))
    assert refusal.value.status == 403
    assert (len(history(cast.bakery.customer.pk)), Answer.objects.count()) == (before, 0)


def test_a_read_back_stays_until_the_customer_corrects_it(cast: Cast) -> None:
    back = put(cast)
    change = {"interview": back.interview_id, "answers": {"success": "Ten shops"}, "by": cast.by("olga")}
    with pytest.raises(Refusal) as refusal:
        interviews.write_answers(**change)
    assert refusal.value.code == "what_was_read_back_stays"
    read_backs.correct_interview(read_back=back.pk, correction="Two more", by=cast.bakery.actor)
    interviews.write_answers(**change)
    assert Answer.objects.get(question__key="success").words == "Ten shops"


def test_a_confirmation_keeps_its_time_text_and_hash(cast: Cast) -> None:
    back = put(cast)
    with pytest.raises(Refusal) as refusal:
        read_backs.confirm_interview(read_back=back.pk, shown_digest="ab", by=cast.bakery.actor)
    assert refusal.value.code == "not_what_was_shown"
    digest = hashlib.sha256(b"You want a second shop").hexdigest()
    with clock.at(clock.now() + DAY):
        read_backs.confirm_interview(read_back=back.pk, shown_digest=digest, by=cast.bakery.actor)
        event = history(cast.bakery.customer.pk)[-1]
        assert event.happened == clock.now()
    assert (event.type, event.actor_kind, event.actor_id) == (
        "interview_confirmed",
        "customer",
        cast.bakery.contact.pk,
    )
    assert (event.facts["digest"], event.facts["text"]) == (digest, "You want a second shop")
    with pytest.raises(Refusal) as refusal:
        read_backs.correct_interview(read_back=back.pk, correction="No", by=cast.bakery.actor)
    assert refusal.value.code == "nothing_to_confirm"


def test_another_customer_answers_nothing(cast: Cast) -> None:
    back = put(cast)
    before = len(history(cast.bakery.customer.pk))
    for act in (
        lambda: read_backs.confirm_interview(read_back=back.pk, by=cast.school.actor),
        lambda: read_backs.correct_interview(read_back=back.pk, correction="X", by=cast.school.actor),
    ):
        with pytest.raises(Refusal) as refusal:
            act()
        assert refusal.value.status == 404
    assert len(history(cast.bakery.customer.pk)) == before
    back.refresh_from_db()
    assert back.state == "put"


def test_the_letter_goes_to_the_journey_it_is_about(cast: Cast) -> None:
    row = stations.opened(cast)
    put(cast, journey=row.pk)
    put(cast)
    assert list(
        Notice.objects.filter(kind="told_back").order_by("made_at", "pk").values_list("subject_id", flat=True)
    ) in ([row.pk, cast.bakery.customer.pk], [cast.bakery.customer.pk, row.pk])


def test_answers_are_taken_up_in_one_act_and_once(cast: Cast) -> None:
    row = held(cast)
    kinds = {answer.pk: answer.question.becomes for answer in row.answers.all() if answer.question.becomes}
    statements = interviews.take_up_answers(interview=row.pk, kinds=kinds, by=cast.by("tom"))
    assert [
        (statement.kind, statement.words, statement.told_by_id, statement.told_to_id)
        for statement in statements
    ] == [
        ("goal", "A second shop", cast.bakery.contact.pk, cast.tom.pk),
        ("pressure", "The bank", cast.bakery.contact.pk, cast.tom.pk),
    ]
    act, *noted = history(cast.bakery.customer.pk)[-3:]
    assert (act.type, [event.cause for event in noted]) == ("answers_taken_up", [act.id, act.id])
    with pytest.raises(Refusal) as refusal:
        interviews.take_up_answers(interview=row.pk, kinds=kinds, by=cast.by("tom"))
    assert (refusal.value.code, Statement.objects.count()) == ("an_answer_is_taken_up_once", 2)


def test_called_off_and_moved(cast: Cast) -> None:
    row = planned(cast)
    interviews.move_interview(
        interview=row.pk,
        planned_for=clock.now() + 3 * DAY,
        interviewers=Interviewers(writes=cast.lea.pk),
        by=cast.by("tom"),
    )
    interviews.call_off_interview(interview=row.pk, why="They are ill", by=cast.by("tom"))
    events = [event.type for event in history(cast.bakery.customer.pk)][-3:]
    assert events == ["interview_planned", "interview_planned", "interview_called_off"]
    with pytest.raises(Refusal) as refusal:
        interviews.hold_interview(interview=row.pk, answers={"success": "X"}, by=cast.by("tom"))
    assert refusal.value.code == "over_already"


def test_an_interview_is_on_the_desk_until_it_is_done(cast: Cast) -> None:
    def on_desk(name: str) -> list[str]:
        return [task.what for task in to_do([cast.person(name).pk])]

    row = planned(cast)
    assert on_desk("tom") == []
    with clock.at(clock.now() + DAY):
        assert (on_desk("tom"), on_desk("olga"), on_desk("jonas")) == (["interview"], ["interview"], [])
        interviews.hold_interview(interview=row.pk, answers={"success": "X"}, by=cast.by("tom"))
        assert (on_desk("tom"), on_desk("olga")) == (["read_back"], [])
        back = read_backs.read_interview_back(interview=row.pk, text="You want X", by=cast.by("tom"))
        assert on_desk("tom") == []
        read_backs.correct_interview(read_back=back.pk, correction="Y", by=cast.bakery.actor)
        assert on_desk("tom") == ["corrected"]
        again = read_backs.read_interview_back(interview=row.pk, text="You want Y", by=cast.by("tom"))
        read_backs.confirm_interview(read_back=again.pk, by=cast.bakery.actor)
        assert on_desk("tom") == []
    latest = latest_read_back(interview(row.pk))
    assert latest is not None
    assert (latest.state, latest.text) == ("confirmed", "You want Y")
