#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Makes the start-up cache of the distribution $1 by a short run of a kernel. Without one, kernels start as well, later.
set -eu

root=$(CDPATH='' cd -P "$1" && pwd -P)
. "$root/bin/find-java.sh"
. "$root/bin/start-cache.sh"
find_java java || exit 0

work=$root/.training
rm -rf "$work"
trap 'rm -rf "$work"' EXIT
mkdir "$work"
cd "$work"
cat >desk.yaml <<DESK
version: 1
devices:
  keys: {type: dummy-keyboard-source, config: {file: ../examples/typing.evemu, speed: 0}}
  paper: {type: dummy-keyboard-sink, config: {file: paper.evemu}}
pipelines:
  typing: {from: keys, to: paper}
DESK

# Everything stays in the folder, and what the JVM says of the cache on its way out is nobody's.
unset RUNTIME_DIRECTORY XDG_RUNTIME_DIR NOTIFY_SOCKET
if DKVM_JAVA_HOME=$java_home JAVA_TOOL_OPTIONS="-XX:AOTCacheOutput=start.aot -Xlog:disable" \
    "$root/bin/dkvm" run --home home --until-end --timeout 120s desk.yaml >said 2>&1 && [ -s start.aot ]; then
    start_cache_needs start.aot >start.aot.needs
    # After a power cut too, what counts is there.
    sync start.aot start.aot.needs
    mv start.aot "$root/lib/start.aot"
    # Last: what it names is complete.
    mv start.aot.needs "$root/lib/start.aot.needs"
    sync "$root/lib"
else
    echo "no start-up cache for the distribution; the run that should have made one said:" >&2
    tail -n 5 said >&2
fi
