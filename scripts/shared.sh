# What the scripts share: where things are, which Java runs them, and with what settings. Sourced, never run.
# shellcheck shell=sh
# shellcheck disable=SC2034 # The scripts that source this use what it sets.

# The name to begin messages with, and the project's directory.
program=${0##*/}
project=$(cd "${0%/*}/.." && pwd)

exit_usage=64
exit_unavailable=69
exit_configuration=78

# The leader's port for clients. Follower N has the base port + N. Ports between servers are 100 higher.
host=127.0.0.1
base_port=${LOCKSTEP_BASE_PORT:-9000}

# Data, log and process id of each server, in a directory named after it: leader, follower-1, follower-2.
run=${LOCKSTEP_RUN:-./run}
case $run in
/*) ;;
*) run=$PWD/${run#./} ;;
esac

# Programs run from copies of the jars, so that a build may replace or delete what it made before.
installed=${LOCKSTEP_INSTALLED:-$project/.installed}
unused_minutes=10

# One server, started small: a fixed young generation keeps the process small however busy it is, and the rest of the
# heap grows only with what the server has to remember.
server_java_options='-Xms24m -Xmn16m -Xmx256m -Xss512k -XX:+UseSerialGC -XX:+ExitOnOutOfMemoryError
    -XX:-UsePerfData'

# The client runs for a moment or waits for a person: it should start fast.
# QUIT has the virtual machine print its threads: not among the output of a command that run has started.
client_java_options='-Xmx256m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:-UsePerfData
    -XX:+DisplayVMOutputToStderr'

say() {
    printf '%s: %s\n' "$program" "$1" >&2
}

# fail STATUS MESSAGE
fail() {
    say "$2"
    exit "$1"
}

# nearest WORD CHOICE...: prints "; did you mean CHOICE?" with the choice that takes the fewest edits, or nothing if all
# take many. An edit changes, adds or drops a character, or swaps two neighbours, as in the programs.
nearest() {
    printf '%s\n' "$@" | awk '
        function least(a, b) { return a < b ? a : b }
        function edits(from, to,    i, j, here, change) {
            for (j = 0; j <= length(to); j++) cost[0, j] = j
            for (i = 1; i <= length(from); i++) {
                cost[i, 0] = i
                for (j = 1; j <= length(to); j++) {
                    here = substr(from, i, 1)
                    change = here == substr(to, j, 1) ? 0 : 1
                    cost[i, j] = least(cost[i - 1, j - 1] + change, 1 + least(cost[i - 1, j], cost[i, j - 1]))
                    if (i > 1 && j > 1 && here == substr(to, j - 1, 1) && substr(from, i - 1, 1) == substr(to, j, 1))
                        cost[i, j] = least(cost[i, j], cost[i - 2, j - 2] + 1)
                }
            }
            return cost[length(from), length(to)]
        }
        NR == 1 { word = $0; few = int((length(word) + 1) / 3); few = few < 1 ? 1 : few; next }
        edits(word, $0) <= few && (found == "" || edits(word, $0) < best) { found = $0; best = edits(word, $0) }
        END { if (word != "" && found != "") printf "; did you mean %s?", found }'
}

# Whether $1 is a whole number without a sign.
is_number() {
    case $1 in
    '' | *[!0-9]*) return 1 ;;
    esac
}

# number_of NAME: prints 0 for leader and N for follower-N; fails for anything else.
number_of() {
    case $1 in
    leader) number=0 ;;
    follower-*) number=${1#follower-} ;;
    *) return 1 ;;
    esac
    [ "$1" = leader ] || is_follower_number "$number" || return 1
    echo "$number"
}

is_follower_number() {
    is_number "$1" && [ "$1" -ge 1 ] && [ "$1" -lt 100 ]
}

require_base_port() {
    is_number "$base_port" && [ "$base_port" -ge 1 ] && [ "$base_port" -le 65000 ] ||
        fail $exit_configuration "LOCKSTEP_BASE_PORT=$base_port is not a port from 1 to 65000; set it to one"
}

# Sets $java to the program, $java_version to its major version and $java_runtime to its build; refuses what is too old.
choose_java() {
    if [ -n "${JAVA_HOME:-}" ]; then
        java=$JAVA_HOME/bin/java
        [ -x "$java" ] || fail $exit_configuration "JAVA_HOME is $JAVA_HOME, and there is no bin/java in it"
    else
        java=$(command -v java) || fail $exit_configuration 'no java found: install JDK 17 or later, or set JAVA_HOME'
    fi
    read_version "$java"
    is_number "$java_version" || fail $exit_configuration "cannot tell the version of $java"
    [ "$java_version" -ge 17 ] ||
        fail $exit_configuration "$java is Java $java_version; Lockstep needs 17 or later: set JAVA_HOME to one"
}

# The major version of a java program.
java_version_of() {
    read_version "$1"
    printf '%s' "$java_version"
}

# read_version JAVA: sets $java_version and $java_runtime. They are in a file that comes with Java: asking it takes a while.
read_version() {
    java_version=
    java_runtime=
    release=$(readlink -f "$1" 2>/dev/null || echo "$1")
    release=${release%/bin/*}/release
    if [ -r "$release" ]; then
        while IFS='="' read -r key none value rest; do
            case $key in
            JAVA_VERSION) java_version=$value ;;
            JAVA_RUNTIME_VERSION) java_runtime=$value ;;
            esac
        done <"$release"
    else
        java_version=$("$1" -version 2>&1 | sed -n 's/.* version "\([^"]*\)".*/\1/p')
    fi
    java_version=${java_version#1.}
    java_version=${java_version%%[!0-9]*}
    java_runtime=${java_runtime:-$java_version}
}

# require_built MODULE: builds all jars if this one is missing, and sets $built to it.
require_built() {
    built=$project/$1/target/${1##*/}.jar
    [ ! -f "$built" ] || return 0
    say "${1##*/}.jar is not built yet; building, which takes some minutes the first time"
    build
    [ -f "$built" ] || fail $exit_unavailable "the build did not make $built; mvn's messages are above"
}

# require_jar MODULE: sets $jar to a copy of the module's jar that no build touches.
require_jar() {
    require_built "$1"
    install_jar "$1"
}

build() {
    require_maven
    (cd "$project" && mvn -B -q -Dmaven.test.skip=true package) >&2 ||
        fail $exit_unavailable "the build failed; mvn's messages are above"
    "$project/scripts/archive" || say 'programs will start more slowly without class archives; all else works'
}

require_maven() {
    command -v mvn >/dev/null || fail $exit_configuration 'mvn not found: install Maven 3.6.3 or later'
}

# install_jar MODULE: sets $jar to a copy of $built in a directory named after its content, and makes it if there is none.
install_jar() {
    choose_copy "$1" "$built"
    if [ -f "$copy/$1.jar" ]; then
        touch "$copy"
    else
        mkdir -p "$installed"
        new=$installed/$1-new.$$
        cp -p "$built" "$new"
        # The content that was copied counts, in case a build replaced the jar in between.
        choose_copy "$1" "$new"
        mkdir -p "$copy"
        mv -f "$new" "$copy/$1.jar"
        remove_unused_copies "$1"
    fi
    jar=$copy/$1.jar
}

# choose_copy MODULE FILE: sets $copy to the directory for a jar with the content of this file.
choose_copy() {
    checksum=$(cksum <"$2")
    copy=$installed/$1-${checksum% *}-${checksum#* }
}

# Removes the copies of module $1 that no process runs from. A script may be about to run one, so recent ones stay.
remove_unused_copies() {
    processes=$(ps -A -ww -o args= 2>/dev/null) || return 0
    for old in "$installed/$1"-*; do
        case $processes in
        *"$old/"*) ;;
        *)
            if [ "$old" != "$copy" ] && [ -n "$(find "$old" -prune -mmin +$unused_minutes)" ]; then
                rm -rf "$old"
            fi
            ;;
        esac
    done
}

# archive_of MODULE: what this Java has kept of an earlier run of the installed jar. With it a server starts in half the
# time and takes less memory. Java binds an archive to the path and time of the jar, so it lies beside the copy. There are
# two kinds: an archive of classes, and from Java 25 on a cache that also has what the methods did in that run, so that
# Java compiles the right ones at once.
archive_of() {
    echo "${jar%/*}/$1-$java_runtime.$(if [ "$java_version" -ge 25 ]; then echo aot; else echo jsa; fi)"
}

# choose_archive MODULE OPTIONS: sets $archive_option to use the archive, or to nothing if there is none, or if the options
# of the user, which Java would not take beside it, say something else. Sets $quiet_options: Java ignores an unfit archive,
# and need not say so. It would run into a damaged one, so it checks it before, and the script that none of it is missing.
choose_archive() {
    archive_option=$(archive_of "$1")
    quiet_options='-XX:+VerifySharedSpaces -Xlog:cds=off -Xlog:cds+dynamic=off'
    [ "$java_version" -lt 25 ] || quiet_options="$quiet_options -Xlog:aot=off"
    if ! is_whole "$archive_option"; then
        archive_option=
    elif [ "$java_version" -ge 25 ]; then
        archive_option=-XX:AOTCache=$archive_option
    else
        archive_option=-XX:SharedArchiveFile=$archive_option
    fi
    case $2 in
    *-Xshare:* | *-XX:AOT* | *-XX:SharedArchiveFile=* | *-XX:ArchiveClassesAtExit=*) archive_option= ;;
    esac
}

