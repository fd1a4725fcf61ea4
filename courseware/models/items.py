"""Items and their immutable versions. A corrected item is a new version; answers keep what they saw."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

# Kinds of item and of ambiguity are written out in courseware.curriculum, which validates them on loading.


class Item(models.Model):
    """One item of a bank. `retired_at`: no longer asked; `sittings_only`: never used in practice."""

    bank = models.SlugField()
    slug = models.SlugField()
    retired_at = models.DateTimeField(null=True, blank=True)
    sittings_only = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["bank", "slug"], name="item_slug_once_per_bank")]

    def __str__(self) -> str:
        return f"{self.bank}/{self.slug}"


class ItemVersion(models.Model):
    """What a person sees (`body`) and what it is graded against (`key`, `rationale`, `factors`).

    `supersedes` is the version that an edit in the bank started from: whoever would be asked that one is asked this
    one instead. A version loaded from files supersedes nothing; the program's own version says which is asked.
    """

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    content_hash = models.CharField(max_length=64)
    kind = models.CharField(max_length=20)
    guideline = models.SlugField()
    domain = models.CharField(max_length=60, blank=True)
    body = models.JSONField()
    key = models.JSONField()
    rationale = models.TextField()
    factors = models.JSONField()
    difficulty = models.FloatField()
    intensity = models.PositiveSmallIntegerField(default=0)
    ambiguity = models.CharField(max_length=12, default="clear")
    # The slug of the item in the same bank that has the same key and structure at another intensity.
    twin = models.CharField(max_length=50, blank=True, default="")
    # What may be planted in it, by the slug of the bias; never sent to a browser as such.
    planted = models.JSONField(default=dict, blank=True)
    language = models.CharField(max_length=12, default="en")
    licence = models.CharField(max_length=40, default="MIT")
    provenance = models.CharField(max_length=200, default="authored")
    supersedes = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="successors")
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    change_note = models.CharField(max_length=300, blank=True, default="")
    # What the same and nearly the same texts are found by (courseware.likeness); empty for versions older than it.
    text_hash = models.BigIntegerField(null=True, blank=True, db_index=True)
    sketch = models.BinaryField(null=True, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["item", "number"], name="item_version_number_once"),
            models.UniqueConstraint(fields=["item", "content_hash"], name="item_version_content_once"),
            # Two people who edit the same version at once: the second is told, nobody's edit is lost in a fork.
            models.UniqueConstraint(
                fields=["supersedes"], condition=Q(supersedes__isnull=False), name="item_version_superseded_once"
            ),
            models.CheckConstraint(condition=Q(intensity__lte=5), name="item_intensity_0_to_5"),
            models.CheckConstraint(
                condition=Q(difficulty__gte=0) & Q(difficulty__lte=1), name="item_difficulty_0_to_1"
            ),
            models.CheckConstraint(
                condition=Q(ambiguity__in=["clear", "ambiguous", "undecided"]), name="item_ambiguity_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item} v{self.number}"


class GuidelineVersion(models.Model):
    """What the labels of a bank's items mean: `curriculum.Guideline` as plain data; the newest is in force."""

    bank = models.SlugField()
    slug = models.SlugField()
    number = models.PositiveIntegerField()
    content_hash = models.CharField(max_length=64)
    document = models.JSONField()
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bank", "slug", "number"], name="guideline_version_number_once"),
        ]

    def __str__(self) -> str:
        return f"{self.bank}/{self.slug} v{self.number}"


class Form(models.Model):
    """A set of items of one bank that is asked as a whole in a sitting."""

    class Purpose(models.TextChoices):
        BASELINE = "baseline", "Baseline"
        CHECKPOINT = "checkpoint", "Checkpoint"
        EXAM = "exam", "Final exam"
        RETAKE = "retake", "Retake"
        DRIFT = "drift", "Drift probe"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    bank = models.SlugField()
    name = models.CharField(max_length=80)
    purpose = models.CharField(max_length=10, choices=Purpose.choices)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["bank", "name"], name="form_name_once_per_bank")]

    def __str__(self) -> str:
        return f"{self.bank}: {self.name}"


class FormEntry(models.Model):
    """One item of a form. An item is in one form at most: forms never overlap."""

    form = models.ForeignKey(Form, on_delete=models.CASCADE, related_name="entries")
    item = models.OneToOneField(Item, on_delete=models.PROTECT, related_name="form_entry")
    position = models.PositiveIntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["form", "position"], name="form_position_once")]

    def __str__(self) -> str:
        return f"{self.item} in {self.form}"


class ItemImport(models.Model):
    """One file that operations uploaded: looked through first, stored only when they say so.

    The file lies under `stored_as` in the folder for imports until the import is stored or dropped. `report` is what
    looking through it found: counts, the rejected rows (row, column, reason), duplicates, and the first items.
    """

    class State(models.TextChoices):
        CHECKING = "checking", "Being looked through"
        CHECKED = "checked", "Looked through"
        STORING = "storing", "Being stored"
        STORED = "stored", "Stored"
        FAILED = "failed", "Could not be read"
        DROPPED = "dropped", "Dropped"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    bank = models.SlugField()
    format = models.CharField(max_length=20)
    options = models.JSONField(default=dict)
    file_name = models.CharField(max_length=200)
    stored_as = models.CharField(max_length=100, blank=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.CHECKING)
    skip_rejected = models.BooleanField(default=False)
    rows_done = models.PositiveIntegerField(default=0)
    report = models.JSONField(default=dict)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(finished_at__isnull=True) | Q(finished_at__gte=F("created_at")),
                name="item_import_finished_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.file_name} into {self.bank} ({self.state})"
