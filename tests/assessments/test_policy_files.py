"""Policies as files: read with every mistake named, stored as versions that never change."""

import re
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

SHIPPED = POLICY_ROOT / "foundations-general.toml"


@pytest.fixture
def edited(tmp_path: Path):
    """edited((old, new), ...): the shipped policy with pieces of its text exchanged."""

    def edit(*changes: tuple[str, str]) -> Path:
        text = SHIPPED.read_text()
        for old, new in changes:
            assert old in text
            text = text.replace(old, new, 1)
        path = tmp_path / "policy.toml"
        path.write_text(text)
        return path

    return edit


class TestReading:
    def test_the_shipped_policy(self):
        policy = load_policy(SHIPPED)
        assert (policy.slug, policy.program, policy.valid_days) == ("foundations-general", "foundations", 365)
        assert [gate.id for gate in policy.gates] == ["accuracy", "position", "attention", "confidence"]
        assert all(gate.reason for gate in policy.gates)

    def test_a_policy_survives_being_stored(self):
        policy = load_policy(SHIPPED)
        assert Policy.from_document(policy.to_document()) == policy

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
            ('id = "position"', 'id = "accuracy"', "accuracy"),
            ("valid_days = 365", "valid_days = 0", "valid_days"),
            ('title = "Attentive annotation: general"', 'title = ""', "title"),
            ('scope = "general"', 'scope = "general"\nwellbeing = true', "wellbeing"),
        ],
    )
    def test_a_mistake_is_named(self, edited, old, new, named):
        with pytest.raises(ContentError) as caught:
            load_policy(edited((old, new)))
        assert re.search(rf"policy\.toml.*{named}", str(caught.value), re.DOTALL)

    def test_all_mistakes_are_named_at_once(self, edited):
        with pytest.raises(ContentError) as caught:
            load_policy(edited(("alpha = 0.05", "alpha = 0"), ("valid_days = 365", "valid_days = 0")))
        assert "alpha" in str(caught.value)
        assert "valid_days" in str(caught.value)

    def test_a_measure_of_wellbeing_can_be_no_gate(self):
        from assessments.policy_files import MEASURES_BY_RULE

        measures = {measure for known in MEASURES_BY_RULE.values() for measure in known}
        assert measures == {"accuracy_clear", "position_consistency", "sart_d_prime", "overconfidence"}


@pytest.mark.django_db
class TestStoring:
    def test_the_same_policy_twice_is_one_version(self):
        policy = load_policy(SHIPPED)
        first, is_new = store_policy(policy, now=JOINED)
        again, is_new_again = store_policy(policy, now=JOINED)
        assert (first.pk, is_new, is_new_again) == (again.pk, True, False)
        assert AuditEvent.objects.filter(action="policy.loaded").count() == 1

    def test_a_change_is_a_new_version_and_the_old_one_stays(self, edited):
        first, _ = store_policy(load_policy(SHIPPED), now=JOINED)
        second, _ = store_policy(load_policy(edited(("valid_days = 365", "valid_days = 180"))), now=JOINED)
        assert (first.number, second.number) == (1, 2)
        assert policies_in_force() == policies_for("foundations") == [second]
        assert policies_for("another-course") == []
        assert policy_of(first.pk).valid_days == 365

    def test_a_version_cannot_be_changed(self):
        version, _ = store_policy(load_policy(SHIPPED), now=JOINED)
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            PolicyVersion.objects.filter(pk=version.pk).update(document={})

    def test_a_bad_file_loads_nothing(self, edited):
        with pytest.raises(CommandError, match="Nothing was loaded"):
            call_command("load_policy", edited(("alpha = 0.05", "alpha = 0")))
        assert not PolicyVersion.objects.exists()

    def test_the_overview_has_every_version_newest_first_with_its_rates(self, edited, django_assert_num_queries):
        store_policy(load_policy(SHIPPED), now=JOINED)
        store_policy(load_policy(edited(("valid_days = 365", "valid_days = 180"))), now=JOINED)
        overview()
        with django_assert_num_queries(1):
            found = overview()
        assert [(each.version.number, each.in_force) for each in found] == [(2, True), (1, False)]
        rates = {gate.id: (standing.false_pass, standing.false_fail) for gate, standing in found[0].gates}
        assert rates["accuracy"] == (pytest.approx(0.0574, abs=5e-4), pytest.approx(0.0984, abs=5e-4))
        assert rates["attention"] == (0.05, 0.05)
