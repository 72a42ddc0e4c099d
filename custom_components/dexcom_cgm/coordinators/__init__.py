"""The coordinators that poll Dexcom, and what feeds them."""
