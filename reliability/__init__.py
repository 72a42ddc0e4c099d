"""Reliability tests: interrupt a real Home Assistant during token renewals."""
