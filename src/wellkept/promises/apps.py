from django.apps import AppConfig


class PromisesConfig(AppConfig):
    name = "wellkept.promises"
    label = "promises"
