from django.apps import AppConfig


class DeliveryConfig(AppConfig):
    name = "wellkept.delivery"
    label = "delivery"
