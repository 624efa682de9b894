"""Backups: taking them while people work, checking them, thinning them out, and putting one
back.
"""
