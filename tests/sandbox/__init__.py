"""Tests for the sandbox."""
