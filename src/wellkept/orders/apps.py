from django.apps import AppConfig


class OrdersConfig(AppConfig):
    name = "wellkept.orders"
    label = "orders"
