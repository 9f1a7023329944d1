from django.urls import path

from reports.views import documents, handouts, sponsor

app_name = "reports"
urlpatterns = [
    path("sessions/<int:session_id>/documents/", documents.of_session, name="session"),
    path("sessions/<int:session_id>/documents/order/", documents.order, name="order"),
    path("programs/<int:program_id>/documents/", documents.of_program, name="program"),
    path("programs/<int:program_id>/documents/order/", documents.order_of_program, name="order_of_program"),
    path("programs/<int:program_id>/sponsor/", sponsor.show, name="sponsor"),
    path("outputs/<uuid:output_id>/", documents.download, name="download"),
    path("outputs/<uuid:output_id>/read/", sponsor.sign_off, name="sign_off"),
    path("curriculum/<int:number>/handouts/", handouts.of_module, name="handouts"),
    path("handouts/<uuid:handout_id>/", handouts.download, name="handout"),
]
