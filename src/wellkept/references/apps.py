from django.apps import AppConfig


class ReferencesConfig(AppConfig):
    name = "wellkept.references"
    label = "references"
