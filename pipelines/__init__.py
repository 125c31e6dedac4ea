"""When and where the pipeline runs, and how a release is made: definitions, jobs, automation, resources, command line.

Nothing else of the project imports this package.
"""
