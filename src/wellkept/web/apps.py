from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "wellkept.web"
    label = "web"
