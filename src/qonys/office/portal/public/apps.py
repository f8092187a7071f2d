from django.apps import AppConfig


class PublicConfig(AppConfig):
    name = "qonys.office.portal.public"
    label = "public"
