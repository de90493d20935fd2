from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "wellkept.api"
    label = "api"
