"""The reader: one carbon-peaking implementation plan in, records out.

Pure Python. Knows nothing of Dagster, pandas or the release; imports nothing else of this project.
"""
