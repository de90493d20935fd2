"""A person who imports spreadsheets by the pages, and the worker."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.cast import Cast
from tests.web.signed_in import at

from wellkept.imports.commands.pipeline import go_on
from wellkept.imports.models import Import


class Carrier:
    """One import, page by page. Every answer goes through its form."""

    def __init__(self, cast: Cast, name: str = "ana") -> None:
        self.client: Client = at(cast, name)
        self.key = 0

    @property
    def row(self) -> Import:
        return Import.objects.get(pk=self.key)

    def choose(self, *files: Path | tuple[str, bytes]) -> Any:
        """Upload these files; the worker reads them."""
        sent = [
            SimpleUploadedFile(file.name, file.read_bytes())
            if isinstance(file, Path)
            else SimpleUploadedFile(*file)
            for file in files
        ]
        answer = self.client.post("/imports", {"files": sent})
        if answer.status_code == 303:
            self.key = int(re.findall(r"/imports/(\d+)", answer.headers["Location"])[0])
            self.work()
        return answer

    def work(self) -> None:
        """Run the worker's job."""
        go_on(of=self.key)

    def page(self, step: str = "") -> str:
        """Get a page of this import."""
        answer = self.client.get(f"/imports/{self.key}{step}")
        assert answer.status_code == 200, answer.status_code
        return answer.content.decode()

    def check(self, source: str = "") -> Any:
        """Name the source, and run the check."""
        answer = self.client.post(f"/imports/{self.key}/check", {"source": source} if source else {})
        if answer.status_code == 303:
            self.work()
        return answer

    def map(self, file: str, noun: str, fields: dict[str, str], **formats: str) -> Any:
        """Set the columns of a table by their headers."""
        table = self.row.files.get(name=file)
        columns = {f"column{table.header.index(name)}": meaning for name, meaning in fields.items()}
        columns |= {f"format{table.header.index(name)}": how for name, how in formats.items()}
        return self.client.post(
            f"/imports/{self.key}/files/{table.pk}", {"noun": noun, "was": noun, **columns}
        )

    def answer(self, step: str, **answers: Any) -> Any:
        """Answer one question."""
        return self.client.post(f"/imports/{self.key}/{step}", answers)

    def stages(self, places: dict[str, str] | None = None, **answers: Any) -> Any:
        """Answer the stage of each state."""
        values = _labels(self.page("/stages"), "state")
        named = {f"state{place}": (places or {})[state] for place, state in enumerate(values)}
        return self.answer("stages", **({"blueprint": "product"} | named | answers))

    def bring_in(self) -> Any:
        """Start bringing in, and run the worker."""
        answer = self.answer("run")
        if answer.status_code == 303:
            self.work()
        return answer

    def take_back(self, also: Iterable[int] = ()) -> Any:
        """Take the import back, and run the worker."""
        answer = self.client.post(f"/imports/{self.key}/return", {"also": list(also)})
        if answer.status_code == 303:
            self.work()
        return answer


def _labels(page: str, name: str) -> list[str]:
    labels = re.findall(rf'<label for="id_{name}\d+">\s*(.*?)\s*<span', page, re.DOTALL)
    return [
        "" if label == "(empty)" else label.replace("&amp;", "&").replace("&#x27;", "'") for label in labels
    ]
