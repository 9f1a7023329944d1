from django.urls import path

from assessments.views import papers, sittings

app_name = "assessments"
urlpatterns = [
    path("programs/<int:program_id>/papers/", papers.show, name="papers"),
    path("programs/<int:program_id>/papers/open/", papers.open_, name="open_paper"),
    path("programs/<int:program_id>/learning/<int:module>/", papers.learning, name="learning"),
    path("programs/<int:program_id>/learning/<int:module>/order/", papers.order, name="order_learning"),
    path("papers/<int:paper_id>/close/", papers.close, name="close_paper"),
    path("papers/<int:paper_id>/start/", papers.start, name="start_sitting"),
    path("sittings/<int:sitting_id>/", sittings.show, name="sitting"),
    path("sittings/<int:sitting_id>/finish/", sittings.finish, name="finish_sitting"),
    path("sittings/<int:sitting_id>/<str:item_id>/", sittings.item, name="item"),
    path("sittings/<int:sitting_id>/<str:item_id>/save/", sittings.save, name="save_response"),
]
