"""For all tests: no timing is asserted, Hypothesis' own of each example included."""

from hypothesis import settings

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")
