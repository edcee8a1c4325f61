"""The path to attention: ten sections that a reader can take in order, with nothing missing."""

import re

from notebooks import ROOT, read

HOME = ROOT / "book" / "home.md"
NEXT = re.compile(r"^Next on the path to attention: \[[^]]+\]\((\S+)\)\.$", re.MULTILINE)


def listed():
    """The sections of the path, in the order of the home page."""
    path = HOME.read_text(encoding="utf-8").split("## A path to attention")[1].split("\n## ")[0]
    links = re.findall(r"^\d+\. \[[^]]+\]\((\S+)\)", path, re.MULTILINE)
    return [(HOME.parent / link).resolve() for link in links]


def test_each_section_leads_to_the_next():
    found = listed()
    assert len(found) == 11
    for here, after in zip(found, found[1:], strict=False):
        text = "\n".join(cell.source for cell in read(here).cells)
        links = NEXT.findall(text)
        assert [(here.parent / link).resolve() for link in links] == [after], here.name


def test_nothing_is_needed_before_it_was_read():
    read_so_far = []
    for here in listed():
        for need in read(here).metadata["mfai"]["needs"]:
            assert (here.parent / need["link"]).resolve() in read_so_far, f"{here.name}: {need}"
        read_so_far.append(here)
