from django.apps import AppConfig


class LinkageConfig(AppConfig):
    name = "qonys.office.registers.linkage"
    label = "linkage"
