# shellcheck shell=bash
# Configures and compiles. Sourced by ./dev.

export CCACHE_BASEDIR=${CCACHE_BASEDIR:-$root} CCACHE_NOHASHDIR=${CCACHE_NOHASHDIR:-true}
export NINJA_STATUS='[%f/%t] '

cached() { sed -n "s/^$2:[A-Z]*=//p" "$1/CMakeCache.txt" 2>/dev/null; }

# Ninja itself configures again when a CMakeLists.txt changes; it is asked for here only where it cannot know.
must_configure() { # FOLDER -DNAME=VALUE...
  local folder=$1 setting
  shift
  [[ -f $folder/build.ninja && ! CMakePresets.json -nt $folder/CMakeCache.txt ]] || return 0
  [[ $(cached "$folder" CMAKE_HOME_DIRECTORY) == "$root" ]] || return 0
  for setting in "$@"; do
    setting=${setting#-D}
    [[ $(cached "$folder" "${setting%%=*}") == "${setting#*=}" ]] || return 0
  done
  return 1
}

configure() { # FOLDER PRESET -DNAME=VALUE...
  local folder=$1 preset=$2 log=build/log/configure-$2.log
  local -a fresh=()
  shift 2
  must_configure "$folder" "$@" || return 0
  # A checkout that was moved or copied with its build folder: CMake would refuse the old cache.
  if [[ -f $folder/CMakeCache.txt && $(cached "$folder" CMAKE_HOME_DIRECTORY) != "$root" ]]; then
    fresh=(--fresh)
  fi
  say "cmake --preset $preset $*"
  if ! cmake --preset "$preset" -B "$folder" "${fresh[@]}" "$@" >"$log" 2>&1; then
    grep -A 8 -E 'CMake Error|Could NOT find' "$log" >&2 || tail -n 20 "$log" >&2
    fail "the configuration failed" "read $log; a library that is missing is in docs/dependencies.md"
  fi
  touch "$folder/CMakeCache.txt"
}

# The build of what users get, in build/.
configure_release() { # -DNAME=VALUE...
  get_simdjson
  configure build release "-DMCPMX_SIMDJSON_SOURCE=$simdjson_source" "$@"
}

# One line that changes on a terminal, else a line each tenth: a long build must not look dead in a log.
show_progress() {
  if [[ $verbose == yes ]]; then
    cat
  elif [[ -t 1 ]]; then
    awk '/^\[[0-9]+\/[0-9]+\]/ { printf "\r\033[K    %s", substr($0, 1, 100); fflush(); shown = 1 }
         END { if (shown) printf "\r\033[K" }'
  else
    awk -F '[][/]' '/^\[[0-9]+\/[0-9]+\]/ && $3 > 20 {
           tenth = int(10 * $2 / $3)
           if (tenth != last) { last = tenth; printf "    %d of %d\n", $2, $3; fflush() } }'
  fi
}

# Of a failed build: each failed step's own words, without the long command line.
show_build_errors() {
  awk '/^FAILED: / { print; skip = 1; on = 1; next }
       skip { skip = 0; next }
       /^\[[0-9]+\/[0-9]+\]/ || /^ninja: / { on = 0 }
       on { print }' "$1" | head -n 80 >&2
}

compile() { # FOLDER TARGET...
  local folder=$1 log=build/log/$1.log started=$SECONDS
  shift
  say "cmake --build $folder --target $*"
  if ! cmake --build "$folder" --parallel "$jobs" --target "$@" </dev/null 2>&1 |
    tee "$log" | show_progress; then
    show_build_errors "$log"
    fail "the build failed" "read $log, or see it all with ./dev -v"
  fi
  printf '    done in %d s\n' $((SECONDS - started))
}

# What a user gets, without the tests: nothing of the test packages is needed. A folder that was
# configured with tests stays so, and its tests are just not built.
build_product() {
  if [[ -f build/build.ninja ]]; then configure_release; else configure_release -DBUILD_TESTING=OFF; fi
  compile build sdk/all host/all plugins/all mappings/all
}
