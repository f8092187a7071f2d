from django.apps import AppConfig


class HouseholdsConfig(AppConfig):
    name = "qonys.office.registers.households"
    label = "households"
