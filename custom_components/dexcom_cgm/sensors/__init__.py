"""The sensors of the clinical measures."""
