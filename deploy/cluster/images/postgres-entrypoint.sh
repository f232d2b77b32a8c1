#!/bin/sh
# As the official image: POSTGRES_USER, POSTGRES_PASSWORD and POSTGRES_DB, then the server with the given arguments.
set -eu
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
fi
[ "${1:-postgres}" = postgres ] && shift
exec setpriv --reuid=postgres --regid=postgres --init-groups \
  postgres -c listen_addresses='*' -c unix_socket_directories=/tmp "$@"
