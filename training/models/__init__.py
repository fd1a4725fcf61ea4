from training.models.attempts import Attempt, Response, Step
from training.models.corrections import Contest, Regrade

__all__ = ["Attempt", "Contest", "Regrade", "Response", "Step"]
