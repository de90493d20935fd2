from django.apps import AppConfig


class SolutionsConfig(AppConfig):
    name = "wellkept.solutions"
    label = "solutions"
