from django.urls import path

from accounts.views import sign_in

app_name = "accounts"
urlpatterns = [
    path("sign-in/<str:token>/", sign_in.use_sign_in_link, name="sign_in_link"),
]
