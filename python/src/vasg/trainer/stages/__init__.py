"""The two steps of section 3 as tasks for the loop."""
