from assessments.models.biases import BiasTally, JudgementProfile
from assessments.models.certificates import Certificate, Revocation, SigningKey
from assessments.models.decisions import Decision
from assessments.models.policies import PolicyVersion
from assessments.models.rationales import RationaleGrade
from assessments.models.reactivity import ReactivityProfile
from assessments.models.reviews import Adjudication, Rescoring, Review
from assessments.models.scores import Score
from assessments.models.standings import Standing

__all__ = [
    "Adjudication",
    "BiasTally",
    "Certificate",
    "Decision",
    "JudgementProfile",
    "PolicyVersion",
    "RationaleGrade",
    "ReactivityProfile",
    "Rescoring",
    "Review",
    "Revocation",
    "Score",
    "SigningKey",
    "Standing",
]
