"""Classes of a page, and the style sheets that it loads."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import wellkept

SHEETS = {path.name: path for path in Path(wellkept.__file__).parent.rglob("static/**/*.css")}


@cache
def styled(sheet: str) -> frozenset[str]:
    """The classes for which a style sheet has a rule."""
    text = re.sub(r"/\*.*?\*/", "", SHEETS[sheet].read_text(), flags=re.DOTALL)
    return frozenset(re.findall(r"\.([a-zA-Z][\w-]*)", text))


def unstyled(page: str) -> set[str]:
    """Classes on a whole page whose rules stand only in style sheets that it does not load."""
    if "<html" not in page:
        return set()
    loaded = re.findall(r'<link[^>]*href="[^"]*?(\w+)(?:\.\w+)?\.css"', page)
    with_rules = frozenset().union(*(styled(f"{name}.css") for name in loaded if f"{name}.css" in SHEETS))
    known = frozenset().union(*map(styled, SHEETS))
    used = {name for classes in re.findall(r'class="([^"]*)"', page) for name in classes.split()}
    return (used & known) - with_rules
