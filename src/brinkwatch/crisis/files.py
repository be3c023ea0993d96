"""Scenario files: TOML in, TOML out, and errors that name the file, the key and the near miss."""

from __future__ import annotations

import difflib
import re
import tomllib
import typing
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from brinkwatch.crisis.places import Place, line_of
from brinkwatch.crisis.quantity import Quantity
from brinkwatch.crisis.scenario import Scenario
from brinkwatch.crisis.settings import Precision, Solve
from brinkwatch.errors import ScenarioError

_WIDTH = 100
_SHOWN = 6  # problems that one error lists
_BARE = re.compile(r"[A-Za-z0-9_-]+\Z")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}\Z")


def load(path: str | Path) -> Scenario:
    """The scenario in a TOML file.

    Raises:
        ScenarioError: the file cannot be read, is no TOML, or breaks the format.
    """
    file = Path(path)
    try:
        text = file.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ScenarioError(f"{file}: cannot be read ({error}); give a TOML file.") from error
    return loads(text, str(file))


def loads(text: str, name: str = "scenario") -> Scenario:
    """The scenario in a TOML text; `name` stands for the file in errors.

    Raises:
        ScenarioError: the text is no TOML or breaks the format.
    """
    try:
        data = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise ScenarioError(f"{name}: no valid TOML ({error}); correct that line.") from error
    try:
        return Scenario.model_validate(data)
    except ValidationError as error:
        raise ScenarioError(f"{name}: {_explain(error, text)}.") from error


def _explain(error: ValidationError, text: str) -> str:
    """All problems in one sentence with their lines, unknown keys first and with the nearest."""
    problems = []
    for item in sorted(error.errors(), key=lambda e: e["type"] != "extra_forbidden"):
        path = ".".join(map(_spelt, item["loc"])) or "the file"
        place = item["loc"]
        if item["type"] == "extra_forbidden":
            model = _model_at(item["loc"][:-1])
            fields = [f for f in model.model_fields if f != "supports"] if model else []
            problem = f"unknown key {path}; {_hint(str(item['loc'][-1]), fields, 'known are')}"
        elif item["type"] == "missing":
            problem = f"{path} is missing"
        elif item["type"] == "literal_error":
            words = re.findall(r"'([^']*)'", str(item["ctx"]["expected"]))
            hint = _hint(str(item["input"]), words or [item["ctx"]["expected"]], "give one of")
            problem = f"{path} is {_short(item['input'])}; {hint}"
        else:
            found = "" if isinstance(item["input"], dict) else f" (found {_short(item['input'])})"
            message = item["msg"].removeprefix("Value error, ")
            problem = f"{path}: {message}{found}" if place else message
            place = place or _named(message.split()[0])
        line = line_of(text, place)
        problems.append(f"line {line}: {problem}" if line else problem)
    problems = list(dict.fromkeys(problems))
    if len(problems) > _SHOWN:
        problems = [*problems[:_SHOWN], f"and {len(problems) - _SHOWN} more problems"]
    return "; ".join(problems).rstrip(".")


def _named(dotted: str) -> Place:
    """The place that a dotted path in a message names."""
    return tuple(int(part) if part.isdecimal() else part for part in dotted.split("."))


def _hint(word: str, known: list[str], else_: str) -> str:
    near = difflib.get_close_matches(word, known, n=1, cutoff=0.5)
    return f"did you mean {near[0]}?" if near else f"{else_} {', '.join(known)}"


def _short(value: Any) -> str:
    """A value as an error shows it, on one line and cut where it is long."""
    return _cut(repr(value))


def _spelt(part: str | int) -> str:
    """A key of the file as an error shows it."""
    return _cut(repr(str(part))[1:-1])


def _cut(text: str) -> str:
    return text if len(text) <= _WIDTH else f"{text[:_WIDTH]}..."


def _model_at(loc: tuple[int | str, ...]) -> type[BaseModel] | None:
    """The model that a location of the file is validated by."""
    model: type[BaseModel] | None = Scenario
    for part in loc:
        if isinstance(part, int) or model is None:
            continue
        if part not in model.model_fields:
            return None
        model = _inner_model(model.model_fields[part].annotation)
    return model


def _inner_model(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for argument in typing.get_args(annotation):
        if found := _inner_model(argument):
            return found
    return None


def dumps(scenario: Scenario) -> str:
    """The scenario as TOML; `loads(dumps(scenario))` equals it."""
    lines: list[str] = [
        "# brinkwatch scenario, format 1. Unit of payoff: the defender's loss when an attack on",
        "# a member's territory goes unanswered. Magnitudes not named in [sources] are assumed.",
    ]
    _table({"format": 1} | set_fields(scenario), "", lines)
    return "\n".join(lines) + "\n"


def set_fields(model: BaseModel) -> dict[str, Any]:
    """The fields to write, in the order of the format.

    A field is left out where it stands at its default and that default is a mechanism that is off
    or a whole table; numbers and words that act are written even when they are defaults.
    """
    values: dict[str, Any] = {}
    for name, field in type(model).model_fields.items():
        value = getattr(model, name)
        default = field.get_default(call_default_factory=True)
        whole = isinstance(value, BaseModel) and not isinstance(value, Solve | Precision)
        if field.is_required() or value != default or (value and not whole):
            values[name] = value
    return values


def _table(values: dict[str, Any], path: str, lines: list[str]) -> None:
    """Write the plain values of a table, then the tables below it."""
    below: list[tuple[str, Any]] = []
    for key, value in values.items():
        full = f"{path}.{_key(key)}" if path else _key(key)
        if _is_table(full, value) or (not path and _is_list_of_tables(value)):
            below.append((full, value))
        elif _is_list_of_tables(value):
            lines.append(f"{_key(key)} = [")
            lines.extend(f"  {_value(item)}," for item in value)
            lines.append("]")
        else:
            lines.append(f"{_key(key)} = {_value(value, key)}")
    for full, value in below:
        for item in value if isinstance(value, tuple) else (value,):
            content = item if isinstance(item, dict) else set_fields(item)
            if not all(_is_table(f"{full}.{key}", inner) for key, inner in content.items()):
                lines.extend(["", f"[[{full}]]" if isinstance(value, tuple) else f"[{full}]"])
            _table(content, full, lines)


def _is_list_of_tables(value: Any) -> bool:
    return isinstance(value, tuple) and bool(value) and isinstance(value[0], BaseModel)


def _is_table(path: str, value: Any) -> bool:
    """Whether a value gets a table of its own rather than standing in braces on one line."""
    if isinstance(value, dict):
        return True
    if not isinstance(value, BaseModel) or isinstance(value, Quantity):
        return False
    return "." not in path or len(_value(value)) > _WIDTH


def _value(value: Any, key: str = "") -> str:
    if isinstance(value, Quantity):
        return _value(value.plain())
    if isinstance(value, BaseModel):
        inner = ", ".join(f"{k} = {_value(v, k)}" for k, v in set_fields(value).items())
        return f"{{ {inner} }}"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, tuple | list):
        return f"[{', '.join(_value(item) for item in value)}]"
    text = str(value)
    return text if key in {"as_of", "date"} and _DATE.match(text) else _string(text)


def _key(key: str) -> str:
    return key if _BARE.match(key) else _string(key)


def _string(text: str) -> str:
    """A TOML basic string; control characters are escaped."""
    text = text.replace("\\", "\\\\").replace('"', '\\"')
    escaped = (c if ord(c) >= 32 and ord(c) != 127 else f"\\u{ord(c):04x}" for c in text)
    return f'"{"".join(escaped)}"'
