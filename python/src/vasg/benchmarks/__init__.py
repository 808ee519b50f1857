"""How fast the trainer is, beside what the device could do and beside the plainest code for the same work."""

# Says how threads wait, before anything loads PyTorch.
import vasg.trainer  # noqa: F401
