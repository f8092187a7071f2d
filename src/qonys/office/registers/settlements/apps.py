from django.apps import AppConfig


class SettlementsConfig(AppConfig):
    name = "qonys.office.registers.settlements"
    label = "settlements"
