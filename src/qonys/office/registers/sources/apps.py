from django.apps import AppConfig


class SourcesConfig(AppConfig):
    name = "qonys.office.registers.sources"
    label = "sources"
