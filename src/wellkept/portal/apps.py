from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "wellkept.portal"
    label = "portal"
