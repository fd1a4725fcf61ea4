"""The report as one file: nothing in it runs or asks for an address, everything from the labels' file is text."""

import re
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from assessments.label_audit import as_html, html_figures, html_tables
from assessments.label_audit.table import Problem
from tests.assessments.label_audit.tables import SMALL, SMALL_GOLD, audited, crowd, snow, table_of
from tests.assessments.label_audit.test_as_json import SPARSE

TAGS = '<script>alert(1)</script><img src=x onerror=alert(2)>"\'></title></style>{{ 7*7 }}{% now "Y" %}'
HOSTILE = [TAGS, "\u202eevil", "\x1b[31m", "\ud800", "]]><!--", "&lt;b&gt;"]
EMPTY_ELEMENTS = {"meta", "path", "circle", "rect"}
# All that the report is made of.
ELEMENTS = {
    "html", "head", "meta", "title", "style", "body", "main", "header", "section", "p", "h1", "h2", "h3", "a", "bdi",
    "dl", "div", "dt", "dd", "ul", "li", "strong", "figure", "figcaption", "details", "summary", "table", "caption",
    "span", "thead", "tbody", "tr", "th", "td", "svg", "desc", "path", "circle", "rect", "text",
}  # fmt: skip


class Outline(HTMLParser):
    """Elements with their attributes, the text outside <style>, and whether every element is closed."""

    def __init__(self, html):
        super().__init__()
        self.elements, self.open, self.text, self.style = [], [], "", ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if tag not in EMPTY_ELEMENTS:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if "style" in self.open:
            self.style += data
        else:
            self.text += data

    def all(self, *tags):
        return [attributes for tag, attributes in self.elements if tag in tags]


def outline(table):
    found = Outline(as_html.page(audited(table)))
    assert found.open == []
    return found


def plain(text):
    return " ".join(text.replace("\u00a0", " ").split())


@pytest.fixture(scope="module")
def full():
    return outline(crowd(items=400))


def test_it_names_the_file_and_says_what_is_in_it(full):
    text = plain(full.text)
    assert "labels.csv" in text
    assert "2,000 labels of 400 items by 12 annotators" in text
    assert "What these figures mean, and what they do not" in text


def test_the_figures_of_snow_2008():
    text = plain(outline(snow("rte")).text)
    for said in ("89.69 %", "92.75 %", "0.241", "46 items whose gold label is suspected"):
        assert said in text


def test_nothing_in_it_runs_or_asks_for_an_address(full):
    assert {tag for tag, _ in full.elements} <= ELEMENTS
    (policy,) = [meta["content"] for meta in full.all("meta") if meta.get("http-equiv") == "Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; style-src 'unsafe-inline'")
    for _, attributes in full.elements:
        assert not any(name.startswith("on") or name in ("src", "style") for name in attributes)
        assert attributes.get("href", "#").startswith("#")
    assert not re.search(r"url\(|@import|https?:|//", full.style.replace("/*", ""))


def test_everything_of_the_file_is_text():
    labels = [(f"i{n} {name}", name, HOSTILE[(n + place) % 6]) for n in range(8) for place, name in enumerate(HOSTILE)]
    gold = {f"i{n} {name}": HOSTILE[n % 6] for n in range(8) for name in HOSTILE}
    problems = tuple(Problem("duplicate", 3, name, f"item {name}") for name in HOSTILE)
    table = table_of(labels, gold, source="".join(HOSTILE), problems=problems)
    html = as_html.page(audited(table))
    html.encode("utf-8")
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069]", html)
    found = Outline(html)
    assert {tag for tag, _ in found.elements} <= ELEMENTS
    assert TAGS in found.text
    assert "&lt;b&gt;" in found.text
    assert "\\u202eevil" in found.text
    assert 'onerror=alert(2)"' not in html


@pytest.mark.parametrize("case", SPARSE)
def test_a_sparse_file_makes_a_report_too(case):
    found = outline(SPARSE[case])
    assert not re.search(r"\b(nan|None|inf)\b", found.text)
    assert "labels.csv" in found.text


def test_without_gold_it_says_so():
    text = plain(outline(table_of(SMALL)).text)
    assert "No item has a gold label." in text
    assert "Suspected" not in text


def test_every_table_has_a_caption_and_scopes(full):
    assert len(full.all("table")) == len(full.all("caption")) > 5
    assert all(head.get("scope") in ("row", "col") for head in full.all("th"))


def test_every_chart_is_named_described_and_a_table(full):
    charts = full.all("svg")
    assert len(charts) == len(full.all("figure")) == 4 + html_figures.MOST_DRIFTS
    identities = [attributes["id"] for _, attributes in full.elements if "id" in attributes]
    assert len(identities) == len(set(identities))
    for chart in charts:
        assert chart["role"] == "img"
        assert set(chart["aria-labelledby"].split()) <= set(identities)
    # A table of the same numbers for each, and one for each confusion that is opened out.
    assert len(full.all("details")) == len(charts) + 12


def test_headings_go_down_one_step_at_a_time(full):
    levels = [int(tag[1]) for tag, _ in full.elements if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_thousands_of_people_are_shown_in_part_and_it_says_which_part():
    labels = [(f"i{n % 50}", f"p{n}", "x" if n % 7 else "y") for n in range(2000)]
    found = outline(table_of(labels, {f"i{n}": "x" for n in range(50)}, rt_ms=range(1, 2001)))
    text = plain(found.text)
    assert f"{html_figures.MOST_DOTS} of 2,000 annotators" in text
    assert f"2,000 annotators, the first {html_tables.MOST_PEOPLE} shown" in text
    assert f"the {html_figures.MOST_POINTS} of 2,000 annotators with most labels" in text
    assert len(found.all("circle")) == html_figures.MOST_DOTS + html_figures.MOST_POINTS


def test_of_many_classes_those_are_shown_that_are_most_often_confused():
    labels = [(f"i{n}", who, f"class {n}") for n in range(20) for who in "ab"]
    labels += [("i3", who, "class 4") for who in "cde"] + [("i7", "c", "class 8")]
    audit = audited(table_of(labels, {f"i{n}": f"class {n}" for n in range(20)}))
    assert html_tables.gold_heat(audit) is None
    confused = html_tables.confusions_table(audit)
    assert confused.rows == (("class 3", "class 4", "3"), ("class 7", "class 8", "1"))
    assert "20 classes are too many" in plain(Outline(as_html.page(audit)).text)


def test_the_colours_are_the_site_s_own_and_follow_the_system(full):
    assert "--page: light-dark(" in full.style
    assert "color-scheme: light dark" in full.style
    used = set(re.findall(r"var\((--[a-z0-9-]+)\)", full.style))
    assert used <= set(re.findall(r"(--[a-z0-9-]+):", full.style))
    assert "@media print" in full.style


def test_two_reports_of_the_same_labels_are_the_same_file():
    assert as_html.page(audited(table_of(SMALL, SMALL_GOLD))) == as_html.page(audited(table_of(SMALL, SMALL_GOLD)))


def test_problems_are_listed_as_they_are():
    problems = (
        Problem("gold_conflict", 12, "gold", 'item "i1" has gold "x" here'),
        Problem("duplicate", None, None, "…"),
    )
    text = plain(outline(table_of(SMALL, SMALL_GOLD, problems=problems)).text)
    assert 'row 12, column gold: item "i1" has gold "x" here' in text
    assert "Doubtful in the file" in text
