from django.apps import AppConfig


class ResidenceConfig(AppConfig):
    name = "qonys.office.registers.residence"
    label = "residence"
