from __future__ import annotations

from dataclasses import dataclass

from wellkept.events.facts import Fact, Personal

SUBJECTS = ("journey", "customer", "intake")  # kinds of subject on which these events stand


@dataclass(frozen=True, kw_only=True)
class NoticeQueued(Fact):
    type = "notice_queued"
    follow = True
    notice: str
    kind: str
    channel: str
    contact: int | None
    new: bool
    words: Personal[str | None] = None


@dataclass(frozen=True, kw_only=True)
class NoticeTold(Fact):
    type = "notice_told"
    notice: str
    kind: str
    channel: str
    new: bool


@dataclass(frozen=True, kw_only=True)
class NoticeReturned(Fact):
    type = "notice_returned"
    follow = True
    notice: str
    kind: str
    why: Personal[str]


@dataclass(frozen=True, kw_only=True)
class NoticeGivenUp(Fact):
    type = "notice_given_up"
    follow = True
    notice: str
    kind: str
    tries: int
    why: str


@dataclass(frozen=True, kw_only=True)
class NoticeSentAgain(Fact):
    type = "notice_sent_again"
    follow = True
    notice: str
    kind: str
