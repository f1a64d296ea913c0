# SPDX-License-Identifier: Apache-2.0
# Sourced by bin/dkvm and by the build: the start-up cache with which a kernel's JVM starts. Needs $root and $java_home.

# Prints what the cache $1 depends on: the JDK, the sizes and times of the jars, by which the JVM knows them, and its own
# content, since zeros in it would kill the JVM. Names in an order that does not depend on the locale.
start_cache_needs() (
    export LC_ALL=C
    cat "$java_home/release" && cksum <"$1" && cd "$root/lib" && stat -L -c '%n %s %Y' ./*.jar
)

# Sets start_cache to the distribution's cache; empty: there is none that fits. A JVM that refuses one starts slower
# than without.
find_start_cache() {
    start_cache=$root/lib/start.aot
    start_cache_needs "$start_cache" 2>/dev/null | cmp -s - "$start_cache.needs" 2>/dev/null || start_cache=
}
