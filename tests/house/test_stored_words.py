"""Words are not data: no sentence is stored in the language of whoever acted."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.house import stored_words

# Files that store one all the same, each with its reason.
EXCEPTIONS = {
    "wellkept/billing/deposits.py": "the lines of an invoice never change, and are in the language of its paper",
}
BEGINNING = (
    "from django.utils.translation import gettext, gettext_lazy as _\n"
    "from wellkept.endings import commands\n"
    "from wellkept.kernel.text import fill\n"
    "from wellkept.notices import facts\n"
    "from wellkept.notices.commands import give_up\n"
    "LEFT = _('This person has left.')\n"
)


def test_no_translated_sentence_is_stored() -> None:
    places = [place for path in stored_words.modules() for place in stored_words.stored(path)]
    assert [place for place in places if place.split(":")[0] not in EXCEPTIONS] == []


@pytest.mark.parametrize(
    "code",
    [
        "row.why = gettext('It is away')",
        "row.why, row.at = _('It is away'), now",
        "why = gettext('%(n)s left') % {'n': 3}\n    row.why = why",
        "row.why = str(fill(_('%(n)s left'), n=3))",
        "Ending(how='happy', why=LEFT)",
        "Ending.objects.create(how='happy', why=f'{LEFT} Today.')",
        "Ending.objects.filter(pk=1).update(why=refusal.in_words())",
        "facts.NoticeReturned(notice='', kind='', why=str(LEFT))",
        "commands.decline(journey=1, why=_('It is away'), by=by)",
        "Ending(how='happy', why=reason())",
    ],
)
def test_each_way_to_store_a_sentence_is_seen(
    code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert len(_places(code, tmp_path, monkeypatch)) == 1


@pytest.mark.parametrize(
    "code",
    [
        "row.why = why",
        "raise Refusal('left', LEFT)",
        "row.trouble = LEFT",
        "give_up(notice=row.pk, trouble=LEFT, by=by)",
        "facts.NoticeReturned(notice='', kind='', why=store(LEFT))",
        "return gettext('It is away')",
    ],
)
def test_a_text_with_its_parameters_may_be_stored(
    code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert _places(code, tmp_path, monkeypatch) == []


def _places(code: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    path = folder / "x.py"
    reason = "\n\ndef reason():\n    return gettext('It is away')\n"
    path.write_text(f"{BEGINNING}\n\ndef act(row, by):\n    {code}\n{reason}")
    monkeypatch.setattr(stored_words, "SOURCE", folder)
    stored_words._functions_of.cache_clear()
    here = Path(stored_words.__file__).parents[2] / "src"
    monkeypatch.setattr(stored_words, "SOURCE", folder)
    for place in ("wellkept",):
        (folder / place).symlink_to(here / place)
    return stored_words.stored(path)
