from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "wellkept.intake"
    label = "intake"
