"""Reads the house: which module imports which, and where that breaks the table of docs/architecture.md."""

import ast
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

DOORS = ("survey", "kiosk", "admin", "api")
#: Anyone but the domain may use these; they themselves know only each other and the domain.
SHARED = ("core.config", "core.clock", "core.db", "core.keys", "core.labels")
#: The import table: what each part may import besides itself and SHARED.
MAY_IMPORT: Mapping[str, tuple[str, ...]] = {
    "core.domain": (),
    "core.models": ("domain",),
    "core.queries": ("domain", "models"),
    "core.reports": ("domain",),
    "core.services": ("domain", "models", "queries", "reports"),
    "core.jobs": ("domain", "queries", "reports", "services"),
    "core.web": ("domain", "queries", "reports", "services"),
    **dict.fromkeys(DOORS, ("domain", "queries", "reports", "services", "jobs", "web")),
    **dict.fromkeys(SHARED, ("domain",)),
}
#: Libraries that some parts must not touch, and why.
DATABASE = ("sqlalchemy", "flask_sqlalchemy", "flask_migrate", "alembic", "psycopg", "sqlite3")
HTTP = ("flask", "flask_login", "flask_wtf", "wtforms", "werkzeug", "gunicorn")
CENTRE = ("core.models", "core.queries", "core.reports", "core.services")


@dataclass(frozen=True)
class Import:
    """One imported name: by which module, of what, in which line."""

    module: str
    target: str
    line: int
    is_inside_function: bool = False


@dataclass(frozen=True)
class House:
    """All modules of a tree, by dotted name, with everything they import."""

    files: Mapping[str, Path]
    imports: tuple[Import, ...]

    def of_house(self, name: str) -> str | None:
        """Return the module of this house that an imported name stands in, or None for a library."""
        while name and name not in self.files:
            name = name.rpartition(".")[0]
        return name or None

    def edges(self) -> Iterator[tuple[Import, str]]:
        """Return every import of one module of the house by another."""
        for item in self.imports:
            target = self.of_house(item.target)
            if target and target != item.module:
                yield item, target


def read_house(root: Path) -> House:
    """Read wsgi.py, core/ and the doors below a folder."""
    files: dict[str, Path] = {}
    for part in ("wsgi.py", "core", *DOORS):
        for file in [root / part] if part.endswith(".py") else sorted((root / part).rglob("*.py")):
            if file.exists():
                files[".".join(file.relative_to(root).with_suffix("").parts).removesuffix(".__init__")] = file
    return House(files, tuple(item for name, file in files.items() for item in _imports(name, file)))


def _imports(module: str, file: Path) -> Iterator[Import]:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    inside = {id(node) for function in functions for node in ast.walk(function)}
    package = module if file.name == "__init__.py" else module.rpartition(".")[0]
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            for target in _targets(node, package):
                yield Import(module, target, node.lineno, id(node) in inside)


def _targets(node: ast.Import | ast.ImportFrom, package: str) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    base = node.module or ""
    if node.level:
        above = package.split(".")[: len(package.split(".")) - node.level + 1]
        base = ".".join([*above, *([base] if base else [])])
    return [f"{base}.{alias.name}" for alias in node.names]


def broken_rules(house: House) -> list[str]:
    """Return a sentence for each import that the house forbids, and for each cycle."""
    return [
        *_late_imports(house),
        *_forbidden_parts(house),
        *_forbidden_libraries(house),
        *_cycles(house),
    ]


def part_of(module: str) -> str:
    """Return the part of the house a module belongs to: `core.domain`, `survey`, `core.db`, `wsgi`."""
    words = module.split(".")
    return ".".join(words[:2]) if words[0] == "core" else words[0]


def _late_imports(house: House) -> Iterator[str]:
    for item in house.imports:
        if item.is_inside_function:
            yield (
                f"{_place(house, item)} imports {item.target} inside a function. Imports stand at the top: "
                "hidden ones hide cycles."
            )


