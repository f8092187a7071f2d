from django.apps import AppConfig


class EmployersConfig(AppConfig):
    name = "qonys.office.registers.employers"
    label = "employers"
