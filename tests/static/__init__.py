"""Checks of what is written in files, without setting anything up."""
