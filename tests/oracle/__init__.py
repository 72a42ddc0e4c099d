"""Measures compared with those of another program; scripts/oracle runs it."""
