"""Acts on the journey page: a form that runs one command, in a dialog or, without script, on its own page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, ClassVar, Self, TypeAlias

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from wellkept.journey_page.record import JourneyRecord, record_of
from wellkept.kernel.number import show
from wellkept.kernel.text import Text
from wellkept.ui.fields import Cleaned, FormData
from wellkept.web import access, form_page

FileData: TypeAlias = "MultiValueDict[str, UploadedFile[bytes]] | None"
Words = Text  # a sentence, translated when it is printed


class ActForm(forms.Form):
    """An act. `do` runs its one command and returns the message; a refusal is shown in the form."""

    title: Words = ""
    intro: Words = ""
    button: Words = _("Save")
    before: ClassVar[str] = ""  # a template that stands before the fields
    folded: ClassVar[tuple[str, ...]] = ()
    danger: ClassVar[bool] = False
    composer: ClassVar[str] = ""  # the template of this form at the head of the timeline
    use_required_attribute = False

    def __init__(
        self,
        data: FormData,
        *,
        record: JourneyRecord,
        keys: Mapping[str, Any],
        asked: Mapping[str, str],
        sent: FileData = None,
    ) -> None:
        super().__init__(data, sent, auto_id=f"{type(self).__name__.lower()}-%s")
        self.record = record
        self.journey: int = record.row.pk
        self.by = record.by
        self.keys = keys
        self.asked = asked
        self.goes_to = f"/journeys/{record.row.number}"
        self.seen = data.get("seen", "") if data is not None else self.shown_now
        self.prepare()

    @property
    def shown_now(self) -> str:
        """Name of the thing that a yes is said to, as it is now: a digest or an id. The form carries it."""
        return ""

    def prepare(self) -> None:
        """Set choices and initial values that depend on the journey."""

    @property
    def wants_room(self) -> bool:
        """Whether the form was sent only to come back with more room to type."""
        return False

    def do(self, values: Cleaned) -> Words:
        """Run the command and return the success message."""
        raise NotImplementedError

    def with_room(self) -> Self:
        """This form with what was typed, not judged yet."""
        again = type(self)(None, record=self.record, keys=self.keys, asked=self.asked)
        again.seen = self.seen
        again.initial = {
            name: field.widget.value_from_datadict(self.data, {}, name) for name, field in self.fields.items()
        }
        return again

    def choices(self, name: str, options: Iterable[tuple[object, object]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(options)

    @property
    def shown(self) -> list[forms.BoundField]:
        return [bound for bound in self if bound.name not in self.folded]

    @property
    def behind(self) -> list[forms.BoundField]:
        """Fields behind a fold. It is open if one of them is wrong."""
        return [bound for bound in self if bound.name in self.folded]

    @property
    def unfolded(self) -> bool:
        return any(bound.errors for bound in self.behind)


def act(form: type[ActForm]) -> Callable[..., HttpResponseBase]:
    """The view of an act: GET shows its form, POST does it."""

    @access.page
    @require_http_methods(["GET", "HEAD", "POST"])
    def answer(request: HttpRequest, /, number: str, **keys: Any) -> HttpResponse:
        record = record_of(number, by=access.actor(request))
        data = request.POST if request.method == "POST" else None
        sent = request.FILES if data is not None else None
        bound = form(data, record=record, keys=keys, asked=request.GET.dict(), sent=sent)
        if data is None:
            return _show(request, bound, status=200)
        if bound.wants_room:
            return _show(request, bound.with_room(), status=200)
        taken, words = form_page.attempt(bound, lambda: bound.do(bound.cleaned_data))
        if not taken:
            return _show(request, bound, status=422)
        return access.done(request, _on(request, bound), str(words or ""))

    return answer


def _on(request: HttpRequest, bound: ActForm) -> str:
    """The next page: the desk or the board if the act began there, else the journey's page."""
    before = access.came_from(request, default=bound.goes_to)
    here = f"/journeys/{bound.record.row.number}"
    if bound.goes_to == here and before.startswith(("/desk", "/board", f"{here}?")):
        return before
    return bound.goes_to


def _show(request: HttpRequest, bound: ActForm, *, status: int) -> HttpResponse:
    context = {
        "form": bound,
        "w": bound.record,
        "action": request.get_full_path(),
        "number": show(bound.record.row.number),
        "section": "",
    }
    if not access.is_fragment(request):
        return render(request, "web/journeys/act.html", context, status=status)
    if bound.composer and request.POST.get("composer"):
        answer = render(request, bound.composer, context, status=status)
        answer["HX-Retarget"] = f"#compose-{request.POST['composer']}"
        answer["HX-Reswap"] = "outerHTML"
        answer["HX-Reselect"] = "form"
        return answer
    answer = render(request, "web/journeys/act_form.html", context, status=status)
    answer["HX-Retarget"] = "#act-body"
    answer["HX-Reswap"] = "innerHTML"
    answer["HX-Reselect"] = "#act-form"
    return answer
