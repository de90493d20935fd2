"""Another language is a catalogue and no code: in a made-up one no English is left in any letter or law."""

from __future__ import annotations

import pytest
from django.utils import translation

from tests import cast as casting
from tests.cast import Cast
from tests.languages import made_up, world
from tests.languages.made_up import Typed, english
from tests.messages import test_letters
from tests.messages.test_letters import telling
from wellkept.kernel.law import Law
from wellkept.laws import LAWS
from wellkept.messages.letters import compose
from wellkept.messages.letters.kinds import KINDS


@pytest.fixture
def typed(cast: Cast) -> Typed:
    return Typed(world.typed(casting, world, test_letters))


@pytest.mark.parametrize("kind", [*KINDS, "unheard_of"])
def test_every_letter_speaks_it(kind: str, typed: Typed) -> None:
    with made_up.spoken():
        letter = compose(telling(kind, language=made_up.CODE))
        bare = made_up.bare(letter.title) + "\n" + made_up.bare(letter.text)
    assert english(bare.split("\n"), typed) == []


def test_every_law_speaks_it() -> None:
    with made_up.spoken(), translation.override(made_up.CODE):
        assert [name for name, law in LAWS.items() if not _spoken(law)] == []


def _spoken(law: Law) -> bool:
    return all(str(text).startswith("«") for text in (law.sentence, law.instead) if text)
