"""The sample program: invented people who answer, decide and disagree about the sample company."""
