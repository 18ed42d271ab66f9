"""Where the example configuration is: the demo's community starts with its groups and partners."""

from __future__ import annotations

from pathlib import Path

import bot

NAME = "config.example.toml"


def example_configuration() -> Path:
    """Find the example configuration: inside an installed package, or at the top of a checkout."""
    package = Path(bot.__file__).parent
    installed = package / NAME
    return installed if installed.exists() else package.parent / NAME
