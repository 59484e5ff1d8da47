"""Names of people as they are compared."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

ENDINGS: Final = frozenset({"jr", "sr", "ii", "iii"})


_INITIALS: Final = re.compile(r"\b(\w) (?=\w\b)")


def plain_name(name: str) -> str:
    """Spell a name without accents, full stops, hyphens, endings such as Jr., and capitals; initials as one word."""
    letters = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    words = letters.replace(".", " ").replace("'", "").replace("-", " ").split()
    return _INITIALS.sub(r"\1", " ".join(word for word in words if word not in ENDINGS))
