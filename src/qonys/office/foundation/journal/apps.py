from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "qonys.office.foundation.journal"
    label = "journal"
