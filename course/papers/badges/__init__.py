"""A certificate as data that others can check without us: Open Badges 3.0 (W3C Verifiable
Credentials 2.0), signed with Ed25519 as `eddsa-rdfc-2022` says.
"""
