#!/bin/sh
# As the official image: MYSQL_ROOT_PASSWORD and MYSQL_ROOT_HOST, then the server with the given arguments.
set -eu
export LD_LIBRARY_PATH=/opt/mysql/lib/private
data=/var/lib/mysql/data

if [ ! -d "$data/mysql" ]; then
  mkdir -p "$data"
  chown mysql "$data"
  first="$(mktemp)"
  {
    echo "ALTER USER 'root'@'localhost' IDENTIFIED BY '$MYSQL_ROOT_PASSWORD';"
    echo "CREATE USER 'root'@'${MYSQL_ROOT_HOST:-%}' IDENTIFIED BY '$MYSQL_ROOT_PASSWORD';"
    echo "GRANT ALL ON *.* TO 'root'@'${MYSQL_ROOT_HOST:-%}' WITH GRANT OPTION;"
  } >"$first"
  chown mysql "$first"
  setpriv --reuid=mysql --regid=mysql --init-groups /opt/mysql/bin/mysqld --no-defaults --basedir=/opt/mysql \
    --datadir="$data" --initialize-insecure --init-file="$first"
  rm -f "$first" "$data/auto.cnf"
fi
[ "${1:-}" = mysqld ] && shift
exec setpriv --reuid=mysql --regid=mysql --init-groups /opt/mysql/bin/mysqld --no-defaults --basedir=/opt/mysql \
  --datadir="$data" --socket=/tmp/mysql.sock --pid-file=/tmp/mysqld.pid --mysqlx=OFF --skip-name-resolve \
  --log-bin=binlog "$@"
