"""What `flask worker` does: the loop, and a module for each subject of its work.

A kind of work is a function with `@job("kind")` in a module of this folder, which is found by
itself; who wants it done calls `store.messages.jobs.queue`.
"""
