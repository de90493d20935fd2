from django.apps import AppConfig


class GateConfig(AppConfig):
    name = "wellkept.gate"
    label = "gate"