# Whether this archive is there, and as long as it was when it was made.
is_whole() {
    [ -f "$1" ] && [ -f "$1.size" ] && read -r size <"$1.size" && [ "$(wc -c <"$1")" -eq "$size" ]
}

# run_server MODULE ARGUMENT...: becomes that server. LOCKSTEP_JAVA_OPTIONS come last and so win.
run_server() {
    choose_java
    require_jar "$1"
    choose_archive "$1" "${LOCKSTEP_JAVA_OPTIONS:-}"
    shift
    # From Java 24 on, the engine's queues would have the virtual machine warn about them.
    [ "$java_version" -lt 24 ] || server_java_options="$server_java_options --sun-misc-unsafe-memory-access=allow"
    # glibc would keep the memory that the just-in-time compiler frees, some 25 MB. The compiler's blocks are a little
    # larger than this limit, and so go back to the system one by one.
    export MALLOC_MMAP_THRESHOLD_="${MALLOC_MMAP_THRESHOLD_:-30000}"
    # The options are words to split.
    # shellcheck disable=SC2086
    exec "$java" $server_java_options ${archive_option:+"$archive_option"} $quiet_options \
        ${LOCKSTEP_JAVA_OPTIONS:-} -jar "$jar" "$@"
}

# run_client ARGUMENT...: becomes the client program.
run_client() {
    choose_java
    require_jar client
    choose_archive client "${LOCKSTEP_CLIENT_JAVA_OPTIONS:-}"
    keep_dropped_variables
    # shellcheck disable=SC2086
    exec "$java" $client_java_options ${archive_option:+"$archive_option"} $quiet_options \
        ${LOCKSTEP_CLIENT_JAVA_OPTIONS:-} -jar "$jar" "$@"
}

