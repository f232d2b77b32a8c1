#!/bin/bash
# As the official image: jobmanager, standalone-job or taskmanager with their arguments, and FLINK_PROPERTIES, a
# setting a line.
set -euo pipefail
cd /opt/flink

settings=()
while read -r line; do
  line="${line//[[:space:]]/}"
  [[ -z "$line" ]] || settings+=(-D "${line%%:*}=${line#*:}")
done <<<"${FLINK_PROPERTIES:-}"

# run_flink JVM-OPTION... CLASS ARGUMENT...
run_flink() {
  # shellcheck disable=SC2046
  FLINK_CONF_DIR=/opt/flink/conf FLINK_LIB_DIR=/opt/flink/lib exec java $(<jvm-options) -Dlog.file=/opt/flink/log/flink.log \
    -Dlog4j.configurationFile=file:/opt/flink/conf/log4j-console.properties -cp "/opt/flink/lib/*" "$@"
}

# start GET_JM_RESOURCE_PARAMS|GET_TM_RESOURCE_PARAMS CLASS ARGUMENT...: with the memory that Flink works out.
start() {
  local kind="$1" class="$2" lines jvm memory
  shift 2
  mapfile -t lines < <(run_flink org.apache.flink.runtime.util.bash.BashJavaUtils "$kind" --configDir conf "${settings[@]}" |
    sed -n 's/^BASH_JAVA_UTILS_EXEC_RESULT://p')
  read -ra jvm <<<"${lines[0]}"
  read -ra memory <<<"${lines[1]}"
  run_flink "${jvm[@]}" "$class" --configDir conf "${settings[@]}" "${memory[@]}" "$@"
}

kind="${1:-}"
shift || true
case "$kind" in
  jobmanager) start GET_JM_RESOURCE_PARAMS org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint "$@" ;;
  standalone-job) start GET_JM_RESOURCE_PARAMS org.apache.flink.container.entrypoint.StandaloneApplicationClusterEntryPoint "$@" ;;
  taskmanager) start GET_TM_RESOURCE_PARAMS org.apache.flink.runtime.taskexecutor.TaskManagerRunner "$@" ;;
  *) echo "jobmanager, standalone-job or taskmanager" && exit 2 ;;
esac
