"""Steps as the server sends them."""

SCALE = {"points": [50, 60, 70, 80, 90, 100]}
PAYLOAD = "<img src=x onerror=alert(1)>\"'</script><script>alert(2)</script>"


def choice(step: str, text: str = "The tap in the east wing drips.", **more: object) -> dict:
    return {
        "step": step,
        "shape": "choice",
        "passages": [{"label": "Text", "text": text}],
        "question": "How severe is this?",
        "options": [
            {"id": "none", "name": "None", "help": "Nothing that hurts anyone."},
            {"id": "mild", "name": "Mild", "help": "Unkind, without a threat."},
            {"id": "severe", "name": "Severe", "help": "A threat, or a call to harm."},
        ],
        "confidence": SCALE,
        **more,
    }


def pair(step: str, **more: object) -> dict:
    return {
        "step": step,
        "shape": "pair",
        "prompt": "How do I descale a kettle?",
        "left": "Boil vinegar and water in it, then rinse.",
        "right": "Kettles are a household appliance with a long history.",
        "question": "Which answer is better?",
        "options": [{"id": "left", "name": "Left"}, {"id": "right", "name": "Right"}],
        "confidence": SCALE,
        **more,
    }


def lesson(step: str) -> dict:
    return {
        "step": step,
        "shape": "lesson",
        "html": "<h2>Reading twice</h2><p>The second reading is for what the first one <em>wanted</em> to see.</p>",
        "question": "What is the second reading for?",
        "options": [{"id": "a", "name": "Speed"}, {"id": "b", "name": "Checking what one wanted to see"}],
        "confidence": None,
    }


def sart(step: str, digits: list[int], *, practice: bool = False, block: int = 1, blocks: int = 1) -> dict:
    """A short block: 100 ms digits and 150 ms masks, so that a test takes seconds."""
    return {
        "step": step,
        "shape": "drill",
        "drill": "sart",
        "practice": practice,
        "block": block,
        "blocks": blocks,
        "digits": digits,
        "stimulusMs": 100,
        "maskMs": 150,
        "target": 3,
    }


def feedback(*, correct: bool | None = True, key: str = "mild", name: str = "Mild") -> dict:
    return {
        "correct": correct,
        "credit": None if correct is None else float(correct),
        "key": key,
        "keyName": name,
        "rationale": "It names a person and belittles them, and threatens nothing.",
        "factors": [{"name": "Named target", "text": "One person is meant."}],
    }