# A shell drops variables of the environment whose names are not its own kind, such as the functions of bash. The client
# passes them on to the command that run starts.
keep_dropped_variables() {
    set -- -a -z -v '^[A-Za-z_][A-Za-z0-9_]*=' "/proc/$$/environ"
    if LC_ALL=C grep -q "$@" 2>/dev/null; then
        LOCKSTEP_DROPPED_VARIABLES=$(LC_ALL=C grep "$@" | base64)
        # The system takes no longer variable.
        [ ${#LOCKSTEP_DROPPED_VARIABLES} -gt 120000 ] || export LOCKSTEP_DROPPED_VARIABLES
    fi
}

# run_program CLASS ARGUMENT...: becomes a program of the end-to-end tests, which runs servers and clients of its own.
run_program() {
    choose_java
    for module in leader follower client client/tools; do
        require_built $module
    done
    classes=$project/client/endtoend/target/test-classes
    if [ ! -f "$classes/$(echo "$1" | tr . /).class" ]; then
        say 'the tests are not compiled yet; compiling'
        require_maven
        (cd "$project" && mvn -B -q -DskipTests package) >&2 ||
            fail $exit_unavailable "the build failed; mvn's messages are above"
    fi
    cd "$project/client/endtoend" || exit
    exec "$java" -XX:+UseSerialGC \
        -cp "$classes:$project/client/tools/target/tools.jar:$project/client/target/client.jar" "$@"
}

# own_cluster PORT: from now on scripts/cluster uses a new directory, and PORT unless LOCKSTEP_BASE_PORT is set. The
# cluster and its directory go away when this program ends.
own_cluster() {
    LOCKSTEP_BASE_PORT=${LOCKSTEP_BASE_PORT:-$1}
    LOCKSTEP_RUN=$(mktemp -d "${TMPDIR:-/tmp}/lockstep-$program.XXXXXX")
    export LOCKSTEP_BASE_PORT LOCKSTEP_RUN
    # Settings for the servers of somebody else.
    unset LOCKSTEP_CONFIG LOCKSTEP_TLS LOCKSTEP_TLS_CA LOCKSTEP_TLS_CERT LOCKSTEP_TLS_KEY LOCKSTEP_TOKEN_FILE
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

# The client addresses of the servers that have a directory in $run; of a cluster of three if none has.
local_servers() {
    servers=
    for directory in "$run/leader" "$run"/follower-*; do
        if [ -d "$directory" ] && number=$(number_of "${directory##*/}"); then
            servers=$servers${servers:+,}$host:$((base_port + number))
        fi
    done
    echo "${servers:-$(three_servers)}"
}

# The machine, in one line. Needs choose_java.
machine() {
    cpu=$(sed -n 's/^model name[^:]*: *//p' /proc/cpuinfo 2>/dev/null | head -n 1)
    cores=$(getconf _NPROCESSORS_ONLN)
    echo "$cores cores, ${cpu:-unknown processor}, $(uname -sr), Java $java_runtime"
}

# The load averages of the last 1, 5 and 15 minutes.
load() {
    uptime | sed 's/.*load average[s]*: *//'
}
