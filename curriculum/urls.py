from django.urls import path

from curriculum.views import book, tailoring

app_name = "curriculum"
OWN = "organisations/<slug:slug>/curriculum/"
urlpatterns = [
    path("curriculum/", book.book, name="book"),
    path("curriculum/<int:number>/", book.module, name="module"),
    path("curriculum/exercise/<str:key>/", book.exercise, name="exercise"),
    path(OWN, tailoring.tailor, name="tailor"),
    path(OWN + "files/<str:key>/", tailoring.tailor_file, name="tailor_file"),
    path(OWN + "add/", tailoring.add, name="tailor_add"),
    path(OWN + "files/<str:key>/remove/", tailoring.remove, name="tailor_remove"),
    path(OWN + "preview/", tailoring.preview, name="tailor_preview"),
    path(OWN + "publish/", tailoring.publish, name="tailor_publish"),
    path(OWN + "discard/", tailoring.discard, name="tailor_discard"),
    path(OWN + "versions/<int:version>/", tailoring.take_version, name="tailor_take"),
]
