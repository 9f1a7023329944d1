from django.urls import path

from workshops.views import answers, decisions, join, programs, register, runs, sessions

app_name = "workshops"
urlpatterns = [
    path("join/", join.enter_code, name="join"),
    path("join/<str:code>/", join.join, name="join_session"),
    path("programs/", programs.show_all, name="programs"),
    path("programs/new/", programs.create, name="new_program"),
    path("programs/<int:program_id>/", programs.show, name="program"),
    path("programs/<int:program_id>/newest/", programs.take_newest, name="take_newest"),
    path("programs/<int:program_id>/people/", programs.people, name="people"),
    path("programs/<int:program_id>/people/<int:enrolment_id>/", programs.change_role, name="change_role"),
    path("programs/<int:program_id>/sessions/new/", sessions.create, name="new_session"),
    path("programs/<int:program_id>/register/", register.show, name="register"),
    path("sessions/<int:session_id>/", sessions.show, name="session"),
    path("sessions/<int:session_id>/join-code/", sessions.renew_code, name="renew_code"),
    path("sessions/<int:session_id>/data/", sessions.use_newest_data, name="use_newest_data"),
    path("runs/<int:run_id>/", runs.show, name="run"),
    path("runs/<int:run_id>/move/", runs.move, name="move"),
    path("runs/<int:run_id>/moved/", runs.moved, name="moved"),
    path("runs/<int:run_id>/answered/", runs.answered, name="answered"),
    path("runs/<int:run_id>/evidence/", runs.evidence, name="evidence"),
    path("runs/<int:run_id>/evidence/order/", runs.order, name="order_evidence"),
    path("runs/<int:run_id>/answers/<str:round_>/<str:key>/", answers.save, name="save_answer"),
    path("runs/<int:run_id>/decision/", decisions.show, name="decision"),
    path("runs/<int:run_id>/decision/draft/", decisions.save, name="save_decision"),
    path("runs/<int:run_id>/decision/dissent/", decisions.add_dissent, name="add_dissent"),
    path("runs/<int:run_id>/decision/chance/", decisions.state_probability, name="state_probability"),
    path("runs/<int:run_id>/decision/tripwire/", decisions.add_tripwire, name="add_tripwire"),
    path("runs/<int:run_id>/decision/action/", decisions.add_action, name="add_action"),
    path("runs/<int:run_id>/decision/remove/<str:kind>/<int:pk>/", decisions.remove, name="remove"),
    path("runs/<int:run_id>/decision/close/", decisions.close, name="close_decision"),
    path("actions/<int:action_id>/done/", register.mark, name="mark_action"),
]
