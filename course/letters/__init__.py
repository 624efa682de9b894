"""Mail: what it says, and handing it over. Flask is not needed for either."""
