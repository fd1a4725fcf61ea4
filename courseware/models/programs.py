"""A program as loaded from files: immutable versions, so that a past attempt keeps what it was made from."""

from django.db import models


class Program(models.Model):
    slug = models.SlugField(unique=True)

    def __str__(self) -> str:
        return self.slug


class ProgramVersion(models.Model):
    """One loaded state of a program's files. `document` is `curriculum.Program` as plain data."""

    program = models.ForeignKey(Program, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    content_hash = models.CharField(max_length=64)
    document = models.JSONField()
    loaded_at = models.DateTimeField()
    items: models.ManyToManyField = models.ManyToManyField("courseware.ItemVersion", related_name="program_versions")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["program", "number"], name="program_version_number_once"),
            models.UniqueConstraint(fields=["program", "content_hash"], name="program_version_content_once"),
        ]

    def __str__(self) -> str:
        return f"{self.program} v{self.number}"
