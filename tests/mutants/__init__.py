"""Small faults, planted one at a time, to see whether a test notices:

`python3 -m tests.mutants`.
"""
