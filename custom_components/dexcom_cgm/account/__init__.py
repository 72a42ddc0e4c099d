"""What identifies an account and what it keeps on disk: session, tokens, files."""
