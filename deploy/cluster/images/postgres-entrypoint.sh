#!/bin/sh
# As the official image: POSTGRES_USER, POSTGRES_PASSWORD (or _FILE) and POSTGRES_DB, *.sql of
# /docker-entrypoint-initdb.d, then the server with the given arguments.
set -eu
[ -z "${POSTGRES_PASSWORD_FILE:-}" ] || POSTGRES_PASSWORD="$(cat "$POSTGRES_PASSWORD_FILE")"
export PATH="/opt/postgres/bin:$PATH" LD_LIBRARY_PATH=/opt/postgres/lib PGDATA=/var/lib/postgresql/data
as() { setpriv --reuid=postgres --regid=postgres --init-groups "$@"; }

if [ ! -s "$PGDATA/PG_VERSION" ]; then
  mkdir -p "$PGDATA" /var/run/postgresql
  chown postgres "$PGDATA" /var/run/postgresql
  chmod 700 "$PGDATA"
  password="$(mktemp)"
  printf '%s' "$POSTGRES_PASSWORD" >"$password"
  chown postgres "$password"
  as initdb --username="${POSTGRES_USER:-postgres}" --pwfile="$password" --auth=scram-sha-256 --encoding=UTF8 --locale=C.UTF-8
  rm -f "$password"
  {
    echo "host all all all scram-sha-256"
    echo "host replication all all scram-sha-256"
  } >>"$PGDATA/pg_hba.conf"
  # Not by postgres --single, seen with 17: its tables get object ids below 16384, as the system's own, and pgoutput
  # sends nothing of them although the publication names them.
  database="${POSTGRES_DB:-${POSTGRES_USER:-postgres}}"
  as pg_ctl -D "$PGDATA" -o "-c listen_addresses= -c unix_socket_directories=/tmp" -s -w start
  export PGHOST=/tmp PGUSER="${POSTGRES_USER:-postgres}" PGPASSWORD="$POSTGRES_PASSWORD"
  [ "$database" = postgres ] || psql -q -d postgres -c "CREATE DATABASE $database"
  for script in /docker-entrypoint-initdb.d/*.sql; do
    [ ! -f "$script" ] || psql -q -v ON_ERROR_STOP=1 -d "$database" -f "$script"
  done
  unset PGHOST PGUSER PGPASSWORD
  as pg_ctl -D "$PGDATA" -s -m fast -w stop
fi
[ "${1:-postgres}" = postgres ] && shift
exec setpriv --reuid=postgres --regid=postgres --init-groups \
  postgres -c listen_addresses='*' -c unix_socket_directories=/tmp "$@"
