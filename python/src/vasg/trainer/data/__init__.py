"""What a session trains on: uploaded tensors, walks, and the batches made of them."""
