#!/bin/sh
# Print the command of a Python that can build the environment, or say in one line what is missing.
# A Python of your own choice: PYTHON=/path/to/python in the environment.
set -eu

fits="3.11, 3.12 eller 3.13"
choose="Installér en af dem, eller peg på den: make PYTHON=/sti/til/python"
incomplete="" # fits, but cannot make environments
misfit=""     # runs, but is too old or too new

stop() {
    printf 'fagligheder: %s\n' "$1" >&2
    exit 1
}

if [ -n "${PYTHON:-}" ]; then
    set -- "$PYTHON"
else
    set -- python3.11 python3.12 python3.13 python3 python
fi

for command in "$@"; do
    # Ask it, do not look for it: a shim can be on the path and still not run.
    version=$("$command" -c 'import sys; print("%d.%d" % sys.version_info[:2])' \
        </dev/null 2>/dev/null) || continue
    case $version in
    3.11 | 3.12 | 3.13)
        if "$command" -c 'import ensurepip, venv' </dev/null >/dev/null 2>&1; then
            printf '%s\n' "$command"
            exit 0
        fi
        [ -n "$incomplete" ] || incomplete="$command (Python $version)"
        ;;
    *) [ -n "$misfit" ] || misfit="$command er Python $version" ;;
    esac
done

[ -z "$incomplete" ] || stop "$incomplete kan ikke oprette et miljø, for modulet venv eller ensurepip mangler. På Debian og Ubuntu: sudo apt install python3-venv"
[ -z "$misfit" ] || stop "Python $fits skal bruges, men $misfit. $choose"
[ -z "${PYTHON:-}" ] || stop "Python $fits skal bruges, men PYTHON=$PYTHON kan ikke køres."
stop "Python $fits skal bruges, men ingen Python kan køres her. $choose"
