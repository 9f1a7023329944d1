"""The worked case of an exercise, read as its users read it."""


def says(file, words):
    """Whether the text has these words, wherever its lines break."""
    return words in " ".join(file.body["Worked case"].split())


def cells_of(file):
    """Its table: the head first, then the rows, cells stripped."""
    lines = [line for line in file.body["Worked case"].split("\n") if line.startswith("|")]
    head, _, *rows = ([cell.strip() for cell in line.strip("|").split("|")] for line in lines)
    return [head, *rows]
