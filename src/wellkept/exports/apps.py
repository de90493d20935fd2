from django.apps import AppConfig


class ExportsConfig(AppConfig):
    name = "wellkept.exports"
    label = "exports"
