from django.urls import include, path

from config import views

handler500 = "config.views.server_error"
urlpatterns = [
    path("", views.home, name="home"),
    path("healthz", views.healthz, name="healthz"),
    path("styleguide/", views.styleguide, name="styleguide"),
    path("accounts/", include("allauth.account.urls")),
    path("", include("accounts.urls")),
    path("jobs/", include("jobs.urls")),
    path("", include("curriculum.urls")),
    path("", include("datasets.urls")),
    path("", include("workshops.urls")),
    path("", include("assessments.urls")),
    path("", include("reports.urls")),
]
