from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "wellkept.events"
    label = "events"
