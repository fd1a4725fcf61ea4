"""PURE: Markdown -> HTML that is safe to show: an allow-list of elements and no scripts, styles or event handlers."""

import re
from functools import lru_cache
from typing import Any

import markdown
import nh3
from markdown.inlinepatterns import SimpleTextInlineProcessor

TAGS = {
    "a", "blockquote", "br", "code", "em", "h2", "h3", "h4", "hr", "li", "ol", "p", "pre", "strong", "table", "tbody",
    "td", "th", "thead", "tr", "ul",
}  # fmt: skip


@lru_cache(maxsize=256)
def render(text: str) -> str:
    """Sanitised HTML. Headings start at level 2, since every page has its own level 1."""
    html = markdown.markdown(text, extensions=["tables", "sane_lists"], output_format="html")
    html = html.replace("<h1>", "<h2>").replace("</h1>", "</h2>")
    return nh3.clean(html, tags=TAGS, attributes={"a": {"href"}}, url_schemes={"http", "https", "mailto"})


# What text to be judged may become: links and pictures would lead away or load, and stay as they are written.
JUDGED_TAGS = TAGS - {"a"}
_LEADING_AWAY = ("link", "reference", "image_link", "image_reference", "short_reference", "short_image_ref", "autolink",
                 "automail")  # fmt: skip
_PARAGRAPHS_ONLY = re.compile(r"(?:</?p>|<br ?/?>|[^<])*")


@lru_cache(maxsize=1024)
def render_judged(text: str) -> str | None:
    """Text that people judge, as its Markdown means it: code, lists, tables, emphasis, line breaks as they are.

    None where that is nothing but paragraphs: it is then shown as it stands. Nothing that is said goes missing: HTML in
    it is text like any other, and so are links with their addresses.
    """
    html = _judged_markdown().convert(text)
    if _PARAGRAPHS_ONLY.fullmatch(html):
        return None
    html = html.replace("<h1>", "<h2>").replace("</h1>", "</h2>")
    return nh3.clean(html, tags=JUDGED_TAGS, attributes={"ol": {"start"}})


def _judged_markdown() -> markdown.Markdown:
    converter = markdown.Markdown(extensions=["fenced_code", "tables", "sane_lists", "nl2br"], output_format="html")
    converter.preprocessors.deregister("html_block")
    converter.parser.blockprocessors.deregister("reference")
    for pattern in ("html", *_LEADING_AWAY):
        converter.inlinePatterns.deregister(pattern)
    # In "3*4 + 5*6" the asterisks stand for themselves. Before emphasis, after code and escapes.
    converter.inlinePatterns.register(SimpleTextInlineProcessor(r"((?<=\w)\*(?=\w))"), "times", 75)
    # A heading has a space after its signs: "#tag" is a word.
    heading: Any = converter.parser.blockprocessors["hashheader"]
    heading.RE = re.compile(r"(?:^|\n)(?P<level>#{1,6})[ \t]+(?P<header>(?:\\.|[^\\])*?)#*(?:\n|$)")
    return converter
