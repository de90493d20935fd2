"""Addresses of a journey and its acts, by noun. GET shows the form, POST runs the act."""

from __future__ import annotations

from django.urls import include, path

from wellkept.web.journeys import (
    agreement_acts,
    choice_acts,
    discount_acts,
    endings,
    handoffs,
    hands,
    item_acts,
    new,
    page,
    papers,
    promises,
    quote_acts,
    quote_products,
    quotes,
    record_acts,
    steps,
    touches,
    triggers,
    visit_acts,
)
from wellkept.web.journeys.act_form import act

_ACTS = [
    # what is said
    path("letters", act(touches.Letter)),
    path("notes", act(touches.Note)),
    path("touches", act(touches.Touch)),
    path("asks", act(touches.Ask)),
    path("no-answer-needed", act(touches.NoAnswerNeeded)),
    # promises
    path("promises", act(promises.Made)),
    path("promises/<int:promise>/keeping", act(promises.Kept)),
    path("promises/<int:promise>/moves", act(promises.Moved)),
    path("promises/<int:promise>/release", act(promises.Released)),
    path("promises/<int:promise>/striking", act(promises.Struck)),
    path("moves/<int:move>/answer", act(promises.Answered)),
    # steps, the process, holds
    path("steps", act(steps.Planned)),
    path("steps/<int:step>/end", act(steps.Finished)),
    path("steps/<int:step>/moves", act(steps.Moved)),
    path("waits", act(steps.Waiting)),
    path("process/<slug:step>", act(steps.ProcessDone)),
    path("process/<slug:step>/deviation", act(steps.Deviated)),
    path("holds", act(steps.HoldPlaced)),
    path("holds/<int:hold>/lifting", act(steps.HoldLifted)),
    # passing it on
    path("handoffs", act(handoffs.Offer)),
    path("handoffs/<int:handoff>/acceptance", act(handoffs.Accepted)),
    path("handoffs/<int:handoff>/refusal", act(handoffs.Declined)),
    path("handoffs/<int:handoff>/withdrawal", act(handoffs.Withdrawn)),
    path("checks/<slug:item>", act(handoffs.Ticked)),
    path("checks/<slug:item>/removal", act(handoffs.Unticked)),
    # the stages
    path("read-backs", act(triggers.ReadBack)),
    path("read-backs/answer", act(triggers.ReadBackAnswer)),
    path("decision", act(triggers.Decision)),
    path("quotes", act(quote_acts.BeginQuote)),
    path("quotes/<int:quote>/sending", act(quote_acts.SendQuote)),
    path("quotes/<int:quote>/choice", act(choice_acts.ChoiceWrittenDown)),
    path("quotes/<int:quote>/refusal", act(choice_acts.QuoteDeclined)),
    path("quotes/<int:quote>/approvals", act(discount_acts.AskForApproval)),
    path("quotes/<int:quote>/approval", act(discount_acts.AnswerDiscount)),
    path("questions/<int:question>/answer", act(quote_acts.AnswerLineQuestion)),
    path("agreements", act(agreement_acts.Agreement)),
    path("agreement", act(agreement_acts.Agreed)),
    path("agreement/refusal", act(agreement_acts.NotAgreed)),
    path("delivery", act(triggers.Delivered)),
    path("acceptance", act(triggers.Accepted)),
    path("rejection", act(triggers.Rejected)),
    path("items", act(item_acts.ItemInstalled)),
    path("items/<int:installed>/correction", act(item_acts.ItemCorrected)),
    path("items/<int:installed>/removal", act(item_acts.ItemTakenOut)),
    # visits
    path("visits", act(visit_acts.PlanVisit)),
    path("visits/<int:visit>/windows", act(visit_acts.OtherWindows)),
    path("visits/<int:visit>/time", act(visit_acts.FixedTime)),
    path("visits/<int:visit>/moves", act(visit_acts.MovedVisit)),
    path("visits/<int:visit>/person", act(visit_acts.HandedVisit)),
    path("visits/<int:visit>/cancellation", act(visit_acts.CancelledVisit)),
    path("visits/<int:visit>/missing", act(visit_acts.MissedVisit)),
    path("visits/<int:visit>/delay", act(visit_acts.LateVisit)),
    path("visits/<int:visit>/begin", act(visit_acts.BegunVisit)),
    path("visits/<int:visit>/end", act(visit_acts.EndedVisit)),
    path("records/<int:record>/judgement", act(record_acts.JudgedRecord)),
    path("rest", act(triggers.Rest)),
    path("next-need", act(triggers.NextNeed)),
    # hands, details, readers, notices
    path("owner", act(hands.Owner)),
    path("holder", act(hands.Holder)),
    path("waking", act(hands.Waking)),
    path("need", act(hands.Need)),
    path("references", act(hands.ReferenceNoted)),
    path("seller", act(hands.Seller)),
    path("confidentiality", act(hands.Confidentiality)),
    path("readers", act(hands.ReaderNamed)),
    path("notices/<uuid:notice>/telling", act(hands.ToldByHand)),
    path("notices/<uuid:notice>/sending", act(hands.SentAgain)),
    path("notices/<uuid:notice>/impossibility", act(hands.CouldNotBeTold)),
    # endings
    path("cancellation", act(endings.Cancelled)),
    path("decline", act(endings.Declined)),
    path("fit", act(endings.Fit)),
    path("not-ours", act(endings.NotOurs)),
    path("no-answer", act(endings.NoAnswer)),
    path("error", act(endings.OpenedInError)),
    path("join", act(endings.Joined)),
    path("parts", act(endings.SplitOff)),
]

# Pages of what stands on a journey.
_PAGES = [
    path("quotes/<int:quote>", quotes.page),
    path("quotes/<int:quote>/terms", quotes.terms),
    path("quotes/<int:quote>/lines", quotes.new_line),
    path("quotes/<int:quote>/paper", papers.quote, name="quote-paper"),
    path("quotes/<int:quote>/products", quote_products.products),
    path("quotes/<int:quote>/products/<int:product>", quote_products.product),
    path("quote-lines/<int:line>", quotes.line),
    path("quote-lines/<int:line>/removal", quotes.no_line),
    path("agreements/<int:agreement>/signed", papers.signed, name="signed-paper"),
    path("agreements/<int:agreement>/paper", papers.agreement, name="agreement-paper"),
]

urlpatterns = [
    path("journeys/new", new.new, name="new-journey"),
    path("journeys/new/known", new.known_customers, name="new-journey-known"),
    path("products/<int:product>/quoting", quote_products.from_product, name="product-quoting"),
    path("journeys/<str:number>", page.show, name="journey"),
    path("journeys/<str:number>/", include([*_ACTS, *_PAGES])),
]
