"""VASG, the visually aware skip-gram: the side that trains in PyTorch."""

__version__ = "0.1.0"
