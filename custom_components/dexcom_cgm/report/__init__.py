"""The glucose report: its data and its page."""
