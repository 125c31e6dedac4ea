"""Releases of a data package: how one is built, described, numbered, checked and made to exist."""
