from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "wellkept.notices"
    label = "notices"
