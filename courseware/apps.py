from django.apps import AppConfig


class CoursewareConfig(AppConfig):
    name = "courseware"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Registers the permissions: a command or a worker never loads the views that would.
        from courseware import roles  # noqa: F401
