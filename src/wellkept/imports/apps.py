from django.apps import AppConfig


class ImportsConfig(AppConfig):
    name = "wellkept.imports"
    label = "imports"
