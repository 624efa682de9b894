"""Every SELECT and every INSERT of the application."""
