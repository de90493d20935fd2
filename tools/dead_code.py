"""Code that nothing uses: functions, classes, methods and properties, imports, and lines that are never reached.

What only a test uses counts as unused. Used is also what a template or a settings string names. A framework calls what
KNOWN lists, each with the reason. Fields and variables are left out: the framework reads too many of them by name.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from vulture import Vulture

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ("src/wellkept", "demo/src", "bench")
DECORATORS = [
    "@*router.*",
    "@api.*",
    "@write",
    "@register.*",
    "@app.task*",
    "@app.periodic*",
    "@*.command*",
    "@*.exception_handler*",
    "@*.simple_tag*",
    "@*.filter*",
    "@STEPS.on*",
]
IGNORED = ["Meta", "*Config", "urlpatterns"]
KNOWN = {
    "_StrPromise": "only for types; the import is used in a type alias",
    "authenticate": "django-ninja calls it on a key's class",
    "clean_phone": "Django asks a form for it",
    "_get_login_attempts_cache_key": "allauth asks it",
    "_get_session_auth_hash": "Django signs sessions by it",
    "create_model_instance": "Django saves a session by it",
    "damaged_files": "the doctor is to ask it; until then only its test does",
    "db_type": "Django asks a column for it",
    "get_prep_value": "Django asks a column for it",
    "erase": "words are erased by hand until there is a page for it; the chain holds without them",
    "formatException": "the logging library asks it for the traceback",
    "format_email_subject": "allauth asks it",
    "get_by_natural_key": "Django signs in by it",
    "get_retry_decision": "the job library asks it",
    "incr": "a part of the interface of the framework's caches",
    "is_open_for_signup": "allauth asks it",
    "key_salt": "Django signs sessions with it",
    "parse_body": "django-ninja calls it on the parser",
    "parse_row": "openpyxl calls it on the parser of a sheet",
    "pre_authenticate": "allauth calls it",
    "send_400_response": "uvicorn calls it",
    "send_password_reset_mail": "allauth calls it",
    "set_password": "allauth calls it",
    "SearchRow": "the rows of a table that SQL functions write and read",
    "ToCompare": "the rows of a table that triggers write",
    "Word": "the rows of a table that SQL functions write and read",
}
UNREACHED = {
    "demo/src/wellkept_demo/stages/orders_stage.py": "the yield makes it a generator",
}


def main() -> int:
    tool = Vulture(ignore_names=[*IGNORED, *KNOWN], ignore_decorators=DECORATORS)
    tool.scavenge([str(ROOT / place) for place in SOURCES], exclude=["*/migrations/*"])
    named = _named_elsewhere()
    unused = [
        item
        for item in tool.get_unused_code()
        if item.typ not in ("variable", "attribute")
        and item.name not in named
        and not (item.typ == "unreachable_code" and str(item.filename.relative_to(ROOT)) in UNREACHED)
    ]
    for item in unused:
        print(f"{item.filename.relative_to(ROOT)}:{item.first_lineno}: {item.message}")
    for name in sorted(KNOWN.keys() - {item.name for item in _without(tool).get_unused_code()}):
        print(f"tools/dead_code.py: {name} is used by now, or gone: take it from the list")
        unused.append(None)  # type: ignore[arg-type]
    return 1 if unused else 0


def _named_elsewhere() -> set[str]:
    """The words inside template tags, and the last part of each dotted name in a string."""
    words: set[str] = set()
    for place in ("src/wellkept", "demo/src"):
        for path in (ROOT / place).rglob("*"):
            if path.suffix in (".html", ".txt") and "templates" in path.parts:
                for tag in re.findall(r"\{[{%](.*?)[}%]\}", path.read_text(), re.DOTALL):
                    words.update(re.findall(r"\w+", tag))
            elif path.suffix == ".py":
                words.update(re.findall(r"[\"'](?:[a-z_]+\.)+(\w+)[\"']", path.read_text()))
    return words


def _without(tool: Vulture) -> Vulture:
    """The same without the exceptions."""
    whole = Vulture(ignore_names=IGNORED, ignore_decorators=DECORATORS)
    whole.scavenge([str(ROOT / place) for place in SOURCES], exclude=["*/migrations/*"])
    return whole


if __name__ == "__main__":
    sys.exit(main())
