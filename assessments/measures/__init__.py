"""Scoring formulas: arrays in, plain values or frozen dataclasses out; no Django, no clock."""
