"""Who did what when: append to a chain of hashes, and find the first link that does not hold.

Each event's hash covers its place, the hash before it, what was done, by whom, to what and when, and a
salted hash of the details. Details and salt can be erased for a person's sake without breaking the chain.
A chain cannot show that its tail was cut off: compare `head` with one kept elsewhere, as
`manage.py verify_audit --heads` does.
"""

import hashlib
import json
import re
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, transaction
from django.db.models import Model

from courseware.models import AuditEvent, User

_ACTION = re.compile(r"[a-z_]+\.[a-z_]+")
SALT_BYTES = 16


def record(
    action: str,
    *,
    actor: User | None,
    subject: Model | str,
    data: Mapping[str, object] | None = None,
    at: datetime,
) -> AuditEvent:
    """Append one event to the stream named by the action's noun (`certificate.revoked` -> `certificate`).

    `subject` is a saved row, or a text such as "content:foundations"; it stays for ever, so it never holds a
    name or an address. `data` is JSON-like and may be erased later. `actor` None is the system. Commits with
    the caller's transaction; writers of one stream wait for each other until then, so call it last.
    Raises ValueError for an action that is not noun.verb and for data that JSON cannot hold.
    """
    if not _ACTION.fullmatch(action):
        raise ValueError(f"The action {action!r} is not of the form noun.verb in lower case.")
    stream = action.partition(".")[0]
    plain = json.loads(json.dumps(dict(data or {}), cls=DjangoJSONEncoder, allow_nan=False))
    salt = secrets.token_bytes(SALT_BYTES)
    with transaction.atomic(savepoint=False):
        _wait_for_turn(stream)
        last = AuditEvent.objects.filter(stream=stream).order_by("-sequence").first()
        event = AuditEvent(
            stream=stream,
            sequence=last.sequence + 1 if last else 1,
            action=action,
            actor=actor,
            subject=subject if isinstance(subject, str) else f"{subject._meta.label_lower}:{subject.pk}",
            at=at,
            data=plain,
            salt=salt,
            data_hash=_data_hash(salt, plain),
            previous_hash=last.hash if last else "",
        )
        event.hash = _event_hash(event)
        event.save(force_insert=True)
    return event


def erase(event: AuditEvent, *, actor: User | None, at: datetime) -> AuditEvent:
    """Erase the event's data and salt for good and append the tombstone that says so, which is returned."""
    with transaction.atomic(savepoint=False):
        AuditEvent.objects.filter(pk=event.pk).update(data=None, salt=None)
        place = _place(event.stream, event.sequence)
        return record(f"{event.stream}.erased", actor=actor, subject=place, at=at)


def verify_chain(stream: str) -> int | None:
    """The first sequence number of the stream that does not hold, or None when all do.

    Found: a changed field, changed data, an event missing before the end, data erased without a tombstone.
    """
    erased: list[int] = []
    tombstones: set[str] = set()
    expected, previous = 1, ""
    for event in AuditEvent.objects.filter(stream=stream).order_by("sequence").iterator():
        if event.sequence != expected or event.previous_hash != previous or event.hash != _event_hash(event):
            return expected
        if event.data is None and event.salt is None:
            erased.append(event.sequence)
        elif event.salt is None or event.data_hash != _data_hash(event.salt, event.data):
            return expected
        if event.action == f"{stream}.erased":
            tombstones.add(event.subject)
        expected, previous = expected + 1, event.hash
    return next((sequence for sequence in erased if _place(stream, sequence) not in tombstones), None)


def head(stream: str) -> tuple[int, str]:
    """The last sequence number of the stream and its hash; (0, "") when it is empty."""
    links = AuditEvent.objects.filter(stream=stream).values_list("sequence", "hash")
    return links.order_by("-sequence").first() or (0, "")


def holds_head(stream: str, sequence: int, known_hash: str) -> bool:
    """Whether a head noted earlier is still a link of the stream; if not, its tail was cut or rewritten."""
    return AuditEvent.objects.filter(stream=stream, sequence=sequence, hash=known_hash).exists()


def streams() -> list[str]:
    """The names of all streams that have events."""
    return list(AuditEvent.objects.order_by("stream").values_list("stream", flat=True).distinct())


def _wait_for_turn(stream: str) -> None:
    # On SQLite the transaction holds the only write lock since its BEGIN IMMEDIATE.
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"audit:{stream}"])


def _place(stream: str, sequence: int) -> str:
    return f"audit:{stream}:{sequence}"


def _event_hash(event: AuditEvent) -> str:
    fields = [
        event.stream,
        event.sequence,
        event.previous_hash,
        event.action,
        event.actor_id,
        event.subject,
        event.at.astimezone(UTC).isoformat(timespec="microseconds"),
        event.data_hash,
    ]
    return hashlib.sha256(_canonical(fields)).hexdigest()


def _data_hash(salt: bytes | memoryview, data: object) -> str:
    return hashlib.sha256(bytes(salt) + _canonical(_settled(data))).hexdigest()


def _canonical(value: object) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def _settled(value: object) -> object:
    """Whole floats as ints: PostgreSQL's jsonb gives 1e22 back as an int, and the hash must not notice."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, list):
        return [_settled(item) for item in value]
    if isinstance(value, dict):
        return {key: _settled(item) for key, item in value.items()}
    return value
