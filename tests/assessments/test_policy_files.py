"""Policies as files: read with every mistake named, stored as versions that never change."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from assessments.domain.policies import POLICY_ROOT, policies_for, policies_in_force, policy_of, store_policy
from assessments.domain.policy_overview import overview
from assessments.models import PolicyVersion
from assessments.policy_files import Policy, load_policy
from courseware.models import AuditEvent
from courseware.reading import ContentError
from tests.people import JOINED

POLICY = """\
slug = "made-up"
program = "foundations"
title = "A made-up certificate"
scope = "general"
description = "What it says."
criteria = "What it asks."
valid_days = 365

[[gates]]
id = "accuracy"
title = "Right"
measure = "accuracy_clear"
rule = "sprt"
fail = 0.70
passing = 0.88
alpha = 0.05
beta = 0.10
maximum = 50
reason = "Because."

[[gates]]
id = "attention"
title = "Awake"
measure = "sart_d_prime"
rule = "bound"
fail = 0.8
passing = 1.6
alpha = 0.04
beta = 0.05
minimum = 400
maximum = 900
reason = "Because, too."
"""

INSTEAD = """
[gates.instead]
title = "Reading"
measure = "long_look_d_prime"
rule = "bound"
fail = 1.0
passing = 2.0
alpha = 0.05
beta = 0.05
minimum = 300
maximum = 300
reason = "Else."
"""


@pytest.fixture
def written(tmp_path: Path) -> Callable[..., Path]:
    """written((old, new), ...): the file of the made-up policy with pieces of its text exchanged."""

    def write(*changes: tuple[str, str]) -> Path:
        text = POLICY
        for old, new in changes:
            assert old in text
            text = text.replace(old, new, 1)
        path = tmp_path / "policy.toml"
        path.write_text(text)
        return path

    return write


class TestReading:
    def test_what_the_file_says(self, written):
        policy = load_policy(written())
        assert (policy.slug, policy.program, policy.scope, policy.valid_days) == (
            "made-up", "foundations", "general", 365,
        )  # fmt: skip
        accuracy, attention = policy.gates
        assert (accuracy.fail, accuracy.passing, accuracy.alpha, accuracy.maximum) == (0.7, 0.88, 0.05, 50)
        assert (attention.rule, attention.minimum, attention.maximum) == ("bound", 400, 900)

    def test_the_shipped_policies_load_and_every_gate_says_why(self):
        policies = [load_policy(path) for path in POLICY_ROOT.glob("*.toml")]
        assert "foundations-general" in [policy.slug for policy in policies]
        assert all(gate.reason for policy in policies for gate in policy.gates)

    @pytest.mark.parametrize("instead", ["", INSTEAD])
    def test_a_policy_survives_being_stored(self, written, instead):
        policy = load_policy(written(('reason = "Because, too."\n', f'reason = "Because, too."\n{instead}')))
        assert Policy.from_document(json.loads(json.dumps(policy.to_document()))) == policy

    def test_what_is_asked_in_a_gates_place_has_its_id_and_day(self, written):
        policy = load_policy(written(('reason = "Because, too."\n', f'from_day = 3\nreason = "So."\n{INSTEAD}')))
        attention = policy.gates[1]
        instead = attention.instead
        assert (instead.id, instead.title, instead.from_day) == (attention.id, "Reading", 3)
        assert (instead.measure, instead.fail, instead.minimum, instead.reason) == (
            "long_look_d_prime",
            1,
            300,
            "Else.",
        )

    @pytest.mark.parametrize(
        ("old", "new", "named"),
        [
            ('measure = "long_look_d_prime"', 'measure = "sart_d_prime"', r"instead\.measure"),
            ("minimum = 300", "minimum = 3000", r"instead\.minimum"),
            ('rule = "bound"\nfail = 1.0', 'rule = "guess"\nfail = 1.0', r"instead\.rule"),
            ('title = "Reading"\n', "", r"instead\.title"),
            ('reason = "Else."', 'reason = "Else."\nfrom_day = 2', r"instead\.from_day"),
        ],
    )
    def test_a_mistake_in_what_is_asked_instead_is_named(self, written, old, new, named):
        assert old in INSTEAD
        with pytest.raises(ContentError) as caught:
            load_policy(written(('reason = "Because, too."\n', f'reason = "So."\n{INSTEAD.replace(old, new)}')))
        assert re.search(rf"policy\.toml.*{named}", str(caught.value), re.DOTALL)

    @pytest.mark.parametrize(
        ("old", "new", "named"),
        [
            ('rule = "sprt"', 'rule = "guess"', "rule"),
            ('measure = "accuracy_clear"', 'measure = "mood"', "measure"),
            ('measure = "accuracy_clear"', 'measure = "sart_d_prime"', "measure"),
            ("fail = 0.70", "fail = 0.95", "passing"),
            ("fail = 0.70", "fail = 0.88", "passing"),
            ("alpha = 0.05", "alpha = 0.9", "alpha"),
            ("minimum = 400", "minimum = 4000", "minimum"),
            ("maximum = 50", "maximum = 0", "maximum"),
            ("maximum = 50", "maximum = 50\nbonus = 1", "bonus"),
            ('id = "attention"', 'id = "accuracy"', "accuracy"),
            ("valid_days = 365", "valid_days = 0", "valid_days"),
            ('title = "A made-up certificate"', 'title = ""', "title"),
            ('scope = "general"', 'scope = "general"\nwellbeing = true', "wellbeing"),
        ],
    )
    def test_a_mistake_is_named(self, written, old, new, named):
        with pytest.raises(ContentError) as caught:
            load_policy(written((old, new)))
        assert re.search(rf"policy\.toml.*{named}", str(caught.value), re.DOTALL)

    def test_all_mistakes_are_named_at_once(self, written):
        with pytest.raises(ContentError) as caught:
            load_policy(written(("alpha = 0.05", "alpha = 0"), ("valid_days = 365", "valid_days = 0")))
        assert "alpha" in str(caught.value)
        assert "valid_days" in str(caught.value)

    def test_a_measure_of_wellbeing_can_be_no_gate(self):
        from assessments.policy_files import MEASURES_BY_RULE

        measures = {measure for known in MEASURES_BY_RULE.values() for measure in known}
        assert measures == {
            "accuracy_clear", "position_consistency", "sart_d_prime", "long_look_d_prime", "overconfidence",
        }  # fmt: skip


@pytest.mark.django_db
class TestStoring:
    def test_the_same_policy_twice_is_one_version(self, written):
        policy = load_policy(written())
        first, is_new = store_policy(policy, now=JOINED)
        again, is_new_again = store_policy(policy, now=JOINED)
        assert (first.pk, is_new, is_new_again) == (again.pk, True, False)
        assert AuditEvent.objects.filter(action="policy.loaded").count() == 1

    def test_a_change_is_a_new_version_and_the_old_one_stays(self, written):
        first, _ = store_policy(load_policy(written()), now=JOINED)
        second, _ = store_policy(load_policy(written(("valid_days = 365", "valid_days = 180"))), now=JOINED)
        assert (first.number, second.number) == (1, 2)
        assert policies_in_force() == policies_for("foundations") == [second]
        assert policies_for("another-course") == []
        assert policy_of(first.pk).valid_days == 365

    def test_a_version_cannot_be_changed(self, written):
        version, _ = store_policy(load_policy(written()), now=JOINED)
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            PolicyVersion.objects.filter(pk=version.pk).update(document={})

    def test_a_bad_file_loads_nothing(self, written):
        with pytest.raises(CommandError, match="Nothing was loaded"):
            call_command("load_policy", written(("alpha = 0.05", "alpha = 0")))
        assert not PolicyVersion.objects.exists()

    def test_the_overview_has_every_version_newest_first_with_its_rates(self, written, django_assert_num_queries):
        store_policy(load_policy(written()), now=JOINED)
        store_policy(load_policy(written(("valid_days = 365", "valid_days = 180"))), now=JOINED)
        overview()
        with django_assert_num_queries(1):
            found = overview()
        assert [(each.version.number, each.in_force) for each in found] == [(2, True), (1, False)]
        rates = {gate.id: (standing.false_pass, standing.false_fail) for gate, standing in found[0].gates}
        assert rates["accuracy"] == (pytest.approx(0.0574, abs=5e-4), pytest.approx(0.0984, abs=5e-4))
        assert rates["attention"] == (0.04, 0.05)
