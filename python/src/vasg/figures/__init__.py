"""What the figures of the report need from scientific Python."""
