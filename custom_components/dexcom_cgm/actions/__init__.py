"""Validation of action calls and serialization of their responses."""
