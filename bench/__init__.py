"""How quick we are beside a bare Flask view on the same server:

`python3 -m bench`. See README.md.
"""
