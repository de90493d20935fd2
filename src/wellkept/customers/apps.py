from django.apps import AppConfig


class CustomersConfig(AppConfig):
    name = "wellkept.customers"
    label = "customers"
