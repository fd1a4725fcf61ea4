"""Markdown in text that people judge: shown as it is meant, without anything going missing."""

import pytest

from courseware.markup import render_judged


@pytest.mark.parametrize(
    "text",
    [
        "Plain.",
        "Two lines\nof one paragraph.\n\nAnd another: 2 * 3 < 7 & 1 > 0.",
        "#tag, snake_case_name and a_b",
        "3*4 + 5*6 = 42, and a*b*c",
        "Use <div> for that, or <script>.",
        "See [the page](https://example.org) or <https://example.org>.",
        "![a picture](https://example.org/x.png)",
        "[id]: https://example.org",
        "=SUMIF(B2:B40, \">100\")",
        "",
    ],
)  # fmt: skip
def test_what_is_nothing_but_paragraphs_stays_as_it_is(text: str):
    assert render_judged(text) is None


@pytest.mark.parametrize(
    ("text", "html"),
    [
        (
            "```python\nif a < b:\n    print('<b>')\n```",
            "<pre><code>if a &lt; b:\n    print('&lt;b&gt;')\n</code></pre>",
        ),
        ("Call `f(<x>)`.", "<p>Call <code>f(&lt;x&gt;)</code>.</p>"),
        ("**Now**\nor *never*", "<p><strong>Now</strong><br>\nor <em>never</em></p>"),
        ("# Title", "<h2>Title</h2>"),
        ("3. three\n4. four", '<ol start="3">\n<li>three</li>\n<li>four</li>\n</ol>'),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
    ],
)
def test_code_lists_and_emphasis_are_shown_as_such(text: str, html: str):
    assert render_judged(text) == html


def test_tables_are_tables():
    assert "<td>1</td>" in (render_judged("|a|b|\n|-|-|\n|1|2|") or "")


def test_links_and_html_in_it_are_text():
    html = render_judged("**See** [the page](https://example.org) and <b>this</b>") or ""
    assert html == "<p><strong>See</strong> [the page](https://example.org) and &lt;b&gt;this&lt;/b&gt;</p>"
