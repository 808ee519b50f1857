"""The loop around an optimiser step, the same for every stage: progress, looks, checkpoints, stopping."""
