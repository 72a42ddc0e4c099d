"""Tests of the cards' registration and subscription."""
