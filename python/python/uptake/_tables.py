"""Tables of a results folder as Arrow tables."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pyarrow as pa
import pyarrow.compute
import pyarrow.csv
import pyarrow.parquet

TYPES = {"str": pa.string(), "int32": pa.int32(), "int64": pa.int64(), "Int64": pa.int64(), "float64": pa.float64()}


def read(file: Path) -> pa.Table:
    """A table with its meanings: those of Parquet are in the file, those of CSV in `columns.json`."""
    if file.suffix == ".parquet":
        return pa.parquet.read_table(file)
    told = json.loads((file.parent / "columns.json").read_bytes())
    types = {name: TYPES[word] for name, word in told["dtype"].get(file.name, {}).items()}
    table = pa.csv.read_csv(file, convert_options=options(types))
    columns = {c["name"]: c for c in told["columns"] if file.name in c["files"]}
    fields = [field.with_metadata(meaning(columns[field.name])) if field.name in columns else field for field in table.schema]
    return plain_texts(table).cast(pa.schema(fields))


def plain_texts(table: pa.Table) -> pa.Table:
    """Texts without the apostrophe that keeps a spreadsheet from computing them."""
    for place, field in enumerate(table.schema):
        if field.type == pa.string():
            texts = pa.compute.replace_substring_regex(table.column(place), r"^'('*[=+\-@\t\r0-9])", r"\1")
            table = table.set_column(place, field, texts)
    return table


def options(types: dict[str, pa.DataType]) -> pa.csv.ConvertOptions:
    """An empty cell is missing; a text stays a text."""
    return pa.csv.ConvertOptions(column_types=types, null_values=[""], strings_can_be_null=True)


def meaning(column: dict) -> dict[str, str]:
    """Meaning, unit and range, under the names that Parquet files have for them."""
    return {key: str(column[key]) for key in ("meaning", "unit", "low", "high") if column.get(key) not in (None, "")}


def of_csv(text: bytes, *texts: str) -> pa.Table:
    """A table without described columns: these are texts, and of the others Arrow finds the type."""
    return plain_texts(pa.csv.read_csv(io.BytesIO(text), convert_options=options(dict.fromkeys(texts, pa.string()))))
