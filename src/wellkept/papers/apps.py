from django.apps import AppConfig


class PapersConfig(AppConfig):
    name = "wellkept.papers"
    label = "papers"
