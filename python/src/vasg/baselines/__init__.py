"""What the paper compares itself with: BPR-MF, VBPR, IBR, and the map from features to factors.

Trained by the same loop as VASG (`vasg.trainer.loop`), from samples that the client draws.
"""
