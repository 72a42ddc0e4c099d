"""Tests of the client of Dexcom's API."""
