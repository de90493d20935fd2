from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "wellkept.exchange"
    label = "exchange"
