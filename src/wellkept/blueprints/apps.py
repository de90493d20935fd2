from django.apps import AppConfig


class BlueprintsConfig(AppConfig):
    name = "wellkept.blueprints"
    label = "blueprints"
