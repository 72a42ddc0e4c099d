"""Long-term statistics at the time of measurement, written to the recorder."""
