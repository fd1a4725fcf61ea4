"""PURE: what a judgement may carry besides its choice: one file for each part, with one class."""

from training.activities.parts.base import Part, Parts

__all__ = ["Part", "Parts"]
