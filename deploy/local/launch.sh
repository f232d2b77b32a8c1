# shellcheck shell=bash
# Read by the scripts beside it and by bench/run: builds what is not built, then runs a class of that module.
# The caller has set -euo pipefail, module and phase if they are not deploy/local and process-classes, and log if the log
# is not called as the script.

here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)"
root="$(cd "$here/../.." && pwd)"
module="${module:-deploy/local}"
target="$root/$module/target"
# What else of the build the caller needs.
products=()

fail() {
  echo "$1" >&2
  exit 1
}

find_java() {
  if [[ -n "${JAVA_HOME:-}" && -x "$JAVA_HOME/bin/java" ]]; then
    java="$JAVA_HOME/bin/java"
  else
    java="$(command -v java || true)"
  fi
  [[ -n "$java" ]] || fail "No Java here: install JDK 17 and set JAVA_HOME or PATH."
}

# Whether a source is newer than the last build, or what that made is gone.
stale() {
  local product
  for product in "$target/classpath" "${products[@]}"; do
    [[ -f "$product" ]] || return 0
  done
  [[ -n "$(find "$root/pom.xml" "$root/connectors" "$root/job" "$here" "$root/$module" \
    -name target -prune -o \( -path '*/src/main/*' -o -name pom.xml \) -type f -newer "$target/classpath" -print -quit)" ]]
}

has_mysql() {
  grep -q '^archive=.' "$root/connectors/cdc-databases/target/classes/dev/millrace/databases/mysql.properties" 2>/dev/null
}

# source_of ARGUMENT...: with-mysql where they say --source mysql, without-mysql otherwise.
source_of() {
  case " ${*,,} " in
    *" --source mysql "* | *" --source=mysql "*) echo with-mysql ;;
    *) echo without-mysql ;;
  esac
}

# build_unless_built with-mysql|without-mysql
build_unless_built() {
  local options=() what="Millrace"
  if [[ "$1" == with-mysql ]]; then
    what="Millrace and fetching MySQL 8.0.33 (550 MB, once)"
    has_mysql || rm -f "$target/classpath"
  elif ! has_mysql; then
    options+=(-Dmillrace.without-mysql)
  fi
  stale || return 0
  command -v mvn >/dev/null || fail "No Maven here: install Maven 3.8 or later, or build $module elsewhere."
  command -v javac >/dev/null || [[ -x "${JAVA_HOME:-}/bin/javac" ]] || fail "No JDK here: Java is there, javac is not. Install JDK 17."
  echo "Building $what ..."
  # jansi.noreset: without it Maven ends with an escape code, also into a pipe.
  (cd "$root" && MAVEN_OPTS="${MAVEN_OPTS:-} -Djansi.noreset=true" mvn -q -B -ntp -Dstyle.color=never -pl "$module" -am "${options[@]}" -DskipTests "${phase:-process-classes}")
}

# launch CLASS [ARGUMENT...]
launch() {
  local class="$1"
  shift
  local opens
  opens="$(<"$target/classes/jvm-options")"
  local settings=(
    "-Dmillrace.examples=$here/examples"
    "-Dlog.file=$target/${log:-$(basename "$0")}.log"
  )
  if [[ -t 1 ]]; then
    settings+=(-Dmillrace.terminal=true "-Dmillrace.columns=$(tput cols 2>/dev/null || echo 80)")
  fi
  # shellcheck disable=SC2086
  exec "$java" $opens "${jvm[@]}" "${settings[@]}" ${MILLRACE_JVM_OPTIONS:-} \
    -cp "$target/classes:$(<"${classpath:-$target/classpath}")" "$class" "$@"
}

# A large young generation: what a change leaves behind is garbage at once, and few collections mean few pauses.
# Room for the classes: each time they outgrow it, the JVM collects everything.
jvm=(-Xms1536m -Xmx1536m -Xmn1g -XX:+UseParallelGC -XX:MetaspaceSize=256m)
