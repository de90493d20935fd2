"""Sales: from the first word to their decision."""

from __future__ import annotations

from wellkept.endings import commands as endings
from wellkept.journeys.commands import process, touches, triggers
from wellkept.journeys.models import Trigger
from wellkept.promises import commands as promises
from wellkept.sales import commands as sales
from wellkept_demo import worktime
from wellkept_demo.course.talking import Talking
from wellkept_demo.life import Process
from wellkept_demo.staff import BY_KEY


class Selling(Talking):
    """Sales: from the first word to their decision."""

    def sell(self) -> Process:
        plot, rng = self.plot, self.life.rng
        who = yield from self.ours()
        if plot.ends == "not_ours":
            why, other = rng.choice(self.words["not_ours"])
            name, _comma, reach = other.partition(", ")
            self.by(who, endings.not_ours, why=why, who_can_help=name, how_to_reach=reach)
            return
        ask, tell = self.talk.pop()
        if self.whose.contact.channel == "phone" and rng.random() < 0.35:
            said = self.say(self.words["missed"])
            self.by(who, touches.log_touch, incoming=False, channel="call", said=said, unanswered=True)
            who = yield from self.ours(hours=3)
        self.write(who, self.say(self.words["first"], ask=ask, **self.names(who)), asks=True)
        self.note(who, 0.2)
        yield from self.theirs(18)
        if plot.explains_again:
            again = self.say(self.words["explained"])
            yield from self.they_say(f"{again} {tell}", by_phone=True, explained=True)
        else:
            yield from self.they_say(self.say(self.words["answer"], tell=tell, **self.names(who)))
        who = yield from self.ours()
        self.step(who, "understand-need", self.say(self.house["evidence"]))
        if rng.random() < 0.15:
            self.write(who, self.say(self.words["thanks"], **self.names(who)))
            who = yield from self.ours(hours=2)
        yield from self.read_it_back(who)
        yield from self.propose()
        if plot.ends in ("customer_declined", "no_answer") and not self.over:
            yield from self.lose_them()
            return
        yield from self.decide()

    def read_it_back(self, who: str) -> Process:
        if self.plot.deviates and self.topic.blueprint != "repeat" and self.life.chance(0.3):
            key, reason = self.house["deviation"][0]
            self.by(who, process.deviate, step=key, reason=reason)
            return
        self.by(who, sales.read_back, text=self.say(self.topic.understood))
        yield from self.theirs(14)
        if self.plot.corrects and self.topic.correction:
            self.as_customer(sales.correct_read_back, correction=self.topic.correction)
            self.waiting_since = self.life.now
            who = yield from self.ours(hours=4)
            text = f"{self.say(self.topic.understood)} {self.topic.correction}"
            self.by(who, sales.read_back, text=text)
            self.waiting_since = None
            yield from self.theirs(8)
        self.confirm(who)
        self.step(who, "read-back", "")

    def confirm(self, who: str) -> None:
        if self.whose.contact.email:
            self.as_customer(sales.confirm_need)
        else:
            self.by(who, sales.confirm_need)
        self.waiting_since = self.life.now

    def propose(self) -> Process:
        rng = self.life.rng
        promised = None
        if rng.random() < 0.45:
            due = worktime.days_after(self.life.now, rng.randrange(2, 5), 16)
            who = yield from self.ours(hours=1)
            text = "Unser Vorschlag" if self.topic.language == "de" else "Our proposal"
            promised = self.by(who, promises.make_promise, text=text, due=due)
            self.waiting_since = None
            who = yield from self.ours(hours=11)
        else:
            who = yield from self.ours(hours=BY_KEY[self.holder].pace * 2.2)
        self.write(who, self.say(self.topic.proposal, **self.names(who)), asks=True)
        if promised is not None:
            self.by(who, promises.keep_promise, promise=promised.pk)
        self.step(who, "propose", "")
        if rng.random() < 0.5:
            yield from self.theirs(26)
            yield from self.they_say(self.say(self.words["think"]), needs_answer=False)
        if rng.random() < 0.4:
            yield from self.theirs(20)
            yield from self.question_and_answer()

    def question_and_answer(self) -> Process:
        if all(question in self.life.said for question, _ in self.words["question"]):
            return
        question, answer = self.pair(self.words["question"])
        yield from self.they_say(question)
        who = yield from self.ours()
        self.write(who, answer, asks=True)

    def lose_them(self) -> Process:
        if self.plot.ends == "customer_declined":
            yield from self.theirs(30)
            why = self.say(self.words["decline"])
            if self.whose.contact.email:
                self.as_customer(endings.decline, why=why)
            else:
                self.by(self.acting(), endings.decline, why=why)
            return
        for _ in range(3):
            yield self.life.until(worktime.days_after(self.life.now, self.life.rng.randrange(4, 8), 10.5))
            who = yield from self.ours(hours=1)
            self.by(who, endings.ask_again, words=self.say(self.words["ask_again"]))
        yield self.life.until(worktime.days_after(self.life.now, 7, 11))
        who = yield from self.ours(hours=2)
        self.by(who, endings.no_answer)

    def decide(self) -> Process:
        yield from self.theirs(20)
        option = self.option
        evidence = self.life.rng.choices(("click", "mail", "spoken"), (5, 2, 3))[0]
        if self.plot.objects or not self.whose.contact.email:
            evidence = "spoken"
        if evidence == "click":
            self.as_customer(sales.decide, what=option.what, why=option.why, evidence="click")
            return
        who = yield from self.ours(hours=1, patient=True)
        given: Trigger = self.by(who, sales.decide, what=option.what, why=option.why, evidence=evidence)
        if self.plot.objects and self.whose.contact.email:
            yield from self.theirs(9)
            said = self.say(self.words["objection"])
            self.as_customer(triggers.object_to, trigger_id=given.pk, said=said)
            self.waiting_since = self.life.now
            who = yield from self.ours(hours=2)
            self.write(who, self.say(self.words["cleared"]))
            self.finish_kind("complaint", how="Cleared up with them")
