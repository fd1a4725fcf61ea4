"""The audit chain: what was recorded stays, and what was tampered with shows."""

import json
import threading
from datetime import UTC, datetime

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from courseware.domain import audit
from courseware.models import AuditEvent, User

NOON = datetime(2026, 3, 2, 12, 0, 0, 123456, tzinfo=UTC)


@pytest.fixture
def olga(db: None) -> User:
    return User.objects.create_user("olga@example.org", name="Olga", is_operations=True)


@pytest.fixture
def chain(olga: User) -> list[AuditEvent]:
    """Five events of one stream: certificates 0 to 4."""
    return [
        audit.record("certificate.issued", actor=olga, subject=f"certificate:{n}", data={"n": n}, at=NOON)
        for n in range(5)
    ]


def tamper(sql: str, *values: object) -> None:
    """Change rows behind the triggers' back, as the owner of the database could."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL session_replication_role = replica")
        else:
            cursor.execute("DROP TRIGGER IF EXISTS courseware_auditevent_append_only_update")
            cursor.execute("DROP TRIGGER IF EXISTS courseware_auditevent_append_only_delete")
        cursor.execute(sql, values)


def test_events_are_linked_within_their_stream(chain, olga):
    role = audit.record("role.granted", actor=None, subject=olga, at=NOON)
    assert [event.sequence for event in chain] == [1, 2, 3, 4, 5]
    assert [event.previous_hash for event in chain] == ["", *(event.hash for event in chain[:-1])]
    assert (role.stream, role.sequence, role.previous_hash) == ("role", 1, "")
    assert role.subject == f"courseware.user:{olga.pk}"
    assert audit.streams() == ["certificate", "role"]
    assert audit.verify_chain("certificate") is None
    assert audit.verify_chain("role") is None
    assert audit.verify_chain("nothing_here") is None
    assert audit.head("certificate") == (5, chain[-1].hash)
    assert audit.head("nothing_here") == (0, "")


@pytest.mark.parametrize(
    "data",
    [
        {"share": 0.1, "whole": 1.0, "huge": 1e22, "tiny": 1e-9, "zero": -0.0, "deep": [{"x": 2.0}]},
        {"name": "Zoë 😀 \u2028", "quote": "\"'\\", "nothing": None, "yes": True},
        {"when": NOON, "b": 1, "a": 2},
        {},
    ],
)
def test_data_comes_back_from_the_database_as_it_was_hashed(olga, data):
    audit.record("policy.saved", actor=olga, subject="policy:1", data=data, at=NOON)
    assert audit.verify_chain("policy") is None


def test_what_json_cannot_hold_and_what_is_no_action_is_refused(olga):
    with pytest.raises(ValueError, match="JSON"):
        audit.record("policy.saved", actor=olga, subject="policy:1", data={"cut": float("nan")}, at=NOON)
    for action in ["saved", "Policy.saved", "policy.saved.twice", "policy saved"]:
        with pytest.raises(ValueError, match="form noun"):
            audit.record(action, actor=olga, subject="policy:1", at=NOON)
    assert not AuditEvent.objects.exists()


def test_three_queries_at_most(olga, django_assert_max_num_queries):
    with django_assert_max_num_queries(3):
        audit.record("policy.saved", actor=olga, subject="policy:1", at=NOON)


@pytest.mark.parametrize(
    ("change", "found_at"),
    [
        ("UPDATE courseware_auditevent SET action = 'certificate.revoked' WHERE sequence = 3", 3),
        ("UPDATE courseware_auditevent SET actor_id = NULL WHERE sequence = 3", 3),
        ("UPDATE courseware_auditevent SET subject = 'certificate:9' WHERE sequence = 3", 3),
        ("UPDATE courseware_auditevent SET at = '2026-03-02 12:00:01+00:00' WHERE sequence = 3", 3),
        ("UPDATE courseware_auditevent SET data_hash = hash WHERE sequence = 3", 3),
        ("UPDATE courseware_auditevent SET data = '{\"n\": 7}' WHERE sequence = 3", 3),
        ("UPDATE courseware_auditevent SET data = NULL WHERE sequence = 3", 3),
        ("UPDATE courseware_auditevent SET data = NULL, salt = NULL WHERE sequence = 3", 3),
        ("UPDATE courseware_auditevent SET previous_hash = hash WHERE sequence = 3", 3),
        ("UPDATE courseware_auditevent SET hash = data_hash WHERE sequence = 3", 3),
        ("UPDATE courseware_auditevent SET stream = 'other' WHERE sequence = 3", 3),
        ("UPDATE courseware_auditevent SET sequence = 9 WHERE sequence = 3", 3),
        ("DELETE FROM courseware_auditevent WHERE sequence = 1", 1),
        ("DELETE FROM courseware_auditevent WHERE sequence = 3", 3),
    ],
)
def test_tampering_shows(chain, change, found_at):
    tamper(change)
    assert audit.verify_chain("certificate") == found_at


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE courseware_auditevent SET action = 'certificate.revoked'",
        "UPDATE courseware_auditevent SET actor_id = NULL",
        "UPDATE courseware_auditevent SET hash = data_hash",
        "DELETE FROM courseware_auditevent",
    ],
)
def test_the_database_refuses_to_change_history(chain, change):
    refused = pytest.raises(IntegrityError, match="courseware_auditevent is append-only")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)
    assert audit.verify_chain("certificate") is None


def test_erasing_leaves_a_tombstone_and_a_whole_chain(chain, olga):
    tombstone = audit.erase(chain[2], actor=olga, at=NOON)
    erased = AuditEvent.objects.get(pk=chain[2].pk)
    assert (erased.data, erased.salt) == (None, None)
    assert (tombstone.action, tombstone.subject) == ("certificate.erased", "audit:certificate:3")
    assert audit.verify_chain("certificate") is None


def test_two_chains_with_the_same_data_have_different_hashes(olga):
    first = audit.record("policy.saved", actor=olga, subject="policy:1", data={"cut": 1}, at=NOON)
    other = audit.record("policy.saved", actor=olga, subject="policy:1", data={"cut": 1}, at=NOON)
    assert first.data_hash != other.data_hash


def test_the_command_says_what_holds(chain, capsys):
    call_command("verify_audit")
    assert capsys.readouterr().out == f"certificate: 5 events, head {chain[-1].hash}\n"


def test_the_command_fails_on_a_broken_chain(chain):
    tamper("UPDATE courseware_auditevent SET action = 'certificate.revoked' WHERE sequence = 2")
    with pytest.raises(CommandError, match="certificate: broken at event 2"):
        call_command("verify_audit")


def test_a_head_noted_elsewhere_shows_a_tail_that_was_cut_off(chain, tmp_path):
    heads = tmp_path / "heads.json"
    call_command("verify_audit", heads=heads)
    assert json.loads(heads.read_text()) == {"certificate": [5, chain[-1].hash]}
    audit.record("certificate.revoked", actor=None, subject="certificate:1", at=NOON)
    call_command("verify_audit", heads=heads)
    tamper("DELETE FROM courseware_auditevent WHERE sequence >= 5")
    assert audit.verify_chain("certificate") is None
    with pytest.raises(CommandError, match="the noted head 6"):
        call_command("verify_audit", heads=heads)


def test_writers_of_one_stream_take_turns(transactional_db):
    begin = threading.Barrier(8)
    errors: list[Exception] = []

    def write(writer: int) -> None:
        begin.wait()
        try:
            for n in range(5):
                audit.record("certificate.issued", actor=None, subject=f"certificate:{writer}.{n}", at=NOON)
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    writers = [threading.Thread(target=write, args=(number,)) for number in range(8)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert errors == []
    assert audit.verify_chain("certificate") is None
    assert audit.head("certificate")[0] == 40


def test_a_transaction_that_fails_leaves_no_gap(transactional_db):
    audit.record("certificate.issued", actor=None, subject="certificate:1", at=NOON)
    with transaction.atomic():
        audit.record("certificate.issued", actor=None, subject="certificate:2", at=NOON)
        transaction.set_rollback(True)
    audit.record("certificate.issued", actor=None, subject="certificate:3", at=NOON)
    assert audit.head("certificate")[0] == 2
    assert audit.verify_chain("certificate") is None
