"""PURE: Markdown -> HTML that is safe to show: an allow-list of elements and no scripts, styles or event handlers."""

from functools import lru_cache

import markdown
import nh3

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
