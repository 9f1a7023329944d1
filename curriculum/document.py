"""A content file taken apart: YAML front matter of which every value knows its line, and Markdown sections."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Self

import yaml

from curriculum.problems import Fault, Loc

FENCE = "---"
HEADING = re.compile(r"##\s+(.+?)\s*#*\s*$")


@dataclass(frozen=True)
class Section:
    """What stands under one `## ` heading; `line` is that of the heading."""

    heading: str
    line: int
    text: str

    def lines(self) -> Iterator[tuple[int, str]]:
        """Its lines, numbered as in the file."""
        return enumerate(self.text.split("\n"), start=self.line + 1)


@dataclass(frozen=True)
class Document:
    """data: the front matter as plain values. node: the same as YAML nodes, which know their lines."""

    text: str
    data: dict[str, Any]
    node: yaml.MappingNode
    sections: tuple[Section, ...]

    def line_of(self, loc: Loc) -> int:
        """The line of the value at `loc`; of the nearest thing around it where that is missing."""
        node: yaml.Node = self.node
        line = 1
        for step in loc:
            if (found := child(node, step)) is not None:
                marker, node = found
                line = marker.start_mark.line + 2  # marks count from 0, and the fence is a line of its own
        return line

    @classmethod
    def of_body(cls, body: Mapping[str, str]) -> Self:
        """The sections alone, of a file that is no text any more: its lines are not known."""
        return cls("", {}, yaml.MappingNode("", []), tuple(Section(name, 1, text) for name, text in body.items()))

    def section(self, heading: str) -> Section | None:
        return next((section for section in self.sections if section.heading == heading), None)


def child(node: yaml.Node, step: str | int) -> tuple[yaml.Node, yaml.Node] | None:
    """The node to point at and the value below `step`; None where there is none, such as for a tag of a union."""
    if isinstance(node, yaml.MappingNode):
        return next(((key, value) for key, value in node.value if key.value == str(step)), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        return node.value[step], node.value[step]
    return None


class Unreadable(Exception):
    """The file has no front matter that could be checked; `faults` say why."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__(faults[0].message)
        self.faults = faults


def take_apart(text: str) -> Document:
    """The file's front matter and sections. Raises Unreadable."""
    lines = text.split("\n")
    if lines[0].rstrip() != FENCE:
        raise Unreadable(Fault("no_front_matter", "the first line must be ---, with the front matter under it", line=1))
    ends = [number for number, line in enumerate(lines) if number and line.rstrip() == FENCE]
    if not ends:
        raise Unreadable(Fault("no_front_matter", "the front matter has no closing ---", line=1))
    node, data = read_yaml("\n".join(lines[1 : ends[0]]) + "\n")
    return Document(text, data, node, tuple(split_sections(lines, first=ends[0] + 1)))


class Loader(yaml.CSafeLoader):
    """Days stay text: the schema says which fields are days, and in which line one is wrong."""

    yaml_implicit_resolvers = {  # noqa: RUF012 - as the parent class declares it
        first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


def read_yaml(source: str) -> tuple[yaml.MappingNode, dict[str, Any]]:
    loader = Loader(source)
    try:
        node = loader.get_single_node()
        if not isinstance(node, yaml.MappingNode):
            raise Unreadable(Fault("not_a_mapping", "the front matter must be `key: value` lines", line=2))
        join_commas(node)
        if faults := tuple(repeated_keys(node)):
            raise Unreadable(*faults)
        return node, loader.construct_document(node)
    except yaml.YAMLError as error:
        raise Unreadable(yaml_fault(error)) from error
    finally:
        loader.dispose()


def join_commas(node: yaml.Node) -> None:
    """Mends `{is: Mean of the splits, per round}`, which YAML reads as a text and a key "per round" without a value.

    No field of ours may be without a value, so nothing else can be meant.
    """
    if isinstance(node, yaml.SequenceNode):
        for item in node.value:
            join_commas(item)
    if isinstance(node, yaml.MappingNode):
        pairs: list[tuple[yaml.Node, yaml.Node]] = []
        for key, value in node.value:
            if node.flow_style and pairs and is_absent(value) and isinstance(pairs[-1][1], yaml.ScalarNode):
                pairs[-1] = (pairs[-1][0], joined(pairs[-1][1], key))
            else:
                join_commas(value)
                pairs.append((key, value))
        node.value = pairs


def is_absent(value: yaml.Node) -> bool:
    """No value at all, not even `null`."""
    return isinstance(value, yaml.ScalarNode) and value.value == "" and not value.style


def joined(text: yaml.ScalarNode, more: yaml.Node) -> yaml.ScalarNode:
    return yaml.ScalarNode("tag:yaml.org,2002:str", f"{text.value}, {more.value}", text.start_mark, more.end_mark)


def yaml_fault(error: yaml.YAMLError) -> Fault:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    reason = getattr(error, "problem", None) or "cannot be read"
    return Fault("bad_yaml", f"{reason}; a text with a colon or quotes in it needs quotes around it",
                 line=mark.line + 2 if mark else 2)  # fmt: skip


def repeated_keys(node: yaml.Node) -> Iterator[Fault]:
    """YAML lets a later key win in silence; here it is a mistake."""
    if isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from repeated_keys(item)
    if isinstance(node, yaml.MappingNode):
        seen = set()
        for key, value in node.value:
            if key.value in seen:
                yield Fault("repeated_key", f"{key.value} stands here twice", line=key.start_mark.line + 2)
            seen.add(key.value)
            yield from repeated_keys(value)


def split_sections(lines: list[str], first: int) -> Iterator[Section]:
    """Sections by their `## ` headings, those inside a code fence excepted. Text before the first is left out."""
    heads = []
    fenced = False
    for number, line in enumerate(lines[first:], start=first):
        fenced ^= line.startswith("```")
        if not fenced and (match := HEADING.match(line)):
            heads.append((number, match[1]))
    ends = [number for number, _ in heads[1:]] + [len(lines)]
    for (number, heading), end in zip(heads, ends, strict=True):
        yield Section(heading, number + 1, "\n".join(lines[number + 1 : end]).rstrip())
