# What the installed programs share: which Java runs them, and with what settings. Sourced, never run, by programs that
# have set $home to the directory above bin: /usr/share/lockstep, or where the archive was unpacked.
# shellcheck shell=sh
# shellcheck disable=SC2034,SC2154 # The programs use what is set here, and set $home.

# The classes of the programs as one Java has prepared them, and the name of that Java; lockstep-prepare makes them.
prepared=$home/prepared

# The client runs for a moment or waits for a person: it should start fast.
# QUIT has the virtual machine print its threads: not among the output of a command that run has started.
client_options='-Xmx256m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:-UsePerfData
    -XX:+DisplayVMOutputToStderr'

# A fixed young generation keeps a server small however busy it is, and the rest of the heap grows only with what the
# server has to remember.
server_options='-Xms24m -Xmn16m -Xmx256m -Xss512k -XX:+UseSerialGC -XX:+ExitOnOutOfMemoryError -XX:-UsePerfData'

# fail STATUS MESSAGE
fail() {
    printf '%s: %s\n' "${0##*/}" "$2" >&2
    exit "$1"
}

# Sets $java to the program, $archive to the file of prepared classes of jar $1, or to nothing, and $archive_options to what
# goes with it.
choose_java() {
    if [ -n "${JAVA_HOME:-}" ]; then
        java=$JAVA_HOME/bin/java
        [ -x "$java" ] || fail 78 "JAVA_HOME is $JAVA_HOME, and there is no bin/java in it"
    else
        java=$(command -v java) || fail 78 'no java found: install a Java runtime of version 17 or later, or set JAVA_HOME'
    fi
    archive=$prepared/$1.jsa
    archive_options=
    # The name may be that of a link. The shells that sh may be have -ef.
    # shellcheck disable=SC3013
    if [ ! -f "$archive" ] || ! read -r its_java <"$prepared/java" || [ ! "$java" -ef "$its_java" ]; then
        archive=
        require_java_17
    else
        read -r archive_options <"$prepared/options" || archive_options=
    fi
}

# What was prepared has been checked.
require_java_17() {
    java_version=$(java_version)
    [ "${java_version:-17}" -ge 17 ] ||
        fail 78 "$java is Java $java_version; Lockstep needs 17 or later: install one, or set JAVA_HOME to one"
}

# The major version of $java, from the file that comes with it; nothing if that does not say.
java_version() {
    sed -n 's/^JAVA_VERSION="\(1\.\)\{0,1\}\([0-9]*\).*/\2/p' \
        "$(dirname "$(readlink -f "$java")")/../release" 2>/dev/null || true
}

# run_server CLASS ARGUMENT...: becomes that server. JAVA_OPTS come last and so win.
run_server() {
    choose_java server
    class=$1
    shift
    # From Java 24 on, the engine's queues would have the virtual machine warn about them.
    version=$(java_version)
    [ "${version:-17}" -lt 24 ] || server_options="$server_options --sun-misc-unsafe-memory-access=allow"
    # glibc would keep the memory that the just-in-time compiler frees, some 25 MB.
    export MALLOC_MMAP_THRESHOLD_="${MALLOC_MMAP_THRESHOLD_:-30000}"
    # The options are words to split.
    # shellcheck disable=SC2086
    exec "$java" $server_options ${archive:+"-XX:SharedArchiveFile=$archive"} $archive_options ${JAVA_OPTS:-} \
        -cp "$home/lib/server.jar" "$class" "$@"
}

# run_client ARGUMENT...: becomes the client program.
run_client() {
    choose_java client
    keep_dropped_variables
    # shellcheck disable=SC2086
    exec "$java" $client_options ${archive:+"-XX:SharedArchiveFile=$archive"} $archive_options \
        ${LOCKSTEP_CLIENT_JAVA_OPTIONS:-} -jar "$home/lib/client.jar" "$@"
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
