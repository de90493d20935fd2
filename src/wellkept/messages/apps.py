from django.apps import AppConfig


class MessagesConfig(AppConfig):
    name = "wellkept.messages"
    label = "carrying"  # "messages" is taken by django.contrib.messages
