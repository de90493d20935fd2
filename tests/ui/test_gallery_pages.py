"""The gallery's pages as the server answers them: for the staff, each whole, and none but these."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from tests.cast import Cast
from tests.web.signed_in import at
from wellkept.ui.views import PAGES

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("page", "heading"),
    [
        ("", "The kit"),
        ("/parts", "The kit"),
        ("/desk", "Good afternoon, Ana."),
        ("/journey", "4827-9163"),
        ("/customer", "Your new oven will run on"),
        ("/plain", "Sign in"),
    ],
)
def test_each_page_is_shown_to_the_staff_and_to_nobody_else(cast: Cast, page: str, heading: str) -> None:
    answer = at(cast, "iris").get(f"/ui{page}")
    assert answer.status_code == 200
    assert re.search(rf"<h1[^>]*>\s*{heading}", answer.content.decode())
    assert Client().get(f"/ui{page}").headers["Location"].startswith("/accounts/login/")
    assert at(cast, "iris").post(f"/ui{page}").status_code == 405


def test_there_is_no_other_page(cast: Cast) -> None:
    assert set(PAGES) == {"parts", "desk", "journey", "customer", "plain"}
    assert at(cast, "iris").get("/ui/nothing").status_code == 404


def test_the_form_is_a_part_for_the_dialog_and_a_page_without_script(cast: Cast) -> None:
    part = at(cast, "iris", htmx="/ui").get("/ui/promise").content.decode()
    page = at(cast, "iris").get("/ui/promise").content.decode()
    assert [("<html" in text, "<form" in text) for text in (part, page)] == [(False, True), (True, True)]
    assert Client().get("/ui/promise").headers["Location"].startswith("/accounts/login/")
