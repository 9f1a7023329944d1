from django.urls import path

from datasets.views import data, imports

app_name = "datasets"
HERE = "organisations/<slug:slug>/data/"
ONE = HERE + "imports/<int:pk>/"
urlpatterns = [
    path(HERE, data.data, name="data"),
    path(HERE + "upload/", data.upload, name="upload"),
    path(ONE, imports.import_page, name="import"),
    path(ONE + "effect/", imports.effect, name="effect"),
    path(ONE + "progress/", imports.progress, name="progress"),
    path(ONE + "cancel/", imports.cancel, name="cancel"),
    path(ONE + "check/", imports.check_again, name="check"),
    path(ONE + "undo/", imports.undo, name="undo"),
    path(ONE + "rows/<int:number>.csv", imports.download_bad_rows, name="bad_rows"),
]
