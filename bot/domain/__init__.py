"""Pure rules: no input or output, no Discord, no SQL; the time is passed in."""
