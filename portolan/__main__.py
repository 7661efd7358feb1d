"""`portolan`, the command line."""

from __future__ import annotations


def main() -> None:
    """Run the command line."""
    from portolan.operations.commands import cli  # noqa: PLC0415  nothing of Django is loaded to print the help

    cli()


if __name__ == "__main__":
    main()
