"""What every store that keeps a deed once per submission token says when the token comes back with
something else.
"""

from __future__ import annotations


class OtherContentsError(Exception):
    """This submission was kept before with other contents: somebody went back and changed the form.

    Nothing was written. Show the form as it was sent, with a token of its own, and let them look
    again.
    """
