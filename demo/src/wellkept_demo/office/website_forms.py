"""Two forms on the company's website, and submissions of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from wellkept.intake.calls_and_forms import Words
from wellkept.intake.commands.store_other import store_form
from wellkept.intake.commands.web_forms import Question, WantedForm, set_form
from wellkept.intake.models import Message, WebForm
from wellkept.kernel import clock
from wellkept.people.queries import teams
from wellkept_demo import working_hours
from wellkept_demo.office.base import begin, journeys_of, receive_later
from wellkept_demo.simulation import Process, Simulation, World

CONSENT_DE = "Ich bin einverstanden, dass Sie meine Angaben für die Antwort speichern."
CONSENT_EN = "You may store what I have written in order to answer me."
WORDS = {
    "anfrage": {
        "de": {"title": "Was dürfen wir für Sie tun?", "lead": "Schreiben Sie es, wie Sie es einem Nachbarn sagen würden. Es meldet sich ein Mensch.",
               "thanks": "Danke. Sie hören noch heute von uns, am Wochenende am Montag.", "consent": CONSENT_DE},
        "en": {"title": "What can we do for you?", "lead": "Tell us as you would tell a neighbour. A person will answer.",
               "thanks": "Thank you. You will hear from us today, or on Monday if it is the weekend.", "consent": CONSENT_EN},
    },
    "stoerung": {
        "de": {"title": "Etwas geht nicht mehr?", "lead": "Brennt es oder riecht es: Sicherung aus, und rufen Sie an.",
               "thanks": "Danke. Nadia oder Oskar meldet sich.", "consent": CONSENT_DE},
        "en": {"title": "Something has stopped?", "lead": "If it smells of burning, switch off the fuse and call us.",
               "thanks": "Thank you. Nadia or Oskar will call.", "consent": CONSENT_EN},
    },
}  # fmt: skip
WHERE = Question(words={"de": "Wo ist es (Straße, Ort)?", "en": "Where is it (street, town)?"}, required=True)
REACHED = Question(words={"de": "Wann erreichen wir Sie?", "en": "When can we reach you?"})
SINCE = Question(words={"de": "Seit wann?", "en": "Since when?"})


@dataclass(frozen=True)
class Submission:
    """A form that somebody sent so many hours ago. `of` is a customer whom it may concern."""

    hours: float
    form: str
    words: Words
    of: str = ""


SUBMISSIONS = (
    Submission(30, "anfrage", Words(
        title="What can we do for you?", said="Rank first on every search engine. We build 500 links in one night, you pay only if it works.",
        name="Dave", email="dave@links-tonight.example", language="en", answers=(("Where is it (street, town)?", "www"),),
        doubts=("It was filled in within three seconds.",))),
    Submission(6.2, "stoerung", Words(
        title="Etwas geht nicht mehr?", said="Der Tisch rechts ist noch immer zu niedrig, und seit gestern tropft der Ablauf darunter. Nicht schlimm, aber bitte vor Freitag.",
        name="Gesine Petzold", email="petzold@grundschule-am-park.example", company="Grundschule am Park", language="de",
        answers=(("Wo ist es (Straße, Ort)?", "Schulgasse 9, Markkleeberg, Küche"), ("Seit wann?", "Seit gestern Mittag"))),
        of="Grundschule am Park"),
    Submission(4.4, "anfrage", Words(
        title="What can we do for you?", said="My mother says you know our oven. We are looking for somebody to do the wiring of a second shop in Plagwitz, from January.",
        name="Jakob Lindner", email="jakob@second-shop.example", phone="0151 55500777", company="Bäckerei Lindner", language="en",
        answers=(("Where is it (street, town)?", "Zschochersche Straße, Leipzig"), ("When can we reach you?", "After two, I get up at one in the morning")))),
    Submission(2.7, "anfrage", Words(
        title="Was dürfen wir für Sie tun?", said="Ich bin Ελένη Παπαδοπούλου, ich mache im Frühjahr eine kleine Taverna auf. Der Vermieter sagt, der Strom reicht. Ich glaube ihm nicht.",
        name="Ελένη Παπαδοπούλου", email="eleni@taverna-eleni.example", phone="0176 55500412", company="Taverna Ελένη", language="de",
        answers=(("Wo ist es (Straße, Ort)?", "Könneritzstraße 40, Leipzig"), ("Wann erreichen wir Sie?", "immer, nur nicht zwischen 12 und 14 Uhr")))),
)  # fmt: skip


def add(world: World) -> None:
    """Publish the forms four months ago, and add each submission once."""
    for key, team, question in (("anfrage", "sales", REACHED), ("stoerung", "support", SINCE)):
        if not WebForm.objects.filter(key=key).exists():
            _publish(world, key, team, question)
    for submission in SUBMISSIONS:
        once = f"sent-{submission.hours:g}"
        if Message.objects.filter(message_id=f"form:{submission.form}:{once}").exists():
            continue
        at = world.today - timedelta(hours=submission.hours)
        sim = begin(world, once, at, *(journeys_of(submission.of) if submission.of else ()))
        form = WebForm.objects.get(key=submission.form)
        with clock.at(sim.begins):
            stored = store_form(form=form.pk, words=submission.words, once=once)
        sim.run(receive_later(sim, stored.message))


def _publish(world: World, key: str, team: str, question: Question) -> None:
    keys = {row.stage: row.pk for row in teams()}
    sim = begin(world, f"form {key}", working_hours.subtract_days(world.today, 84, 10), keys[team])
    wanted = WantedForm(
        key=key,
        team=keys[team],
        words=WORDS[key],
        asks={"name": "required", "email": "required", "phone": "optional", "company": "optional"},
        questions=(WHERE, question),
        hours=2 if key == "stoerung" else 4,
        files=True,
        origins=("https://www.lindenau.example",),
    )
    sim.run(_set_form(sim, wanted))


def _set_form(sim: Simulation, wanted: WantedForm) -> Process:
    yield sim.wait(seconds=1)
    sim.do(set_form, wanted=wanted, by=sim.actor("katrin"))
