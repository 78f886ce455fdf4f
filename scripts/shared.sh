# What the scripts share: where things are, which Java runs them, and with what settings. Sourced, never run.
# shellcheck shell=sh
# shellcheck disable=SC2034 # The scripts that source this use what it sets.

# The name to begin messages with, and the project's directory.
program=$(basename "$0")
project=$(cd "$(dirname "$0")/.." && pwd)

exit_usage=64
exit_unavailable=69
exit_configuration=78

# Founder at the base port, follower N at the base port + N. Peer ports are 100 higher.
host=127.0.0.1
base_port=${LOCKSTEP_BASE_PORT:-9000}

# Data, logs and process ids of the servers, a directory for each.
run=${LOCKSTEP_RUN:-./run}
case $run in
/*) ;;
*) run=$PWD/${run#./} ;;
esac

# One server, started small: a fixed young generation keeps the process small however busy it is, and the rest of the
# heap grows only with what the server has to remember.
server_java_options='-Xms24m -Xmn16m -Xmx256m -Xss512k -XX:+UseSerialGC -XX:+ExitOnOutOfMemoryError
    -XX:-UsePerfData -Xshare:auto'

# The client lives for a moment or waits for a person: it should start fast.
client_java_options='-Xmx256m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:-UsePerfData -Xshare:auto'

say() {
    printf '%s: %s\n' "$program" "$1" >&2
}

# fail STATUS MESSAGE
fail() {
    say "$2"
    exit "$1"
}

# Whether $1 is a whole number without a sign.
is_number() {
    case $1 in
    '' | *[!0-9]*) return 1 ;;
    esac
}

require_base_port() {
    is_number "$base_port" && [ "$base_port" -ge 1 ] && [ "$base_port" -le 65000 ] ||
        fail $exit_configuration "LOCKSTEP_BASE_PORT=$base_port is no port from 1 to 65000"
}

# Sets $java to the program and $java_version to its major version; refuses what is too old.
choose_java() {
    if [ -n "${JAVA_HOME:-}" ]; then
        java=$JAVA_HOME/bin/java
        [ -x "$java" ] || fail $exit_configuration "JAVA_HOME is $JAVA_HOME, and there is no bin/java in it"
    else
        java=$(command -v java) || fail $exit_configuration 'no java found: install JDK 17 or later, or set JAVA_HOME'
    fi
    java_version=$(java_version_of "$java")
    is_number "$java_version" || fail $exit_configuration "cannot tell the version of $java"
    [ "$java_version" -ge 17 ] ||
        fail $exit_configuration "$java is Java $java_version; Lockstep needs 17 or later: set JAVA_HOME to one"
}

# The major version of a java program: from the file that comes with it, because asking the program takes a while.
java_version_of() {
    release=$(dirname "$(dirname "$(readlink -f "$1" 2>/dev/null || echo "$1")")")/release
    if [ -r "$release" ]; then
        version=$(sed -n 's/^JAVA_VERSION="\(.*\)"$/\1/p' "$release")
    else
        version=$("$1" -version 2>&1 | sed -n 's/.* version "\([^"]*\)".*/\1/p')
    fi
    version=${version#1.}
    printf '%s' "${version%%[!0-9]*}"
}

# require_jar MODULE: builds all the jars if this one is missing, and sets $jar.
require_jar() {
    jar=$project/$1/target/${1##*/}.jar
    [ -f "$jar" ] && return
    say "${1##*/}.jar is not built yet; building, which takes some minutes the first time"
    build
    [ -f "$jar" ] || fail $exit_unavailable "the build made no $jar"
}

build() {
    command -v mvn >/dev/null || fail $exit_configuration 'no mvn found: install Maven 3.6.3 or later'
    (cd "$project" && mvn -B -q -Dmaven.test.skip=true package) >&2 ||
        fail $exit_unavailable "the build failed; mvn's messages are above"
    "$project/scripts/archive" || say 'without archives of classes, programs start more slowly; all else is the same'
}

# archive_of MODULE: a program's classes as this Java has prepared them, which scripts/archive makes: a server then starts
# in half the time and takes less memory.
archive_of() {
    echo "$project/$1/target/$1-$(runtime_version).jsa"
}

runtime_version() {
    release=$(dirname "$(dirname "$(readlink -f "$java" 2>/dev/null || echo "$java")")")/release
    version=$(sed -n 's/^JAVA_RUNTIME_VERSION="\(.*\)"$/\1/p' "$release" 2>/dev/null)
    echo "${version:-$java_version}"
}

# archive_option MODULE: has java use the archive, if there is one and the program was not built anew since. What java finds
# unfit it leaves, and need not say so.
archive_option() {
    archive=$(archive_of "$1")
    if [ -f "$archive" ] && [ "$archive" -nt "$project/$1/target/$1.jar" ]; then
        echo "-XX:SharedArchiveFile=$archive -Xlog:cds=off -Xlog:cds+dynamic=off"
    fi
}

# run_server MODULE ARGUMENT...: becomes that server. LOCKSTEP_JAVA_OPTIONS come last and so win.
run_server() {
    choose_java
    require_jar "$1"
    archive_option=$(archive_option "$1")
    shift
    # From Java 24 on, the engine's queues would have the virtual machine warn about them.
    [ "$java_version" -lt 24 ] || server_java_options="$server_java_options --sun-misc-unsafe-memory-access=allow"
    # glibc would keep what the just-in-time compiler has freed, some 25 MB of it. Its blocks are a little larger than this,
    # and so are given back to the system one by one.
    export MALLOC_MMAP_THRESHOLD_="${MALLOC_MMAP_THRESHOLD_:-30000}"
    # The options are words to split.
    # shellcheck disable=SC2086
    exec "$java" $server_java_options $archive_option ${LOCKSTEP_JAVA_OPTIONS:-} -jar "$jar" "$@"
}

# run_client ARGUMENT...: becomes a client.
run_client() {
    choose_java
    require_jar client
    # The line editor talks to the terminal through native code.
    [ "$java_version" -lt 24 ] || client_java_options="$client_java_options --enable-native-access=ALL-UNNAMED"
    archive_option=$(archive_option client)
    # shellcheck disable=SC2086
    exec "$java" $client_java_options $archive_option ${LOCKSTEP_CLIENT_JAVA_OPTIONS:-} -jar "$jar" "$@"
}

# own_cluster PORT: from now on scripts/cluster keeps to a new directory, and to PORT unless LOCKSTEP_BASE_PORT is set; both
# go away when this program ends.
own_cluster() {
    LOCKSTEP_BASE_PORT=${LOCKSTEP_BASE_PORT:-$1}
    LOCKSTEP_RUN=$(mktemp -d "${TMPDIR:-/tmp}/lockstep-$program.XXXXXX")
    export LOCKSTEP_BASE_PORT LOCKSTEP_RUN
    base_port=$LOCKSTEP_BASE_PORT
    run=$LOCKSTEP_RUN
    require_base_port
    trap 'end_own_cluster' EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM
    choose_java
    for module in leader follower client; do
        require_jar $module
    done
}

end_own_cluster() {
    status=$?
    trap - EXIT INT TERM
    "$project/scripts/cluster" stop >/dev/null || true
    rm -rf "$LOCKSTEP_RUN"
    exit $status
}

# The client addresses of a cluster of three.
three_servers() {
    echo "$host:$base_port,$host:$((base_port + 1)),$host:$((base_port + 2))"
}
