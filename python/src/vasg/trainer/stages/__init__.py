"""The two steps of section 3, and the autoencoder that may come before them, as tasks for the loop."""
