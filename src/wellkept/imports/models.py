"""Imports, their files, rows, problems and old keys."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from wellkept.files.models import StoredFile
from wellkept.imports.rules.problem_kinds import KINDS as PROBLEM_KINDS
from wellkept.imports.rules.problem_kinds import in_words
from wellkept.kernel.instants import InstantField
from wellkept.kernel.stored_text import StoredTextField
from wellkept.people.models import Person

STATES = (
    "files",  # waits for files
    "reading",
    "columns",  # waits for the meaning of the columns
    "checking",
    "questions",  # waits for owners and stages of open orders
    "running",
    "stopped",  # a law refused; an answer is missing
    "done",
    "taking_back",
    "taken_back",
)
NOUNS = ("customers", "contacts", "sites", "orders", "lines", "products", "staff", "nothing")


class Import(models.Model):
    """One import: its files, the answers of a person, and its progress."""

    source = models.TextField(default="")  # the system of origin; old keys are unique within it
    state = models.TextField(default="files")
    answers = models.JSONField(default=dict)
    counts = models.JSONField(default=dict)
    said = StoredTextField(default=str)  # the reason why it stopped
    phase = models.IntegerField(default=0)
    position = models.BigIntegerField(default=0)  # the last finished row of the phase
    done = models.IntegerField(default=0)
    total = models.IntegerField(default=0)
    act = models.BigIntegerField(null=True)  # the ImportRan event, the cause of all that it brings in
    begun_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    begun_at = InstantField()
    worked_at = InstantField(null=True)
    finished_at = InstantField(null=True)

    class Meta:
        db_table = "import"
        constraints = [
            models.CheckConstraint(condition=Q(state__in=STATES), name="states_of_imports_are_known"),
        ]


class File(models.Model):
    """One table of an uploaded file: a CSV, or one sheet of a workbook, with what its columns contain."""

    of = models.ForeignKey(Import, models.CASCADE, related_name="files")
    stored_file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    name = models.TextField()
    sheet = models.TextField(default="")
    read = models.BooleanField(default=False)
    how = models.TextField(default="")  # how it was read, as a code: csv:UTF-8:commas
    rows = models.IntegerField(default=0)
    header = models.JSONField(default=list)
    columns = models.JSONField(default=list)  # statistics of each column's cells
    profile = models.TextField(default="")  # the shipped mapping that fits
    noun = models.TextField(default="nothing")
    mapping = models.JSONField(default=dict)  # column -> field
    formats = models.JSONField(default=dict)  # column -> how its dates or numbers are written

    class Meta:
        db_table = "import_file"
        constraints = [
            models.CheckConstraint(condition=Q(noun__in=NOUNS), name="nouns_of_imports_are_known"),
            models.UniqueConstraint(fields=["of", "stored_file", "sheet"], name="a_table_is_brought_once"),
        ]


class Row(models.Model):
    """One row as read, until it is brought in. `line` is the row number that a spreadsheet shows."""

    pk = models.CompositePrimaryKey("file_id", "line")
    file = models.ForeignKey(File, models.CASCADE, related_name="lines")
    line = models.IntegerField()
    cells = ArrayField(models.TextField())
    key = models.TextField(null=True)  # old key, by the mapping
    fit = models.BooleanField(null=True)  # can be brought in; null before the check
    known = models.BigIntegerField(null=True)  # the customer of ours that it seems to be

    class Meta:
        db_table = "import_row"
        indexes = [models.Index("file", "key", name="import_row_by_key", condition=Q(key__isnull=False))]


class Problem(models.Model):
    """Problem of one row, or of one cell of it: a kind and its parameters."""

    file = models.ForeignKey(File, models.CASCADE, related_name="problems")
    line = models.IntegerField()
    column = models.TextField(default="")
    kind = models.TextField()
    parameters = models.JSONField(default=dict)
    leaves_out = models.BooleanField()

    class Meta:
        db_table = "import_problem"
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=tuple(PROBLEM_KINDS)),
                name="problems_of_imports_are_known",
            )
        ]
        indexes = [models.Index("file", "line", name="import_problem_by_line")]

    @property
    def sentence(self) -> str:
        """The problem in words, in the active language."""
        return in_words(self.kind, self.parameters)


class OldKey(models.Model):
    """Old key and its target. `length` is the number of events of its subject after the import, to detect
    later changes.
    """

    source = models.TextField()
    noun = models.TextField()
    key = models.TextField()
    subject = models.ForeignKey("events.Subject", models.PROTECT, related_name="+")
    part = models.BigIntegerField(null=True)  # the contact or site within the subject
    made = models.BooleanField(default=True)  # made by the import; false for a subject that existed before
    length = models.IntegerField(default=0)
    of = models.ForeignKey(Import, models.PROTECT, related_name="old_keys")
    taken_back_at = InstantField(null=True)

    class Meta:
        db_table = "import_old_key"
        constraints = [
            models.UniqueConstraint(
                fields=["source", "noun", "key"],
                condition=Q(taken_back_at__isnull=True),
                name="an_old_key_is_brought_in_once",
            )
        ]
        indexes = [
            models.Index("of", "noun", "id", name="brought_by_import"),
            models.Index("subject", name="brought_by_subject"),
        ]


class SavedMapping(models.Model):
    """Mapping of a table with this header, as a person last confirmed it."""

    signature = models.TextField(primary_key=True)
    noun = models.TextField()
    mapping = models.JSONField()
    formats = models.JSONField()
    answers = models.JSONField(default=dict)
    used_at = InstantField()

    class Meta:
        db_table = "import_mapping"
