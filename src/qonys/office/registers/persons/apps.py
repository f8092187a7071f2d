from django.apps import AppConfig


class PersonsConfig(AppConfig):
    name = "qonys.office.registers.persons"
    label = "persons"
