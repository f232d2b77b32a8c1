# Read by the scripts beside it: where the cluster is, and how its processes begin and end. The caller has set
# -euo pipefail. MILLRACE_CLUSTER names the cluster's folder where it is not the one in target/.
# shellcheck shell=bash disable=SC2034 # module, phase, products and jvm are read by launch.sh

module=deploy/cluster
phase=package
# shellcheck source=../local/launch.sh
source "$(dirname "${BASH_SOURCE[0]}")/../local/launch.sh"

set_products() {
  products=("$root"/job/target/millrace-[0-9]*.jar "$target/image/job/usrlib/millrace.jar")
}
set_products

scripts="$root/deploy/cluster"
home="${MILLRACE_CLUSTER:-$target/cluster}"
home="$(realpath -m -- "$home")" # processes are told by it, however it is spelled

# Flink's lists of folders are taken apart at , | and :, and what else is here has a meaning in its YAML.
[[ "$home" != *[,\|:\#\&\\\"\']* ]] ||
  fail "MILLRACE_CLUSTER: '$home' has one of , | : # & \\ \" ' in it, which Flink's configuration cannot have there; name another folder. Nothing was changed."

# Without either nobody could tell whether a process is the cluster's.
[[ -r /proc/self/cmdline ]] || command -v ps >/dev/null || fail "No /proc and no ps here: install ps (package procps). Nothing was changed."

need_cluster() {
  [[ -f "$home/conf/config.yaml" ]] || fail "No cluster in $home: deploy/cluster/start makes one."
}

# lock_cluster: one start or stop of a cluster at a time; another waits until this script ends.
lock_cluster() {
  command -v flock >/dev/null || fail "No flock here: install it (package util-linux). Nothing was changed."
  mkdir -p "$home/run"
  exec 9>"$home/run/lock"
  flock -n 9 && return
  echo "Another start or stop of $home is under way; waiting for its end ..." >&2
  flock -w 600 9 || fail "After 600 s it is still under way: see who has $home/run/lock open. Nothing was changed."
}

# run_flink NAME [JVM-OPTION...] -- CLASS [ARGUMENT...]: runs a class of Flink in place of this process.
run_flink() {
  local name="$1" options=()
  shift
  while [[ "$1" != -- ]]; do
    options+=("$1")
    shift
  done
  shift
  local opens
  opens="$(<"$target/classes/jvm-options")"
  # FLINK_LIB_DIR: the application mode looks for its jar in the usrlib beside it.
  # shellcheck disable=SC2086
  FLINK_CONF_DIR="$home/conf" FLINK_LIB_DIR="$home/lib" exec "$java" $opens "${options[@]}" \
    "-Dlog.file=$home/log/$name.log" "-Dlog4j2.configurationFile=${log_configuration:-$here/src/main/resources/log4j2.properties}" \
    -cp "$(<"$target/classpath")" "$@"
}

# Of a process that was started by begin, whether it is there; a number that is another's by now does not count.
is_up() {
  local pid
  [[ -f "$home/run/$1.pid" ]] || return
  pid="$(<"$home/run/$1.pid")"
  if [[ -r /proc/self/cmdline ]]; then
    grep -qaF -- "-Dlog.file=$home/log/$1.log" "/proc/$pid/cmdline" 2>/dev/null
  else
    ps -o args= -p "$pid" 2>/dev/null | grep -qF -- "-Dlog.file=$home/log/$1.log"
  fi
}

# begin NAME [JVM-OPTION...] -- CLASS [ARGUMENT...]: run_flink in the background.
begin() {
  # nohup: the terminal that it was started in may go.
  (
    trap '' HUP
    # What the processes log is for machines, what a command logs for people.
    log_configuration="$home/conf/log4j2.properties" run_flink "$@"
  ) </dev/null >>"$home/log/$1.out" 2>&1 9>&- &
  echo $! >"$home/run/$1.pid"
  # Until it is Java, it is not to be told from any other process.
  until is_up "$1" || ! kill -0 $! 2>/dev/null; do
    sleep 0.05
  done
}

# await SECONDS NAME WHAT COMMAND...: until the command succeeds, unless the process ends or the time does.
await() {
  local seconds="$1" name="$2" what="$3"
  shift 3
  local end=$((SECONDS + seconds))
  until "$@"; do
    is_up "$name" || fail "$name has ended: $what. See $home/log/$name.log and .out"
    ((SECONDS < end)) || fail "After $seconds s $what. See $home/log/$name.log and .out"
    sleep 0.1
  done
}

# end NAME...: asks them to end, and makes them after 20 s.
end() {
  local name pid deadline=$((SECONDS + 20))
  for name; do
    if is_up "$name"; then
      kill "$(<"$home/run/$name.pid")" 2>/dev/null || true
    fi
  done
  for name; do
    while is_up "$name"; do
      if ((SECONDS >= deadline)); then
        pid="$(<"$home/run/$name.pid")"
        kill -9 "$pid" 2>/dev/null || true
      fi
      sleep 0.1
    done
    rm -f "$home/run/$name.pid"
  done
}
