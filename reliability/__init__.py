"""Reliability tests of the login: a real Home Assistant, disturbed while it renews it."""
