"""How fast the trainer is, beside what the device could do and beside the plainest code for the same work."""
