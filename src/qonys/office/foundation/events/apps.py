from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "qonys.office.foundation.events"
    label = "events"
