"""What can be asked of the demo."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

PORT = 8080
FOLDER = Path("demo-data")


@dataclass(frozen=True, slots=True)
class DemoOptions:
    """The port of the chat page, the folder that keeps the community, and what to do with both."""

    port: int = PORT
    data: Path = FOLDER
    reset: bool = False
    tour: bool = False
