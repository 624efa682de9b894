"""People who do not exist, at schools that do not exist, and what they did in the past eight
weeks.
"""
