"""Benchmarks of the integration against the local sandbox."""
