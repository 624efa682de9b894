"""The tests, by floor.

`python3 -m tests` runs them all; tests/README.md says what there is to write them with.
"""
