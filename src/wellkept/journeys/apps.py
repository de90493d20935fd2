from django.apps import AppConfig


class JourneysConfig(AppConfig):
    name = "wellkept.journeys"
    label = "journeys"
