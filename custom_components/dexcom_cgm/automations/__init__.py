"""What triggers, conditions and the chat tools share."""
