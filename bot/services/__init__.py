"""Use cases, one module a feature; each changes state and records effects in one transaction."""
