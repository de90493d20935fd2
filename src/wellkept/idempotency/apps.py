from django.apps import AppConfig


class IdempotencyConfig(AppConfig):
    name = "wellkept.idempotency"
    label = "idempotency"
