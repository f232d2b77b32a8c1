#!/bin/sh
# As the official image: MYSQL_ROOT_PASSWORD and MYSQL_ROOT_HOST, MYSQL_DATABASE with its MYSQL_USER and MYSQL_PASSWORD,
# passwords also as _FILE, *.sql of /docker-entrypoint-initdb.d (a statement a line), then the server with the arguments.
set -eu
[ -z "${MYSQL_ROOT_PASSWORD_FILE:-}" ] || MYSQL_ROOT_PASSWORD="$(cat "$MYSQL_ROOT_PASSWORD_FILE")"
[ -z "${MYSQL_PASSWORD_FILE:-}" ] || MYSQL_PASSWORD="$(cat "$MYSQL_PASSWORD_FILE")"
# /opt/mysql, or /usr where it is Debian's.
program="$(readlink -f "$(command -v mysqld)")"
home="${program%/*bin/mysqld}"
export LD_LIBRARY_PATH="$home/lib/private"
data=/var/lib/mysql/data

if [ ! -d "$data/mysql" ]; then
  mkdir -p "$data"
  chown mysql "$data"
  first="$(mktemp)"
  {
    echo "ALTER USER 'root'@'localhost' IDENTIFIED BY '$MYSQL_ROOT_PASSWORD';"
    echo "CREATE USER 'root'@'${MYSQL_ROOT_HOST:-%}' IDENTIFIED BY '$MYSQL_ROOT_PASSWORD';"
    echo "GRANT ALL ON *.* TO 'root'@'${MYSQL_ROOT_HOST:-%}' WITH GRANT OPTION;"
    if [ -n "${MYSQL_DATABASE:-}" ]; then
      echo "CREATE DATABASE $MYSQL_DATABASE;"
      if [ -n "${MYSQL_USER:-}" ]; then
        echo "CREATE USER '$MYSQL_USER'@'%' IDENTIFIED BY '$MYSQL_PASSWORD';"
        echo "GRANT ALL ON $MYSQL_DATABASE.* TO '$MYSQL_USER'@'%';"
      fi
      echo "USE $MYSQL_DATABASE;"
    fi
    for script in /docker-entrypoint-initdb.d/*.sql; do
      [ ! -f "$script" ] || cat "$script"
    done
  } >"$first"
  chown mysql "$first"
  setpriv --reuid=mysql --regid=mysql --init-groups "$program" --no-defaults --basedir="$home" \
    --datadir="$data" --secure-file-priv=NULL --initialize-insecure --init-file="$first"
  rm -f "$first" "$data/auto.cnf"
fi
[ "${1:-}" = mysqld ] && shift
exec setpriv --reuid=mysql --regid=mysql --init-groups "$program" --no-defaults --basedir="$home" \
  --datadir="$data" --socket=/tmp/mysql.sock --pid-file=/tmp/mysqld.pid --mysqlx=OFF --skip-name-resolve \
  --secure-file-priv=NULL --log-bin=binlog "$@"
