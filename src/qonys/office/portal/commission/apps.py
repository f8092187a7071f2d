from django.apps import AppConfig


class CommissionPagesConfig(AppConfig):
    name = "qonys.office.portal.commission"
    label = "commission_pages"
