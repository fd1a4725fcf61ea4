"""Figures for plotly: the numbers they carry, the words beside them, and what loads plotly at all."""

import json
import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from assessments.catalog import MEASURES
from assessments.charts import Dot, Visit, gate_figure, trajectory_figure
from assessments.domain.cohort_table import cohort_table
from assessments.domain.figures import cohort_figures, trajectory_figures
from assessments.domain.score_rows import score_rows
from assessments.gates import Gate, Verdict
from assessments.models import Score
from courseware.domain.programs import program_of
from tests.clients import signed_in, text_of
from tests.people import People
from tests.practised import practise

ROOT = Path(__file__).resolve().parents[2]
GATE = Gate("accuracy", "Labels agree", "accuracy_clear", "sprt", 0.7, 0.88, 0.05, 0.1, 1, 50, "because")
DOTS = [
    Dot("Ada", 0.92, 0.82, 0.97, Verdict.PASS),
    Dot("Bo", 0.55, 0.40, 0.69, Verdict.FAIL),
    Dot("A very long name that would push the plot away", 0.80, 0.60, 0.92, Verdict.CONTINUE),
]
COLOUR = re.compile(r"^(#|rgb|hsl|(black|white|red|green|blue)$)")


def colours(value) -> list[str]:
    """Every text in the figure that is a colour, but for plain transparency."""
    if isinstance(value, dict):
        return [found for entry in value.values() for found in colours(entry)]
    if isinstance(value, list):
        return [found for entry in value for found in colours(entry)]
    return [value] if isinstance(value, str) and COLOUR.match(value) and value != "rgba(0,0,0,0)" else []


@pytest.fixture
def figure():
    return gate_figure(GATE, MEASURES["accuracy_clear"], DOTS)


def test_every_estimate_is_drawn_with_its_interval_in_per_cent(figure):
    drawn = {}
    for trace in figure["data"]:
        bars = trace["error_x"]
        for x, above, below in zip(trace["x"], bars["array"], bars["arrayminus"], strict=True):
            drawn[round(x)] = (round(x - below), round(x + above))
    assert drawn == {92: (82, 97), 55: (40, 69), 80: (60, 92)}


def test_verdicts_differ_by_shape_and_name_not_by_colour_alone(figure):
    assert [trace["name"] for trace in figure["data"]] == ["Passed", "Undecided", "Not passed"]
    assert len({trace["marker"]["symbol"] for trace in figure["data"]}) == 3


def test_the_cut_the_region_and_the_units_are_there(figure):
    shapes = figure["layout"]["shapes"]
    assert {(shape["x0"], shape["x1"]) for shape in shapes} == {(70.0, 88.0), (79.0, 79.0)}
    assert figure["layout"]["annotations"][0]["text"] == "cut 79\u00a0%"
    axis = figure["layout"]["xaxis"]
    assert axis["title"]["text"] == "Accuracy on clear gold"
    assert axis["ticksuffix"] == "\u00a0%"


def test_long_names_are_cut_on_the_axis_and_whole_beside_the_point(figure):
    assert max(len(name) for name in figure["layout"]["yaxis"]["ticktext"]) <= 22
    assert any(DOTS[2].name in text for trace in figure["data"] for text in trace["text"])


def test_colours_are_tokens_so_that_both_themes_can_put_theirs_in(figure):
    assert "var(--ink)" in json.dumps(figure)
    assert colours(figure) == []


def test_a_trajectory_has_a_line_for_each_kind_in_the_reader_s_zone():
    zone = ZoneInfo("Asia/Tokyo")
    at = [datetime(2026, 1, day, 20, 0, tzinfo=UTC).astimezone(zone) for day in (5, 6, 6)]
    visits = [
        Visit(at[0], "Day 1", "Labels", 0.8, 0.5, 0.9),
        Visit(at[1], "Day 2", "Labels", 0.9, 0.6, 1.0),
        Visit(at[2], "Day 2", "Pairs", 0.7, None, None),
    ]
    figure = trajectory_figure(MEASURES["accuracy"], visits)
    labels, pairs = figure["data"]
    assert (labels["name"], pairs["name"]) == ("Labels", "Pairs")
    assert labels["x"] == ["2026-01-06T05:00", "2026-01-07T05:00"]
    assert pairs["error_y"]["array"] == [0.0]
    assert figure["layout"]["xaxis"]["title"]["text"] == "Date (JST)"
    assert figure["layout"]["showlegend"] is True
    assert colours(figure) == []


def test_the_cohort_has_a_figure_for_every_gate_that_something_is_known_of(people: People):
    practise(people.enrolment, 2)
    figures = cohort_figures(cohort_table(people.cohort, now=datetime(2026, 1, 8, tzinfo=UTC)))
    assert {figure.id for figure in figures} >= {"gate-accuracy", "gate-attention", "gate-confidence"}
    for figure in figures:
        assert [row[0] for row in figure.rows] == ["Tara Trainee"]
        assert "of 1 trainees" not in figure.words
        json.dumps(figure.json)


def test_a_trainee_has_a_figure_for_every_measure_with_a_history(people: People):
    practise(people.enrolment, 2)
    rows = score_rows(Score.objects.filter(attempt__enrolment=people.enrolment))
    program = program_of(people.version.pk)
    figures = trajectory_figures(rows, program, UTC)
    assert [figure.id for figure in figures] == ["measure-sart_d_prime", "measure-accuracy", "measure-overconfidence"]
    assert [row[0] for row in figures[0].rows] == ["Day 1: Hold back on 3", "Day 2: Hold back on 3"]
    assert figures[0].rows[0][2].endswith("UTC")
    assert trajectory_figures([], program, UTC) == []


def test_figures_come_after_the_numbers_each_with_words_and_a_table(people: People):
    practise(people.enrolment, 2)
    client, url = signed_in(people.instructor), reverse("cohort", args=[people.cohort.public_id])
    page = text_of(client, url)
    assert f'data-charts="{url}?part=charts"' in page
    assert "application/json" not in page
    assert 'id="plotly.js-style-global"' in page
    part = text_of(client, f"{url}?part=charts")
    ids = re.findall(r'data-figure="([^"]+)"', part)
    scripts = dict(re.findall(r'<script id="([^"]+)" type="application/json">(.*?)</script>', part))
    assert ids
    assert ids == list(scripts)
    assert all(json.loads(text)["data"] for text in scripts.values())
    assert part.count('role="img" aria-label="') == part.count("The same numbers as a table") == len(ids)


def test_without_scores_there_is_nothing_to_draw_and_the_page_says_so(people: People):
    client = signed_in(people.instructor)
    for url in (
        reverse("cohort", args=[people.cohort.public_id]),
        reverse("trainee", args=[people.cohort.public_id, people.enrolment.public_id]),
    ):
        assert "There is nothing to draw yet" in text_of(client, f"{url}?part=charts")


def test_pages_load_neither_plotly_nor_numpy_until_they_draw():
    code = (
        "import django, sys; django.setup(); import courseware.urls, assessments.charts;"
        "print([name for name in ('plotly', 'numpy', 'scipy') if name in sys.modules])"
    )
    environment = {"DJANGO_SETTINGS_MODULE": "courseware.settings", "DJANGO_ENV": "test", "PATH": "/usr/bin:/bin"}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
