"""What a command answers with when it cannot be followed."""


class Misuse(Exception):
    """An option or argument that cannot be followed; the message says what to write instead."""
