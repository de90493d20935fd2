from django.apps import AppConfig


class BillingConfig(AppConfig):
    name = "wellkept.billing"
    label = "billing"
