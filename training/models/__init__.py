from training.models.abilities import Ability, ItemDifficulty
from training.models.attempts import Attempt, Response, Step
from training.models.care import CarePolicy, ContactRequest, ContentReport
from training.models.corrections import Contest, Regrade
from training.models.drills import DrillRun, Ruling
from training.models.exposure import ExposureEntry, ExposureRest, TierConsent
from training.models.wellbeing import Erasure, MoodCheck, MoodWeek

__all__ = [
    "Ability",
    "Attempt",
    "CarePolicy",
    "ContactRequest",
    "ContentReport",
    "Contest",
    "DrillRun",
    "Erasure",
    "ExposureEntry",
    "ExposureRest",
    "ItemDifficulty",
    "MoodCheck",
    "MoodWeek",
    "Regrade",
    "Response",
    "Ruling",
    "Step",
    "TierConsent",
]
