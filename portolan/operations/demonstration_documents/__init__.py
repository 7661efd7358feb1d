"""Long documents of the invented network: a profile at every stage, one of them complete, and shorter texts."""
