"""Tests of custom_components/dexcom_cgm/long_term_statistics."""
