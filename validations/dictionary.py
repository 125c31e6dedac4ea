"""Renders `docs/data-dictionary.md` from the schemas. Run `python -m validations.dictionary` to write it anew."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from validations.schemas import constraints_of, foreign_keys, load, primary_key

PATH = Path(__file__).resolve().parents[1] / "docs" / "data-dictionary.md"

_HEAD = """# 数据字典 / Data dictionary

由 `validations/schemas/` 生成，请勿手工修改；改动请写入相应的 YAML，然后运行 `python -m validations.dictionary`。

Made from `validations/schemas/`: edit the YAML there and run `python -m validations.dictionary`, not this file.

- 空单元格即缺失值 / An empty cell is a missing value.
- `char_start`、`char_end` 以正本的 Unicode 字符计，从 0 起，不含结束位置 /
  `char_start` and `char_end` count the Unicode characters of the canonical document, from 0, the end excluded.
- 粗体为必填列 / Columns in bold are never empty.
"""


def render() -> str:
    """The whole dictionary as Markdown: every table, every column, every value of a coded column."""
    tables = load()
    lines = [_HEAD, "| 表 / table | | |", "|---|---|---|"]
    for name, table in tables.items():
        lines.append(f"| [`{name}`](#{name}) | {table['title']['zh']} | {_cell(table['description']['en'])} |")
    for name, table in tables.items():
        lines += ["", *_table(name, table)]
    return "\n".join(lines) + "\n"


def write() -> Path:
    """Writes the dictionary to its place in `docs/` and returns the path."""
    PATH.parent.mkdir(parents=True, exist_ok=True)
    PATH.write_text(render(), encoding="utf-8", newline="\n")
    return PATH


def _table(name: str, table: dict[str, Any]) -> list[str]:
    keys = ", ".join(f"`{key}`" for key in primary_key(name))
    lines = [
        f"## {name}",
        "",
        f"**{table['title']['zh']} / {table['title']['en']}.** {table['description']['zh']}",
        "",
        table["description"]["en"],
        "",
        f"主键 / primary key: {keys}",
        "",
        "| 列 / column | 名称 / title | 类型 / type | 约束 / constraints | 说明 / description | 例 / example |",
        "|---|---|---|---|---|---|",
    ]
    references = {own[0]: f"→ `{other}.{theirs[0]}`" for own, other, theirs in foreign_keys(name)}
    for field in table["fields"]:
        lines.append(_row(field, references.get(field["name"])))
    for field in table["fields"]:
        if field["values"]:
            lines += ["", f"`{field['name']}`:", ""]
            lines += [f"- `{value}`: {label['zh']} / {label['en']}" for value, label in field["values"].items()]
    return lines


def _row(field: dict[str, Any], reference: str | None) -> str:
    constraints = constraints_of(field)
    name = f"`{field['name']}`"
    title, description = field["title"], field["description"]
    kind = field["type"] + (f" ({field['unit']})" if "unit" in field else "")
    limits = [reference] if reference else []
    if constraints.get("unique"):
        limits.append("唯一 / unique")
    if "minimum" in constraints or "maximum" in constraints:
        limits.append(f"{constraints.get('minimum', '')} … {constraints.get('maximum', '')}".strip())
    if "pattern" in constraints:
        limits.append(f"`{constraints['pattern']}`")
    if field["values"]:
        limits.append("见下 / see below")
    cells = [
        f"**{name}**" if constraints.get("required") else name,
        f"{title['zh']} / {title['en']}",
        kind,
        "; ".join(limits),
        f"{description['zh']} / {description['en']}",
        f"`{field['example']}`" if "example" in field else "",
    ]
    return f"| {' | '.join(_cell(cell) for cell in cells)} |"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


if __name__ == "__main__":
    print(write())
