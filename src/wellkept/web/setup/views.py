"""The set-up page, while there is no company; and the start page."""

from __future__ import annotations

from zoneinfo import available_timezones

from babel import Locale
from babel.core import get_global
from babel.numbers import get_territory_currencies
from django import forms
from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.utils.translation import get_language, gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from wellkept.kernel.text_fields import LineField, MailField
from wellkept.kernel.wording import locale
from wellkept.people.founder import Founder, Region
from wellkept.people.queries import is_set_up
from wellkept.setup.commands import found_company
from wellkept.web import form_page

REGION = ("language", "time_zone", "currency", "country")
FIRST_CURRENCIES = ("EUR", "CHF", "GBP", "USD")


class SetUpForm(forms.Form):
    """Eight answers; four of them are guessed."""

    name = LineField(
        label=gettext_lazy("Company"),
        max_length=200,
        widget=forms.TextInput(attrs={"autofocus": True, "autocomplete": "organization"}),
    )
    person = LineField(
        label=gettext_lazy("Your name"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = MailField(
        label=gettext_lazy("Your mail address"), widget=forms.EmailInput(attrs={"autocomplete": "username"})
    )
    password = forms.CharField(
        label=gettext_lazy("A password"),
        strip=False,
        max_length=500,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}, render_value=True),
    )
    country = forms.ChoiceField(label=gettext_lazy("Country"))
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=settings.LANGUAGES)
    time_zone = forms.ChoiceField(label=gettext_lazy("Time zone"))
    currency = forms.ChoiceField(label=gettext_lazy("Currency"))

    def __init__(self, data: QueryDict | None = None, *, initial: dict[str, str] | None = None) -> None:
        super().__init__(data, initial=initial)
        here = locale()
        for name, choices in (
            ("country", countries(here)),
            ("time_zone", time_zones()),
            ("currency", currencies(here)),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices

    def founder(self) -> Founder:
        """The person who sets it up."""
        values = self.cleaned_data
        return Founder(name=values["person"], email=values["email"], password=values["password"])

    def region(self) -> Region:
        """The chosen country, language, currency and time zone."""
        return Region(**{name: self.cleaned_data[name] for name in REGION})


@login_not_required
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def set_up(request: HttpRequest) -> HttpResponse:
    """Set up the company, sign in, and continue to the desk. Redirects once there is a company."""
    if is_set_up():
        return HttpResponseRedirect("/desk")
    if request.method != "POST":
        return render(request, "web/setup/page.html", {"form": SetUpForm(initial=guess(request))})
    form = SetUpForm(request.POST)
    done, person = form_page.attempt(
        form,
        lambda: found_company(name=form.cleaned_data["name"], founder=form.founder(), region=form.region()),
    )
    if not done or person is None:
        return HttpResponseRedirect("/desk") if is_set_up() else _again(request, form)
    login(request, person, backend=settings.AUTHENTICATION_BACKENDS[0])
    response = HttpResponseRedirect("/desk", status=303)
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        person.language,
        max_age=31536000,
        samesite="Lax",
        secure=request.is_secure(),
    )
    return response


def _again(request: HttpRequest, form: SetUpForm) -> HttpResponse:
    return render(request, "web/setup/page.html", {"form": form}, status=422)


@login_not_required
@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """Redirect the bare address to the desk, or to set-up while there is no company."""
    return HttpResponseRedirect("/desk" if is_set_up() else "/set-up")


def guess(request: HttpRequest) -> dict[str, str]:
    """Guess country and language from the browser. set_up.js adds the time zone."""
    language = (get_language() or "en").split("-")[0]
    country = _country(request.headers.get("Accept-Language", ""), language)
    zones: list[str] = get_global("territory_zones").get(country) or ["UTC"]
    money = get_territory_currencies(country)
    return {
        "language": language,
        "country": country,
        "time_zone": next((zone for zone in zones if zone in available_timezones()), "UTC"),
        "currency": money[0] if money else "EUR",
    }


def _country(accepts: str, language: str) -> str:
    for accepted in accepts.split(","):
        region = accepted.split(";")[0].strip().partition("-")[2].upper()
        if len(region) == 2 and region.isalpha() and get_territory_currencies(region):
            return region
    likely: str = get_global("likely_subtags").get(language, "")
    return likely.rpartition("_")[2] if language != "en" and likely else "DE"


def countries(here: Locale) -> list[tuple[str, str]]:
    """Countries by name. Only those with a currency."""
    territories = [
        (code, name)
        for code, name in here.territories.items()
        if len(code) == 2 and code.isalpha() and get_territory_currencies(code)
    ]
    return sorted(territories, key=lambda territory: territory[1].casefold())


def time_zones() -> list[tuple[str, list[tuple[str, str]]]]:
    """Time zones by region."""
    regions: dict[str, list[tuple[str, str]]] = {"UTC": [("UTC", "UTC")]}
    for zone in sorted(available_timezones()):
        region, _, city = zone.partition("/")
        if city and region not in (
            "Etc",
            "posix",
            "right",
            "SystemV",
            "US",
            "Canada",
            "Brazil",
            "Chile",
            "Mexico",
        ):
            regions.setdefault(region, []).append((zone, city.replace("_", " ").replace("/", ", ")))
    return list(regions.items())


def currencies(here: Locale) -> list[tuple[str, str]]:
    """Currencies in use, ours first."""
    used = {
        code
        for country in map(str, here.territories)
        if len(country) == 2
        for code in get_territory_currencies(country)
    }
    rest = sorted(used - set(FIRST_CURRENCIES))
    return [(code, f"{code} · {here.currencies.get(code, code)}") for code in (*FIRST_CURRENCIES, *rest)]
