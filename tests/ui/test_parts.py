"""A misspelt part must not reach a page, and what is said in a drawing is said in words."""

from __future__ import annotations

from pathlib import Path

import pytest
from django import forms
from django.template import Context, Template, TemplateSyntaxError
from django.template.loader import get_template, render_to_string
from django.utils import translation
from django.utils.safestring import SafeString

from wellkept.kernel.refusal import Refusal
from wellkept.ui.gallery.forms import sample
from wellkept.ui.gallery.samples import OVEN
from wellkept.ui.phrases import Phrase
from wellkept.ui.templatetags import ui


def render(source: str, **context: object) -> SafeString:
    return Template(source).render(Context(context))


@pytest.mark.parametrize(
    "source",
    [
        '{% chipp "open" %}',
        '{% chip "open" "opne" %}',
        '{% chip "open" kindd="open" %}',
        '{% icon "mial" %}',
        '{% avatar "Ana" size="huge" %}',
        '{% card titel="Next" %}{% endcard %}',
        '{% card "Next" %}',
        '{% entry "shout" "Ana" "09:05" %}{% endentry %}',
        '{% ribbon data size="tiny" %}',
    ],
)
def test_a_slip_stops_the_page(source):
    with pytest.raises(TemplateSyntaxError):
        render(source, data=None)


def test_a_dialog_link_leads_to_its_form_also_without_script():
    link = ui.dialog_link("/journeys/48279163", "promises", 7, "moves", words="Later", after="Oven <runs>")

    assert link == (
        '<a href="/journeys/48279163/promises/7/moves" data-opens="act" hx-get="/journeys/48279163/promises/7/moves"'
        ' hx-target="#act-body" hx-swap="innerHTML">Later <span class="hidden-text">Oven &lt;runs&gt;</span></a>'
    )


def test_a_dialog_link_shows_its_sign_and_its_key():
    link = ui.dialog_link("/people/new", words="Join", look="button", sign="plus", press="n", query="team=2")

    assert link == (
        '<a class="button" href="/people/new?team=2" data-opens="act" hx-get="/people/new?team=2"'
        ' hx-target="#act-body" hx-swap="innerHTML" data-press="n">'
        f'{ui.icon("plus")}Join <kbd aria-hidden="true">n</kbd></a>'
    )


def test_words_that_were_asked_for_are_marked():
    assert ui.marked([("Bäckerei <", False), ("Lind", True)]) == "Bäckerei &lt;<mark>Lind</mark>"


def test_phrases_stand_in_a_line():
    parts = ["Jonas", Phrase("2 <broken>", "bad"), Phrase("4827-9163", href="/journeys/48279163")]

    assert ui.phrases(parts) == (
        'Jonas · <span class="bad">2 &lt;broken&gt;</span> · <a href="/journeys/48279163">4827-9163</a>'
    )


def test_words_are_escaped():
    assert "<b>" not in ui.chip("<b>", "open")
    assert "<b>" not in ui.avatar("<b>x</b> <i>")
    assert "<script" not in render("{% person name %}", name="<script>")


def test_initials():
    names = ("Ana Ruiz", "Praxis Dr. Okafor", "Łukasz", "", "  ", "(GmbH) Nord 24", "ana@lindenau.example")

    assert [ui.initials(name) for name in names] == ["AR", "PO", "Ł", "?", "?", "N2", "AL"]


def test_a_refused_field_comes_back_filled_with_its_error_tied_to_it():
    html = render("{% field form.mail %}", form=sample())

    assert 'value="petra@lindner"' in html
    assert 'aria-invalid="true"' in html
    assert 'aria-describedby="id_mail_error"' in html
    assert 'id="id_mail_error"' in html


class Choices(forms.Form):
    """Fields that nobody has to fill in: some stay empty, the others say what holds if nobody chooses."""

    word = forms.CharField(required=False)
    scale = forms.TypedChoiceField(choices=[(1, "1"), (2, "2")], widget=forms.RadioSelect, required=False)
    some = forms.MultipleChoiceField(
        choices=[("a", "A")], widget=forms.CheckboxSelectMultiple, required=False
    )
    preset = forms.ChoiceField(choices=[("us", "We do"), ("them", "They do")], required=False)
    record = forms.ChoiceField(choices=[("", "As the record shows"), ("yes", "Yes")], required=False)
    radio = forms.ChoiceField(
        choices=[("us", "We do"), ("them", "They do")], widget=forms.RadioSelect, initial="us", required=False
    )
    must = forms.CharField()


def test_only_a_field_that_may_stay_empty_is_for_who_likes():
    form = Choices()
    likes = {name for name in form.fields if "if you like" in render("{% field bound %}", bound=form[name])}
    assert likes == {"word", "scale", "some"}


def test_a_refusal_names_the_law_and_what_to_do_instead():
    html = render(
        "{% refusal refused %}",
        refused=Refusal("late", "It is too late for that.", law=7, instead="Renegotiate it."),
    )

    assert "It is too late for that." in html
    assert "Renegotiate it." in html
    assert "Law 7: A promise ends kept, renegotiated or released." in html


def test_ribbons_on_one_page_have_names_of_their_own(rf):
    html = Template("{% ribbon a %}{% ribbon a %}").render(Context({"a": OVEN, "request": rf.get("/")}))

    assert 'id="ribbon-1-r"' in html
    assert 'id="ribbon-2-r"' in html


TEMPLATES = Path(ui.__file__).parent.parent / "templates"


@pytest.mark.parametrize(
    "path", sorted(str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*.html"))
)
def test_every_template_can_be_read(path):
    assert get_template(path)


@pytest.mark.parametrize("code", ["400", "403", "403_csrf", "404", "429", "500"])
def test_an_error_page_names_what_to_do_even_without_a_request(code):
    html = render_to_string(f"{code}.html")

    assert 'class="button primary"' in html
    assert html.count("<h1>") == 1


def test_the_kit_speaks_german():
    with translation.override("de"):
        assert "Eines brauchen wir von Ihnen" in render("{% callout %}{% endcallout %}")
        assert "bei uns" in render("{% ribbon data %}", data=OVEN)
