"""The machine a benchmark ran on: a figure without it says nothing."""

import os
import platform
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

CPU_INFO, MEMORY_INFO = Path("/proc/cpuinfo"), Path("/proc/meminfo")


def describe(*packages: str) -> dict[str, str]:
    """Processor, cores this process may use, memory, system, Python, and the versions of `packages` that are here."""
    found = {
        "processor": _field(CPU_INFO, "model name") or platform.processor() or platform.machine(),
        "cores": str(len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()),
        "memory": _memory(),
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
    }
    for package in packages:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            continue
    return found


def _field(path: Path, name: str) -> str:
    if not path.exists():
        return ""
    for line in path.read_text().splitlines():
        key, _, value = line.partition(":")
        if key.strip() == name:
            return value.strip()
    return ""


def _memory() -> str:
    total = _field(MEMORY_INFO, "MemTotal").removesuffix("kB").strip()
    return f"{int(total) / 2**20:.0f} GiB" if total else "unknown"
