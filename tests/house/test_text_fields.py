"""Fields for words: each form cleans what nobody sees in them, and passwords alone keep all that was typed."""

from __future__ import annotations

import ast
from pathlib import Path

SRC = Path(__file__).parents[2] / "src" / "wellkept"
RAW = {"CharField", "EmailField", "SlugField"}


def test_words_are_typed_into_fields_that_clean_them() -> None:
    """Look at every call of a form field of Django's that keeps unseen characters."""
    seen = 0
    for path in [*SRC.glob("web/**/*.py"), *SRC.glob("portal/**/*.py"), *SRC.glob("server/**/*.py")]:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call | ast.ClassDef):
                written = ast.unparse(node)
                called = [node.func] if isinstance(node, ast.Call) else node.bases
                names = {ast.unparse(base) for base in called}
                if names & {f"forms.{name}" for name in RAW}:
                    seen += 1
                    assert "PasswordInput" in written, f"{path}:{node.lineno}: {written[:120]}"
    assert seen  # there are passwords
