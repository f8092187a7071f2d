# Sourced by ./up and ./test: a virtual environment in .venv that holds exactly what a lock file pins.
# Needs nothing but a Python 3.11 or newer with venv. uv is used because it is fast; without it pip does the same.

say() { printf '%s\n' "$*" >&2; }

find_python() {
    for candidate in "${PYTHON:-}" python3 python3.13 python3.12 python3.11 /usr/bin/python3; do
        [ -n "$candidate" ] || continue
        if "$candidate" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            printf '%s' "$candidate"
            return
        fi
    done
    say "Qonys needs Python 3.11 or newer with its venv module (on Debian: python3 and python3-venv)."
    exit 1
}

stamp_of() { cat "$1" pyproject.toml bin/prepare.sh | cksum; }

# prepare LOCK: install what LOCK pins and Qonys itself; skipped when nothing changed since the last time.
prepare() {
    lock=$1
    stamp=.venv/$(basename "$lock").stamp
    if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$(stamp_of "$lock")" ]; then return; fi
    say "Installing what Qonys needs into .venv ..."
    [ -x .venv/bin/python ] || "$(find_python)" -m venv .venv
    export UV_PYTHON_DOWNLOADS=never UV_SYSTEM_CERTS=1 PIP_DISABLE_PIP_VERSION_CHECK=1 VIRTUAL_ENV="$PWD/.venv"
    if [ -x .venv/bin/uv ] || .venv/bin/python -m pip install --quiet uv 2>/dev/null; then
        .venv/bin/uv pip install --quiet --python .venv/bin/python --require-hashes -r "$lock" 2>.venv/install.log \
            && .venv/bin/uv pip install --quiet --python .venv/bin/python --no-deps --no-build-isolation -e . 2>>.venv/install.log \
            || { cat .venv/install.log >&2; exit 1; }
    else
        .venv/bin/python -m pip install --quiet --require-hashes -r "$lock"
        .venv/bin/python -m pip install --quiet --no-deps --no-build-isolation -e .
    fi
    stamp_of "$lock" > "$stamp"
}
