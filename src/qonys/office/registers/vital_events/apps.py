from django.apps import AppConfig


class VitalEventsConfig(AppConfig):
    name = "qonys.office.registers.vital_events"
    label = "vital_events"
