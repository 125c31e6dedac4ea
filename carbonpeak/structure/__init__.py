"""Strings to outlines: lines joined, furniture dropped, headings found; what a plan says of itself."""
