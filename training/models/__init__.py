from training.models.abilities import Ability, ItemDifficulty
from training.models.attempts import Attempt, Response, Step
from training.models.corrections import Contest, Regrade
from training.models.drills import DrillRun, Ruling

__all__ = ["Ability", "Attempt", "Contest", "DrillRun", "ItemDifficulty", "Regrade", "Response", "Ruling", "Step"]
