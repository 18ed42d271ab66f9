"""What was typed, reduced to what matters: letters without case or accents, digits, signs."""

from __future__ import annotations

import re
import unicodedata

LONGEST_PHRASE = 120
"""Characters. No date needs more, and the limit bounds the work that a text can cause."""

LONGEST_QUOTE = 80
"""Characters of a person's text that an answer repeats."""

_TOKEN = re.compile(r"[a-z]+|[0-9]+|[^a-z0-9\s]")
_DOT_OF_ABBREVIATION = re.compile(r"(?<=[a-z]) \.")
_SUPERSCRIPTS = str.maketrans({"ᵉ": "e", "ʳ": "r", "ˢ": "s", "ᵗ": "t", "ⁿ": "n", "ᵈ": "d", "ʰ": "h"})
_APOSTROPHES = str.maketrans(dict.fromkeys("’‘ʼ`´", "'"))
_WRAPPING = " \"'«»“”„‹›.!…,;"


def quoted(text: str) -> str:
    """Return `text` as an answer can repeat it: on one line, without invisible characters, cut when long."""
    one_line = " ".join(_visible(text.strip()[: 4 * LONGEST_QUOTE]).split())
    return one_line if len(one_line) <= LONGEST_QUOTE else one_line[: LONGEST_QUOTE - 1].rstrip() + "…"


def canonical(text: str) -> str | None:
    """Return the tokens of `text` with one space between them, or None when it is too long to be a phrase.

    "Après-demain à 18 h 30" and "apres-demain a 18h30" both give "apres - demain a 18 h 30". A digit stays what it
    is: only 0 to 9 count, and a superscript or a digit of another script is a sign like any other.
    """
    stripped = text.strip()
    if len(stripped) > LONGEST_PHRASE:
        return None
    visible = _visible(stripped).translate(_APOSTROPHES).translate(_SUPERSCRIPTS)
    # Canonical decomposition only: the compatible one would turn "4²" into "42".
    letters = "".join(c for c in unicodedata.normalize("NFD", visible) if not unicodedata.combining(c))
    # Quotation marks and a full stop come along when an example is copied from an answer.
    unwrapped = letters.casefold().strip().strip(_WRAPPING)
    return _DOT_OF_ABBREVIATION.sub("", " ".join(_TOKEN.findall(unwrapped)))


def _visible(text: str) -> str:
    """Drop control and format characters (joiners, direction marks) and halves of characters.

    They change nothing of what the person saw, and half a character can't be sent.
    """
    return "".join(c for c in text if c.isspace() or unicodedata.category(c) not in ("Cc", "Cf", "Cs"))
