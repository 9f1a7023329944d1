from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """The project's own app: system checks and the pages that belong to none of the others."""

    name = "config"

    def ready(self) -> None:
        from config import checks  # noqa: F401 - registers them
