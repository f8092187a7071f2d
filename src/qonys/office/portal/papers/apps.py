from django.apps import AppConfig


class PapersConfig(AppConfig):
    name = "qonys.office.portal.papers"
    label = "papers"