def _forbidden_parts(house: House) -> Iterator[str]:
    for item, target in house.edges():
        importer, imported = part_of(item.module), part_of(target)
        if why := _objection(importer, imported):
            yield f"{_place(house, item)} imports {item.target}. {why}"


def _objection(importer: str, imported: str) -> str | None:
    if importer in ("wsgi", imported) or imported == "core":
        return None
    if importer in DOORS and imported in DOORS:
        return "A door never imports a door: what both need belongs to core/web or to a service."
    if imported == "wsgi":
        return "Only wsgi.py knows everybody; nobody knows wsgi.py."
    if imported in DOORS:
        return "The centre does not know who knocks: a door may import core, never the other way round."
    if importer not in MAY_IMPORT:
        return f"{importer} is not in the import table (tests/support/house.py): where in the house does it stand?"
    if importer in DOORS and imported == "core.db":
        return "A door never opens the database: it calls a query to read and a service to write."
    if imported in SHARED and importer != "core.domain":
        return None
    allowed = MAY_IMPORT[importer]
    if imported.removeprefix("core.") in allowed:
        return None
    rule = f"only {_listed(allowed)}" if allowed else "nothing of the house"
    return f"{importer} may import {rule} (docs/architecture.md has the table and its reasons)."


def _forbidden_libraries(house: House) -> Iterator[str]:
    for item in house.imports:
        library, part = item.target.partition(".")[0], part_of(item.module)
        if house.of_house(item.target):
            continue
        if part == "core.domain" and library not in sys.stdlib_module_names:
            yield f"{_place(house, item)} imports {library}. The domain uses the standard library only."
        elif library in DATABASE and part in (*DOORS, "core.reports"):
            yield f"{_place(house, item)} imports {library}. {part} never speaks to the database itself."
        elif library in HTTP and part in CENTRE:
            yield f"{_place(house, item)} imports {library}. {part} does not know that there is a web."


def _cycles(house: House) -> Iterator[str]:
    modules: dict[str, set[str]] = {}
    folders: dict[str, set[str]] = {}
    for item, target in house.edges():
        modules.setdefault(item.module, set()).add(target)
        # A module taken out of a package loads the package first.
        package = item.target.rpartition(".")[0]
        if package in house.files and package != item.module:
            modules[item.module].add(package)
        mine, theirs = (house.files[name].parent for name in (item.module, target))
        is_apart = mine != theirs and mine not in theirs.parents and theirs not in mine.parents
        if is_apart:
            folders.setdefault(str(mine), set()).add(str(theirs))
    for kind, graph in (("modules", modules), ("folders", folders)):
        for knot in knots(graph):
            yield f"These {kind} import each other in a circle: {_listed(knot)}. One of them knows too much."


def knots(graph: Mapping[str, Iterable[str]]) -> list[list[str]]:
    """Return the groups of nodes that can all reach each other (Tarjan 1972), each sorted."""
    order: dict[str, int] = {}
    lowest: dict[str, int] = {}
    path: list[str] = []
    found: list[list[str]] = []

    def visit(node: str) -> None:
        order[node] = lowest[node] = len(order)
        path.append(node)
        for neighbour in graph.get(node, ()):
            if neighbour not in order:
                visit(neighbour)
                lowest[node] = min(lowest[node], lowest[neighbour])
            elif neighbour in path:
                lowest[node] = min(lowest[node], order[neighbour])
        if lowest[node] == order[node]:
            knot = path[path.index(node) :]
            del path[path.index(node) :]
            if len(knot) > 1:
                found.append(sorted(knot))

    for node in sorted(graph):
        if node not in order:
            visit(node)
    return found


def _place(house: House, item: Import) -> str:
    path = item.module.replace(".", "/")
    is_package = house.files[item.module].name == "__init__.py"
    return f"{path}/__init__.py:{item.line}" if is_package else f"{path}.py:{item.line}"


def _listed(words: Iterable[str]) -> str:
    return ", ".join(words)
