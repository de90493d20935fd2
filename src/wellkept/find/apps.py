from django.apps import AppConfig


class FindConfig(AppConfig):
    name = "wellkept.find"
    label = "find"
