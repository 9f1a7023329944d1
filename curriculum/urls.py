from django.urls import path

from curriculum import views

app_name = "curriculum"
urlpatterns = [
    path("curriculum/", views.book, name="book"),
    path("curriculum/<int:number>/", views.module, name="module"),
    path("curriculum/exercise/<str:key>/", views.exercise, name="exercise"),
]
