from workshops.models.answer import Answer, LateText, Reveal, Round, Worksheet
from workshops.models.decision import Action, Decision, Dissent, DraftRevision, Probability, Tripwire
from workshops.models.evidence import Evidence
from workshops.models.program import Enrolment, Program, Run, Session, StrategicObjective
from workshops.models.scenario import Scenario

__all__ = [
    "Action",
    "Answer",
    "Decision",
    "Dissent",
    "DraftRevision",
    "Enrolment",
    "Evidence",
    "LateText",
    "Probability",
    "Program",
    "Reveal",
    "Round",
    "Run",
    "Scenario",
    "Session",
    "StrategicObjective",
    "Tripwire",
    "Worksheet",
]
