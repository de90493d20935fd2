from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "wellkept.files"
    label = "files"
