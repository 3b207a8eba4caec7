"""Python lines as a reader pastes them into a notebook."""

from __future__ import annotations

import ast


def run(code: str, **given: object) -> tuple[dict, object]:
    """Run lines as a notebook does; return their names, and what the last line gives."""
    tree = ast.parse(code)
    last = tree.body.pop()
    assert isinstance(last, ast.Expr)
    names: dict[str, object] = dict(given)
    exec(compile(tree, "lines", "exec"), names)  # noqa: S102
    return names, eval(compile(ast.Expression(last.value), "lines", "eval"), names)  # noqa: S307
