"""Pages of the documented process."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from wellkept.blueprints import commands
from wellkept.blueprints.queries import Plan
from wellkept.conformance import queries as desk
from wellkept.kernel.text_fields import TextField
from wellkept.kernel.wording import HOUR, duration
from wellkept.people import queries as people
from wellkept.web import access, form_page
from wellkept.web import labels as words

if TYPE_CHECKING:
    from wellkept.blueprints.models import ChecklistItem, Stage, Step

TRIGGERS = {
    "decision": gettext_lazy("They decide"),
    "agreement": gettext_lazy("They agree"),
    "acceptance": gettext_lazy("They accept"),
    "next_need": gettext_lazy("Their next need"),
}
LANE, BOX, GAP = 220, 150, 70  # a stage's share of the drawing, its box, and what lies between two


@dataclass(frozen=True)
class Box:
    """A stage in the drawing."""

    x: int
    name: str
    team: str
    line: str


@dataclass(frozen=True)
class Pill:
    """A trigger in the customer's lane, with the arrows to and from it."""

    x: int
    words: str
    way: str
    on: str


@dataclass(frozen=True)
class Back:
    """A way back to an earlier stage."""

    way: str
    x: int
    y: int
    words: str


@dataclass(frozen=True)
class Drawing:
    """The drawing of the whole process: lines and boxes."""

    width: int
    height: int
    boxes: list[Box]
    pills: list[Pill]
    backs: list[Back]
    summary: str


@dataclass(frozen=True)
class Chapter:
    """One stage as text."""

    of: Stage
    name: str
    trigger: str
    teams: str
    steps: list[tuple[Step, desk.Practice | None]]
    checklist: list[ChecklistItem]
    returns: list[str]
    limits: list[tuple[str, str]]


class VersionForm(forms.Form):
    """The text of a new version."""

    source = TextField(
        label=gettext_lazy("The blueprint's file"),
        max_length=200_000,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 30, "spellcheck": "false"}),
        help_text=gettext_lazy(
            "What you approve applies to every journey that enters its next stage from then on; the version before it "
            "stays readable."
        ),
    )


@access.page
@require_safe
def every(request: HttpRequest) -> HttpResponse:
    """Show all blueprints."""
    by = access.actor(request)
    by.as_staff()
    context = {
        "section": "how",
        "processes": [
            (plan, under_way, otherwise, [words.stage(stage.stage) for stage in plan.stages])
            for plan, under_way, otherwise in desk.processes(by=by)
        ],
    }
    return render(request, "web/process/list.html", context)


@access.page
@require_safe
def one(request: HttpRequest, key: str, version: int | None = None) -> HttpResponse:
    """Show a blueprint: a drawing, stage by stage, and the deviations."""
    by = access.actor(request)
    process = desk.process(key, by=by, version=version)
    may_approve = people.answers_for_company(by)
    context = {
        "section": "how",
        "process": process,
        "plan": process.plan,
        "drawing": draw(
            process.plan, {stage: teams[0].name for stage, teams in process.teams.items() if teams}
        ),
        "chapters": [_chapter(process, stage) for stage in process.plan.stages],
        "in_force": process.plan.version.pk == process.blueprint.current_id,
        "may_approve": may_approve,
    }
    return render(request, "web/process/one.html", context)


@access.page
@require_http_methods(["GET", "HEAD", "POST"])
def versions(request: HttpRequest, key: str) -> HttpResponse:
    """Approve a new version."""
    by = access.actor(request)
    process = desk.process(key, by=by)
    source = process.plan.version.source
    form = VersionForm(request.POST if request.method == "POST" else None, initial={"source": source})
    return form_page.ask(
        request,
        form,
        form_page.Dialog(
            _("A new version of “%(title)s”") % {"title": process.plan.version.title}, _("Approve")
        ),
        back=f"/how-we-work/{key}",
        act=lambda: commands.approve(
            key=key, source=form.cleaned_data["source"].replace("\r\n", "\n"), by=by
        ),
        words=_("Approved. Journeys take it when they enter their next stage."),
    )


def _chapter(process: desk.Process, stage: Stage) -> Chapter:
    plan = process.plan
    return Chapter(
        of=stage,
        name=words.stage(stage.stage),
        trigger=str(TRIGGERS[stage.trigger]),
        teams=", ".join(team.name for team in process.teams.get(stage.stage, [])),
        steps=[(step, process.practice.get(step.key)) for step in plan.steps_of(stage.stage)],
        checklist=plan.checklist_of(stage.stage),
        returns=[words.stage(back.stage) for back in plan.returns(stage.stage)],
        limits=[
            (_("The customer hears from us at least every"), duration(stage.silence_hours * HOUR)),
            (_("A question is answered within"), duration(stage.answer_hours * HOUR)),
            (_("An offered handoff is answered within"), duration(stage.handoff_hours * HOUR)),
        ],
    )


def draw(plan: Plan, teams: dict[str, str]) -> Drawing:
    """Draw two lanes: the customer above, us below, and the ways back underneath."""
    place = {stage.stage: index for index, stage in enumerate(plan.stages)}
    boxes, pills = [], []
    for index, stage in enumerate(plan.stages):
        x = 10 + index * LANE
        steps = len(plan.steps_of(stage.stage))
        line = ngettext("%(n)s step", "%(n)s steps", steps) % {"n": steps} if steps else ""
        team = teams.get(stage.stage, "")
        name = words.stage(stage.stage)
        boxes.append(Box(x, name, team if team != name else line, line if team != name else ""))
        here, there = x + BOX - 22, x + LANE + 22
        middle = x + BOX + GAP // 2
        last = index == len(plan.stages) - 1
        pills.append(
            Pill(
                middle,
                str(TRIGGERS[stage.trigger]),
                f"M{here} 116V52Q{here} 40 {here + 8} 40",
                "" if last else f"M{there - 8} 40Q{there} 40 {there} 52V112",
            )
        )
    backs = []
    ways = [route for route in plan.routes if route.trigger is None]
    for row, route in enumerate(sorted(ways, key=lambda way: place[way.from_stage] - place[way.to_stage])):
        start, end = (10 + place[name] * LANE + BOX // 2 for name in (route.from_stage, route.to_stage))
        start, end = start - 12, end + 12
        deep = place[route.from_stage] - place[route.to_stage] > 1
        y = 232 + (22 + 14 * row if deep else 0)
        backs.append(
            Back(f"M{start} 198V{y - 8}Q{start} {y} {start - 8} {y}H{end + 8}Q{end} {y} {end} {y - 8}V202",
                 (start + end) // 2, y - 6, _("back, with a reason"))
        )  # fmt: skip
    summary = "; ".join(
        _("%(stage)s until: %(trigger)s")
        % {"stage": words.stage(stage.stage), "trigger": str(TRIGGERS[stage.trigger]).lower()}
        for stage in plan.stages
    )
    return Drawing(45 + len(plan.stages) * LANE, 250 if backs else 215, boxes, pills, backs, summary)
