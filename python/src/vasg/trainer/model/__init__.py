"""The VASG model: embedding table, decoder, encoder, and what they are trained on (section 3.2)."""
