from django.apps import AppConfig


class QualityConfig(AppConfig):
    name = "wellkept.quality"
    label = "quality"
