from django.apps import AppConfig


class ApplicantConfig(AppConfig):
    name = "qonys.office.portal.applicant"
    label = "applicant"
