from django.apps import AppConfig


class VisitsConfig(AppConfig):
    name = "wellkept.visits"
    label = "visits"
