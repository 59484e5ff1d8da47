"""CSV files into checked rows: the first thing that cannot be meant is a failure with its place."""

from __future__ import annotations

import csv
import gzip
import io
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from pydantic import AliasChoices, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from fbm.adapters.sources.rows import Row
from fbm.domain.ports.season_tables import A_DIRECTORY, BadFile, FileError, MissingColumn, MissingFile

R = TypeVar("R", bound=Row)
R_co = TypeVar("R_co", bound=Row, covariant=True)


@dataclass(frozen=True, slots=True)
class Sheet(Generic[R_co]):
    """The rows of a file and the line on which each of them ends."""

    file: str
    rows: tuple[R_co, ...]
    lines: tuple[int, ...]


class RefusedFileError(Exception):
    """Carries a failure from the depth of a file to the one place of an importer that returns it."""

    def __init__(self, error: FileError) -> None:
        super().__init__(error)
        self.error = error


def read_sheet(path: Path, model: type[R]) -> Sheet[R]:
    """Read a CSV file whole.

    Parameters
    ----------
    path : Path
    model : type of Row
        Columns that it has no field for are passed over.

    Raises
    ------
    RefusedFileError
        With `MissingFile`, `MissingColumn`, or `BadFile` for the first line that is cut, too long or too short,
        has a value that its column cannot hold, or repeats a key, and for a file without any.
    """
    numbered = tuple(_checked(_records(read_text(path), path.name), model, path.name))
    if not numbered:
        raise RefusedFileError(BadFile(path.name, 0, "", "", "nothing stands below its first line"))
    return Sheet(path.name, tuple(row for _, row in numbered), tuple(line for line, _ in numbered))


def read_header(path: Path) -> tuple[str, ...]:
    """Read the column names of a CSV file.

    Raises
    ------
    RefusedFileError
        As `read_sheet`.
    """
    return tuple(next(_records(read_text(path), path.name), (1, []))[1])


def read_table(path: Path) -> tuple[tuple[str, ...], tuple[tuple[int, tuple[str, ...]], ...]]:
    """Read a CSV file as it stands: column names, and each record's line number and fields.

    Raises
    ------
    RefusedFileError
        As `read_sheet`, values left unchecked.
    """
    records = _records(read_text(path), path.name)
    header = tuple(next(records, (1, []))[1])
    rows = []
    for line, fields in records:
        if len(fields) != len(header):
            reason = f"{len(fields)} fields where the first line has {len(header)}"
            raise RefusedFileError(BadFile(path.name, line, "", ",".join(fields)[-14:], reason))
        rows.append((line, tuple(fields)))
    return header, tuple(rows)


def read_text(path: Path) -> str:
    """Read a text file, one that ends in ``.gz`` unpacked.

    Raises
    ------
    RefusedFileError
        With `MissingFile`, or `BadFile` for bytes that are not UTF-8 or a package that is damaged.
    """
    try:
        data = path.read_bytes()
        return (gzip.decompress(data) if path.suffix == ".gz" else data).decode("utf-8-sig")
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise RefusedFileError(BadFile(path.name, 1, "", "", f"not a whole gzip file: {error}")) from error
    except IsADirectoryError as error:
        raise RefusedFileError(BadFile(path.name, 0, "", "", A_DIRECTORY)) from error
    except OSError as error:
        raise RefusedFileError(MissingFile(path.name, str(path.parent))) from error
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        value = repr(error.object[error.start : error.end])
        raise RefusedFileError(BadFile(path.name, line, "", value, "not UTF-8")) from error


def _records(text: str, file: str) -> Iterator[tuple[int, list[str]]]:
    """Line number and fields of each record, the header first; blank lines are none."""
    if not text:
        raise RefusedFileError(BadFile(file, 0, "", "", "it is empty"))
    # A closing quote ends the last field as surely as the end of a line does: some exports write no more than that.
    if not text.endswith(("\n", "\r", '"')):
        raise RefusedFileError(BadFile(file, text.count("\n") + 1, "", text[-20:], "the last line has no end: cut off"))
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        for fields in reader:
            if len(fields) == 1 and reader.line_num == 1:
                _refuse_other_separators(fields[0], file)
            if fields:
                yield reader.line_num, fields
    except csv.Error as error:
        raise RefusedFileError(BadFile(file, reader.line_num, "", "", str(error))) from error


def _refuse_other_separators(header: str, file: str) -> None:
    """Refuse a file whose fields are not separated by commas, as some spreadsheets save them."""
    for name, mark in (("semicolons", ";"), ("tabs", "\t")):
        if mark in header:
            reason = f"its fields are separated by {name}: save it with commas, and full stops in numbers"
            raise RefusedFileError(BadFile(file, 1, "", header[:20], reason))


def _checked(records: Iterator[tuple[int, list[str]]], model: type[R], file: str) -> Iterator[tuple[int, R]]:
    """Rows with their line numbers; the first bad one ends it."""
    header = next(records, (1, []))[1]
    places = _places(header, model, file)
    seen: dict[object, int] = {}
    for line, fields in records:
        if len(fields) != len(header):
            reason = f"{len(fields)} fields where the first line has {len(header)}"
            raise RefusedFileError(BadFile(file, line, "", ",".join(fields)[-14:], reason))
        row = _row({column: fields[at] for column, at in places if fields[at]}, model, file, line)
        if model.KEY and (first := seen.setdefault(row.key, line)) != line:
            key = " ".join(map(str, row.key))
            raise RefusedFileError(BadFile(file, line, _key_columns(model), key, f"stands on line {first} too"))
        yield line, row


def _places(header: Sequence[str], model: type[Row], file: str) -> tuple[tuple[str, int], ...]:
    """Column and position of each field of the model that the file has or has to have."""
    fields = {name: _choices(field) for name, field in model.model_fields.items()}
    absent = {name for name in model.OPTIONAL if not set(fields[name]) & set(header)}
    columns = [_find(header, choices, file) for name, choices in fields.items() if name not in absent]
    return tuple((column, header.index(column)) for column in columns)


def _choices(field: FieldInfo) -> tuple[str, ...]:
    alias = field.validation_alias
    return tuple(map(str, alias.choices)) if isinstance(alias, AliasChoices) else (str(alias),)


def _key_columns(model: type[Row]) -> str:
    return " ".join(_choices(model.model_fields[name])[0] for name in model.KEY)


def _find(header: Sequence[str], choices: Sequence[str], file: str) -> str:
    found = [column for column in header if column in choices]
    if not found:
        raise RefusedFileError(MissingColumn(file, choices[0], tuple(header)))
    if len(found) > 1:
        raise RefusedFileError(BadFile(file, 1, found[0], " ".join(found), "the column stands there twice"))
    return found[0]


def _row(values: Mapping[str, str], model: type[R], file: str, line: int) -> R:
    try:
        return model.model_validate(values)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        column = str(first["loc"][0])
        raise RefusedFileError(BadFile(file, line, column, values.get(column, ""), _reason(first))) from error


def _reason(error: ErrorDetails) -> str:
    """Say it shorter than the library, in words about what stands in the file."""
    context = error.get("ctx", {})
    match error["type"]:
        case "missing":
            return "empty"
        case "less_than_equal":
            return f"more than {context['le']}"
        case "greater_than_equal":
            return f"less than {context['ge']}"
        case "literal_error":
            return f"none of {context['expected']}"
        case _:
            return error["msg"]
