"""docs/duty-of-care.md promises that no emotion is inferred from a camera, a microphone or a sensor."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
OURS = ("courseware/static/attune", "training/static", "assessments/static", "templates")
DEVICES = re.compile(
    r"mediaDevices|getUserMedia|MediaRecorder|SpeechRecognition|FaceDetector|DeviceMotion|DeviceOrientation"
    r"|navigator\.(bluetooth|hid|serial|usb)|<(video|audio)\b|capture=",
)


def test_no_script_and_no_page_asks_for_a_camera_a_microphone_or_a_sensor():
    paths = [path for place in OURS for path in (ROOT / place).rglob("*") if path.suffix in (".js", ".html")]
    assert len(paths) > 100
    assert [str(path) for path in paths if DEVICES.search(path.read_text(encoding="utf-8"))] == []
