"""Standards of the field from libraries of others, to hold our models against: `python -m vasg.peers`.

Reads top to bottom as `__main__` -> `choose` -> `ease`, `item_knn`, `als` -> `purchases`, `warm_auc`.
Shapes: U users, W warm products (those with a training purchase, in the order of their index), C users at a
time, F factors.
"""
