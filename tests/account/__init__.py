"""Tests of custom_components/dexcom_cgm/account."""
