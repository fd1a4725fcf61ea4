from training.models.attempts import Attempt, Response, Step
from training.models.corrections import Contest, Regrade
from training.models.drills import DrillRun, Ruling

__all__ = ["Attempt", "Contest", "DrillRun", "Regrade", "Response", "Ruling", "Step"]
