"""Every form of the site by its rule: whose it is, how it is drawn, and what it answers when it is
right. A new form needs a line in the module of who sends it.
"""

from __future__ import annotations

from tests.web.http.forms import keeping, learning, meetings, reporting, training

FORMS = learning.FORMS | training.FORMS | keeping.FORMS | reporting.FORMS
FORMS |= meetings.FORMS
# the address says all there is to say, or a field of the form does, which the view checks
BY_ADDRESS = (
    *("<course>/begin", "<course>/opnieuw", "mijn-kennis/opfrissers"),
    *("instaptoets/begin", "meting/begin", "meting/overslaan"),
)
SAYS_ALL = {
    rule
    for rule in FORMS
    if not rule.startswith(("/leren/", "/trainen/uitgaven/", "/trainen/toetsvragen/"))
    or rule.endswith(BY_ADDRESS)
}
