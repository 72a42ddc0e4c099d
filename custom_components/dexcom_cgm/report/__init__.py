"""The glucose report as a page, and readings and events as CSV files."""
