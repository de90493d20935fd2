"""Somebody who brings spreadsheets, at the pages, as a browser would send them; the worker beside them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.cast import Cast
from tests.web.signing import at

from wellkept.imports.commands.pipeline import go_on
from wellkept.imports.models import Import


class Carrier:
    """One import, from page to page. Every answer goes through the form that asks for it."""

    def __init__(self, cast: Cast, name: str = "ana") -> None:
        self.client: Client = at(cast, name)
        self.key = 0

    @property
    def row(self) -> Import:
        return Import.objects.get(pk=self.key)

    def choose(self, *files: Path | tuple[str, bytes]) -> Any:
        """Choose these files and send them; the worker reads them."""
        sent = [
            SimpleUploadedFile(one.name, one.read_bytes())
            if isinstance(one, Path)
            else SimpleUploadedFile(*one)
            for one in files
        ]
        answer = self.client.post("/imports", {"files": sent})
        if answer.status_code == 303:
            self.key = int(re.findall(r"/imports/(\d+)", answer.headers["Location"])[0])
            self.work()
        return answer

    def work(self) -> None:
        """What the worker does when the job comes to it."""
        go_on(of=self.key)

    def page(self, step: str = "") -> str:
        """A page of this import."""
        answer = self.client.get(f"/imports/{self.key}{step}")
        assert answer.status_code == 200, answer.status_code
        return answer.content.decode()

    def check(self, source: str = "") -> Any:
        """Say where they come from; every row is looked at."""
        answer = self.client.post(f"/imports/{self.key}/check", {"source": source} if source else {})
        if answer.status_code == 303:
            self.work()
        return answer

    def map(self, file: str, noun: str, fields: dict[str, str], **formats: str) -> Any:
        """Put a table right: column by its heading."""
        table = self.row.files.get(name=file)
        told = {f"column{table.header.index(name)}": meaning for name, meaning in fields.items()}
        told |= {f"format{table.header.index(name)}": how for name, how in formats.items()}
        return self.client.post(f"/imports/{self.key}/files/{table.pk}", {"noun": noun, "was": noun, **told})

    def answer(self, step: str, **told: Any) -> Any:
        """Answer one question."""
        return self.client.post(f"/imports/{self.key}/{step}", told)

    def stages(self, places: dict[str, str] | None = None, **told: Any) -> Any:
        """Where each state of the old system stands."""
        values = _labels(self.page("/stages"), "state")
        named = {f"state{place}": (places or {})[said] for place, said in enumerate(values)}
        return self.answer("stages", **({"blueprint": "product"} | named | told))

    def bring_in(self) -> Any:
        """The last button; and the worker."""
        answer = self.answer("run")
        if answer.status_code == 303:
            self.work()
        return answer

    def take_back(self, also: Iterable[int] = ()) -> Any:
        """Take it back; and the worker."""
        answer = self.client.post(f"/imports/{self.key}/return", {"also": list(also)})
        if answer.status_code == 303:
            self.work()
        return answer


def _labels(page: str, name: str) -> list[str]:
    found = re.findall(rf'<label for="id_{name}\d+">(.*?) <span', page)
    return ["" if said == "(empty)" else said.replace("&amp;", "&").replace("&#x27;", "'") for said in found]
