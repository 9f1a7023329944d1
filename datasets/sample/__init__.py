"""The sample company: invented tables with planted effects, see README.md beside this file."""
