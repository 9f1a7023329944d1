"""A company's tables as the exercises read them: on a day, within a window."""
