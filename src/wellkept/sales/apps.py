from django.apps import AppConfig


class SalesConfig(AppConfig):
    name = "wellkept.sales"
    label = "sales"
