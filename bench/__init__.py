"""What the integration costs, measured against the sandbox on this machine."""
