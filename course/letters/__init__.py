"""Mail: what it says, and handing it over. Flask is not needed for either.

A folder per mail: `letter.py` has its dataclass and an example of it, `text.txt` what it says.
"""
