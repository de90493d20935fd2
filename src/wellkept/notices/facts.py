from __future__ import annotations

from dataclasses import dataclass

from wellkept.events.facts import Fact, Personal, inserts, updates

SUBJECTS = ("journey", "customer", "intake")  # kinds of subject on which these events stand


@dataclass(frozen=True, kw_only=True)
class NoticeQueued(Fact):
    type = "notice_queued"
    follow = True
    allows = (inserts("notice"),)
    notice: str
    kind: str
    channel: str
    contact: int | None
    new: bool
    words: Personal[str | None] = None


@dataclass(frozen=True, kw_only=True)
class NoticeTold(Fact):
    type = "notice_told"
    allows = (updates("notice", "carried_at", "returned_at", "given_up_at", "title", "text", "html"),)
    notice: str
    kind: str
    channel: str
    new: bool
    digest: str  # of title, text and markup, as they were told


@dataclass(frozen=True, kw_only=True)
class NoticeReturned(Fact):
    type = "notice_returned"
    follow = True
    allows = (updates("notice", "returned_at"),)
    notice: str
    kind: str
    why: Personal[str]


@dataclass(frozen=True, kw_only=True)
class NoticeGivenUp(Fact):
    type = "notice_given_up"
    follow = True
    allows = (updates("notice", "given_up_at"),)
    notice: str
    kind: str
    tries: int
    why: dict[str, object]  # a text as it is stored: see kernel.stored_text


@dataclass(frozen=True, kw_only=True)
class NoticeSentAgain(Fact):
    type = "notice_sent_again"
    follow = True
    allows = (updates("notice", "given_up_at", "address"),)
    notice: str
    kind: str
