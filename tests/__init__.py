"""Tests of the Dexcom CGM integration and of its sandbox."""
