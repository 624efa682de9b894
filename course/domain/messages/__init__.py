"""Rules about what is done and sent while nobody waits for it."""
