from django.apps import AppConfig


class VoiceConfig(AppConfig):
    name = "wellkept.voice"
    label = "voice"
