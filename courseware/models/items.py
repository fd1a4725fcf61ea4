"""Items and their immutable versions. A corrected item is a new version; answers keep what they saw."""

from django.db import models

# Kinds of item and of ambiguity are written out in courseware.curriculum, which validates them on loading.


class Item(models.Model):
    bank = models.SlugField()
    slug = models.SlugField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["bank", "slug"], name="item_slug_once_per_bank")]

    def __str__(self) -> str:
        return f"{self.bank}/{self.slug}"


class ItemVersion(models.Model):
    """What a person sees (`body`) and what it is graded against (`key`, `rationale`, `factors`)."""

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
    language = models.CharField(max_length=12, default="en")
    licence = models.CharField(max_length=40, default="MIT")
    provenance = models.CharField(max_length=200, default="authored")
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["item", "number"], name="item_version_number_once"),
            models.UniqueConstraint(fields=["item", "content_hash"], name="item_version_content_once"),
            models.CheckConstraint(condition=models.Q(intensity__lte=5), name="item_intensity_0_to_5"),
            models.CheckConstraint(
                condition=models.Q(difficulty__gte=0) & models.Q(difficulty__lte=1), name="item_difficulty_0_to_1"
            ),
            models.CheckConstraint(
                condition=models.Q(ambiguity__in=["clear", "ambiguous", "undecided"]), name="item_ambiguity_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item} v{self.number}"
