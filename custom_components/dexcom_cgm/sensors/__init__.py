"""Sensors of clinical measures and of logged events."""
