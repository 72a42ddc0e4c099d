"""The glucose report: its data, files, URLs and page."""
