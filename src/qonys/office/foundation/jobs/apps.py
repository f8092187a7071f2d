from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "qonys.office.foundation.jobs"
    label = "jobs"
