from django.apps import AppConfig


class MailboxesConfig(AppConfig):
    name = "wellkept.mailboxes"
    label = "mailboxes"
