from django.apps import AppConfig


class EntitiesConfig(AppConfig):
    name = "wellkept.entities"
    label = "entities"
