# SPDX-License-Identifier: Apache-2.0
# Sourced by bin/dkvm and by the checkout's dkvm: finds a Java that is new enough, without starting one where it can.

java_wanted=25

# Sets java_major to the version of the Java installation in folder $1 that has the tool $2; 0: there is none.
java_version_of() {
    java_major=0
    [ -x "$1/bin/$2" ] || return 0
    java_text=
    if [ -r "$1/release" ]; then
        while IFS= read -r java_line || [ -n "$java_line" ]; do
            case $java_line in JAVA_VERSION=*) java_text=${java_line#JAVA_VERSION=} ;; esac
        done <"$1/release"
        java_text=${java_text#\"}
    fi
    if [ -z "$java_text" ]; then
        java_text=$("$1/bin/java" -version 2>&1 | sed -n 's/^.* version "\([^"]*\)".*$/\1/p')
    fi
    java_text=${java_text%%[!0-9]*}
    java_major=${java_text:-0}
}

# Looks at folder $1, called $2, for tool $3. Sets java_home if it will do; notes in java_looked what is there.
java_try() {
    java_version_of "$1" "$3"
    if [ "$java_major" -ge "$java_wanted" ]; then
        java_home=$1
        return 0
    fi
    if [ "$java_major" -eq 0 ]; then java_what="no $3"; else java_what="Java $java_major"; fi
    java_looked="$java_looked, $2 ($java_what)"
    return 1
}

# The file that a chain of links ends in.
java_real() {
    java_file=$1
    while [ -h "$java_file" ]; do
        java_link=$(readlink "$java_file")
        case $java_link in
            /*) java_file=$java_link ;;
            *) java_file=${java_file%/*}/$java_link ;;
        esac
    done
}

# Sets java_home to an installation with the tool $1 (java or javac), or fails and says in java_looked what was looked at.
find_java() {
    java_home=
    java_looked=
    for java_variable in DKVM_JAVA_HOME JAVA_HOME; do
        eval "java_folder=\${$java_variable:-}"
        if [ -z "$java_folder" ]; then
            java_looked="$java_looked, $java_variable (not set)"
        elif java_try "$java_folder" "$java_variable=$java_folder" "$1"; then
            return 0
        fi
    done
    if java_file=$(command -v "$1" 2>/dev/null); then
        java_real "$java_file"
        java_try "${java_file%/bin/*}" "PATH ($java_file)" "$1" && return 0
    else
        java_looked="$java_looked, PATH (no $1)"
    fi
    for java_folder in ${DKVM_JAVA_FOLDERS-/usr/lib/jvm/* /usr/lib64/jvm/* /usr/java/* /opt/java/* /opt/jdk* \
        /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home /Library/Java/JavaVirtualMachines/*/Contents/Home \
        "${HOME:-}"/.sdkman/candidates/java/* "${HOME:-}"/.jdks/* "${HOME:-}"/.local/share/mise/installs/java/*}; do
        [ -d "$java_folder" ] && java_try "$java_folder" "$java_folder" "$1" && return 0
    done
    java_looked="${java_looked#, } and the usual folders (/usr/lib/jvm, /opt, ~/.sdkman, ~/.jdks, …)"
    return 1
}
