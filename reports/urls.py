from django.urls import path

from reports.views import documents

app_name = "reports"
urlpatterns = [
    path("sessions/<int:session_id>/documents/", documents.show, name="session"),
    path("sessions/<int:session_id>/documents/order/", documents.order, name="order"),
    path("outputs/<uuid:output_id>/", documents.download, name="download"),
]
