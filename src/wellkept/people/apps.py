from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "wellkept.people"
    label = "people"
