"""What the actions share: their calls, and the form of their responses."""
