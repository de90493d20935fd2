from django.apps import AppConfig


class DuplicatesConfig(AppConfig):
    name = "wellkept.duplicates"
    label = "duplicates"
