# Sourced by ./test: what the tests need beyond Python. Installed with apt-get where that may be done; else left out,
# which is said at the end, and fails under CI.

LEFT_OUT=""
mkdir -p var/test

leave_out() {
    LEFT_OUT="$LEFT_OUT$1; "
    if [ -n "${CI:-}" ]; then
        say "Under CI nothing may be left out: $1"
        exit 1
    fi
}

# Where a Debian package puts the programs of PostgreSQL, which are not on the PATH.
postgres_bin() {
    for folder in /usr/lib/postgresql/*/bin $(dirname "$(command -v initdb 2>/dev/null || echo /nowhere/initdb)"); do
        [ -x "$folder/initdb" ] && [ -x "$folder/pg_ctl" ] && { printf '%s' "$folder"; return; }
    done
    return 1
}

present() { case $1 in initdb) postgres_bin > /dev/null ;; *) command -v "$1" > /dev/null 2>&1 ;; esac; }

# install_missing PROGRAM:PACKAGE ...
install_missing() {
    missing=""
    for pair in "$@"; do present "${pair%%:*}" || missing="$missing ${pair#*:}"; done
    [ -z "$missing" ] && return 0
    if [ "$(id -u)" = 0 ] && command -v apt-get > /dev/null; then
        say "Installing$missing ..."
        { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends \
            $missing fonts-noto-core; } > var/test/apt.log 2>&1 || say "apt-get failed; see var/test/apt.log"
    fi
    for pair in "$@"; do present "${pair%%:*}" || leave_out "${pair#*:} is not installed"; done
}

# PostgreSQL refuses to run as root: the cluster belongs to `postgres` then.
as_postgres() {
    if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi
}

start_postgres() {
    bin=$(postgres_bin) || return 1
    cluster=$(mktemp -d /tmp/qonys-postgres.XXXXXX)
    [ "$(id -u)" = 0 ] && chown postgres "$cluster"
    port=$(.venv/bin/python -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
    as_postgres "$bin/initdb" -D "$cluster/data" -A trust -U postgres --no-sync -E UTF8 > var/test/postgres.log 2>&1 \
        && as_postgres "$bin/pg_ctl" -D "$cluster/data" -w -l "$cluster/server.log" \
            -o "-p $port -k $cluster -c listen_addresses=127.0.0.1 -c fsync=off" start >> var/test/postgres.log 2>&1 \
        || { cat var/test/postgres.log >&2; return 1; }
    POSTGRES_URL="postgresql://postgres@127.0.0.1:$port/postgres"
}

stop_postgres() {
    as_postgres "$bin/pg_ctl" -D "$cluster/data" -m immediate stop > /dev/null 2>&1 || true
    rm -rf "$cluster"
}
