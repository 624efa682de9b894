"""Tests in a real Chromium, against a real server with the demo people in it."""
