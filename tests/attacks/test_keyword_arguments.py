"""Attack 9: the names of a request's fields as keyword arguments of the ORM. None is ever passed through.

A lint rule over the source, and a fuzz of every page with names that the ORM itself understands.
"""

import ast
from collections.abc import Iterator

import pytest
from django.test import Client

from tests.people import People
from tests.site import ANONYMOUS, Site, build
from tests.test_arrows import MODULES
from tests.test_query_counts import readers

ORM_METHODS = {
    "filter", "exclude", "get", "get_or_create", "update_or_create", "create", "update", "annotate", "aggregate",
    "order_by", "values", "values_list", "select_related", "alias", "only", "defer", "distinct", "Q",
}  # fmt: skip
# SQL written by hand: the trigger migration and the audit lock have it, views and forms never.
RAW = {"raw", "extra", "RawSQL", "execute"}
REQUEST_DATA = {"GET", "POST", "FILES", "COOKIES", "META", "headers", "body", "cleaned_data", "data"}


def calls_in(tree: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    """(last part of the called name, call) for every call."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            function = node.func
            name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
            yield name, node


def is_outward(module: str) -> bool:
    return any(f".{part}" in module for part in ("views", "forms"))


def from_request(node: ast.AST) -> bool:
    return any(isinstance(part, ast.Attribute) and part.attr in REQUEST_DATA for part in ast.walk(node))


def test_no_dict_of_request_data_is_unpacked_into_the_orm():
    wrong = [
        f"{module}:{call.lineno}"
        for module, tree in MODULES.items()
        for name, call in calls_in(tree)
        if name in ORM_METHODS
        for keyword in call.keywords
        if keyword.arg is None and (is_outward(module) or from_request(keyword.value))
    ]
    assert wrong == []


def test_no_column_is_named_by_request_data():
    wrong = [
        f"{module}:{call.lineno}"
        for module, tree in MODULES.items()
        for name, call in calls_in(tree)
        if name in {"order_by", "values", "values_list", "F", "OrderBy", "getattr", "setattr"}
        for argument in call.args
        if from_request(argument) or (is_outward(module) and isinstance(argument, ast.Starred))
    ]
    assert wrong == []


def test_pages_and_forms_write_no_sql():
    wrong = [
        f"{module}:{call.lineno} {name}"
        for module, tree in MODULES.items()
        for name, call in calls_in(tree)
        if name in RAW and is_outward(module) and module != "courseware.views.health"
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("source", "test"),
    [
        ("Cohort.objects.filter(**request.GET.dict())", test_no_dict_of_request_data_is_unpacked_into_the_orm),
        ("Cohort.objects.order_by(request.GET['o'])", test_no_column_is_named_by_request_data),
        ("Cohort.objects.raw('SELECT 1')", test_pages_and_forms_write_no_sql),
    ],
)
def test_the_rule_finds_what_it_is_for(monkeypatch, source, test):
    monkeypatch.setitem(MODULES, "courseware.views.made_up", ast.parse(source))
    with pytest.raises(AssertionError, match="made_up:1"):
        test()


NAMES = (
    "_connector", "_negated", "pk", "id", "user", "user_id", "cohort__pk", "enrolment__user__is_operations", "using",
    "is_active", "name__regex", "q__in", "public_id", "__class__", "self", "request", "now", "by",
)  # fmt: skip
VALUES = ("OR", "1", "True", "' OR 1=1 --", "__import__", "[]")


@pytest.fixture
def site(people: People) -> Site:
    return build(people)


def test_names_that_the_orm_understands_change_no_page(site):
    for name, visitor in readers().items():
        client = Client(raise_request_exception=False)
        if visitor != ANONYMOUS:
            client.force_login(site.people.by_name[visitor])
        query = {key: VALUES[number % len(VALUES)] for number, key in enumerate(NAMES)}
        assert client.get(site.path(name), query).status_code == 200, name


def test_nor_do_they_change_what_a_form_does(site, client):
    client.force_login(site.people.trainee)
    form = site.forms()["settings"] | dict.fromkeys(NAMES, "1")
    assert client.post(site.path("settings"), form).status_code == 302
    site.people.trainee.refresh_from_db()
    assert (site.people.trainee.name, site.people.trainee.is_operations) == ("A New Name", False)
