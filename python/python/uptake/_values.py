"""Values of Python as scenario files write them (TOML)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ._errors import Problem, refused

ALLOWED = "write a number, True or False, a text, a list of these, or a dict such as a distribution"


def quoted(text: str) -> str:
    """A text in quotes; what could end it is escaped by number."""
    signs = (f"\\u{ord(s):04x}" if s in '"\\' or ord(s) < 32 or ord(s) == 127 else s for s in text)
    return f'"{"".join(signs)}"'


def written(value: Any, place: str) -> str:
    """A value as TOML; `place` names it where it is none."""
    if not isinstance(value, (bool, int, float, str)) and hasattr(value, "item") and not getattr(value, "shape", ()):
        value = value.item()  # a scalar of numpy
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return float.__repr__(value) if isinstance(value, float) else int.__repr__(value)
    if isinstance(value, str):
        return quoted(value)
    if isinstance(value, Mapping):
        inner = ", ".join(f"{key_of(k, place)} = {written(v, place)}" for k, v in value.items())
        return f"{{ {inner} }}"
    if isinstance(value, Iterable) and not isinstance(value, (bytes, bytearray)):
        return f"[{', '.join(written(v, place) for v in value)}]"
    what = "None" if value is None else f"of type {type(value).__name__}"
    remedy = "leave it out, or " + ALLOWED if value is None else ALLOWED
    raise refused(Problem(place, f"the value is {what}, which no scenario holds", remedy))


def key_of(key: Any, place: str) -> str:
    """A key as TOML."""
    if not isinstance(key, str):
        raise refused(Problem(place, f"the key {key!r} is no text", "write keys as texts"))
    plain = bool(key) and all(s.isascii() and (s.isalnum() or s in "_-") for s in key)
    return key if plain else quoted(key)


def settings_of(values: Mapping[str, Any], call: str = "set") -> list[str]:
    """Settings as `name=value`, every wrong one told."""
    found, problems = [], []
    for name, value in values.items():
        place = f"{call}({name}=…)" if isinstance(name, str) and name.isidentifier() else f"{call}({{{name!r}: …}})"
        if not isinstance(name, str) or not name.strip() or "=" in name or name.startswith("--"):
            remedy = 'write a parameter, as "superintendent_exit", or a field of a section, as "district.pupils"'
            problems.append(Problem(place, f"{name!r} is not a name", remedy))
            continue
        try:
            found.append(f"{name.strip()}={written(value, place)}")
        except Exception as error:
            problems.extend(getattr(error, "problems", None) or [Problem(place, str(error), ALLOWED)])
    if problems:
        raise refused(*problems)
    return found


def document(content: Mapping[str, Any]) -> str:
    """A dict as the text of a scenario file: plain keys first, then sections, then lists of tables."""
    plain, sections = [], []
    for key, value in content.items():
        place = f"dict[{key!r}]"
        name = key_of(key, place)
        if isinstance(value, Mapping):
            sections.append(f"\n[{name}]\n" + table(value, place))
        elif isinstance(value, (list, tuple)) and value and all(isinstance(one, Mapping) for one in value):
            sections.extend(f"\n[[{name}]]\n" + table(one, f"{place}[{k}]") for k, one in enumerate(value))
        else:
            plain.append(f"{name} = {written(value, place)}\n")
    return "".join(plain + sections)


def table(content: Mapping[str, Any], place: str) -> str:
    """The keys of one section."""
    return "".join(f"{key_of(k, place)} = {written(v, f'{place}[{k!r}]')}\n" for k, v in content.items())
