"""A list of people as a school's own system wrote it: letters, tables, columns, words."""
