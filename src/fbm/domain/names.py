"""Names of people as they are compared."""

from __future__ import annotations

import unicodedata
from typing import Final

ENDINGS: Final = frozenset({"jr", "sr", "ii", "iii"})


def plain_name(name: str) -> str:
    """Spell a name without accents, full stops, endings such as Jr., and capitals."""
    letters = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    words = letters.replace(".", "").replace("'", "").split()
    return " ".join(word for word in words if word not in ENDINGS)
