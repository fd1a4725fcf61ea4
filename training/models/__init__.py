from training.models.attempts import Attempt, Response, Step

__all__ = ["Attempt", "Response", "Step"]
