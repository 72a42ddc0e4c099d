"""The identity, HTTP session, tokens and files of an account."""
