"""Every act of a journey by its noun. GET shows the form, POST does it."""

from __future__ import annotations

from django.urls import include, path

from wellkept.web.journeys import ending, keeping, page, passing, promising, saying, staging, stepping
from wellkept.web.journeys.form import act

_ACTS = [
    # what is said
    path("letters", act(saying.Letter)),
    path("notes", act(saying.Note)),
    path("touches", act(saying.Touch)),
    path("asks", act(saying.Ask)),
    path("no-answer-needed", act(saying.NoAnswerNeeded)),
    # promises
    path("promises", act(promising.Made)),
    path("promises/<int:promise>/keeping", act(promising.Kept)),
    path("promises/<int:promise>/moves", act(promising.Moved)),
    path("promises/<int:promise>/release", act(promising.Released)),
    path("promises/<int:promise>/striking", act(promising.Struck)),
    path("moves/<int:move>/answer", act(promising.Answered)),
    # steps, the process, holds
    path("steps", act(stepping.Planned)),
    path("steps/<int:step>/end", act(stepping.Finished)),
    path("steps/<int:step>/moves", act(stepping.Moved)),
    path("waits", act(stepping.Waiting)),
    path("process/<slug:step>", act(stepping.ProcessDone)),
    path("process/<slug:step>/deviation", act(stepping.Deviated)),
    path("holds", act(stepping.HoldPlaced)),
    path("holds/<int:hold>/lifting", act(stepping.HoldLifted)),
    # passing it on
    path("handoffs", act(passing.Offer)),
    path("handoffs/<int:handoff>/acceptance", act(passing.Accepted)),
    path("handoffs/<int:handoff>/refusal", act(passing.Declined)),
    path("handoffs/<int:handoff>/withdrawal", act(passing.Withdrawn)),
    path("checks/<slug:item>", act(passing.Ticked)),
    path("checks/<slug:item>/removal", act(passing.Unticked)),
    # the stages
    path("read-backs", act(staging.ReadBack)),
    path("read-backs/answer", act(staging.ReadBackAnswer)),
    path("decision", act(staging.Decision)),
    path("agreements", act(staging.Agreement)),
    path("agreement", act(staging.Agreed)),
    path("agreement/refusal", act(staging.NotAgreed)),
    path("delivery", act(staging.Delivered)),
    path("acceptance", act(staging.Accepted)),
    path("rejection", act(staging.Rejected)),
    path("rest", act(staging.Rest)),
    path("next-need", act(staging.NextNeed)),
    # hands, details, readers, notices
    path("owner", act(keeping.Owner)),
    path("holder", act(keeping.Holder)),
    path("waking", act(keeping.Waking)),
    path("need", act(keeping.Need)),
    path("references", act(keeping.ReferenceNoted)),
    path("confidentiality", act(keeping.Confidentiality)),
    path("readers", act(keeping.ReaderNamed)),
    path("notices/<uuid:notice>/telling", act(keeping.ToldByHand)),
    path("notices/<uuid:notice>/sending", act(keeping.SentAgain)),
    path("notices/<uuid:notice>/impossibility", act(keeping.CouldNotBeTold)),
    # endings
    path("cancellation", act(ending.Cancelled)),
    path("decline", act(ending.Declined)),
    path("fit", act(ending.Fit)),
    path("not-ours", act(ending.NotOurs)),
    path("no-answer", act(ending.NoAnswer)),
    path("error", act(ending.OpenedInError)),
    path("join", act(ending.Joined)),
    path("parts", act(ending.SplitOff)),
]

urlpatterns = [
    path("journeys/<str:number>", page.show, name="journey"),
    path("journeys/<str:number>/", include(_ACTS)),
]
