# shellcheck shell=bash
# Every test, then those that look for memory errors under the sanitizers. Sourced by ./dev.

# ctest's words without the lines of tests that passed; its own summary stays, and is the last it says.
run_ctest() { # FOLDER ARGUMENT...
  local folder=$1
  shift
  say "ctest --test-dir $folder $*"
  ctest --test-dir "$folder" --output-on-failure --parallel "$jobs" "$@" </dev/null 2>&1 |
    tee "build/log/ctest-$folder.log" |
    if [[ $verbose == yes ]]; then cat; else grep -vE '^ *Start +[0-9]+:|^ *[0-9]+/[0-9]+ Test.* Passed +[0-9.]+ sec' || true; fi
}

# Asked of an up-to-date build.ninja, which ninja makes first where a CMakeLists.txt has changed.
has_target() { ninja -C "$1" build.ninja >/dev/null 2>&1 && ninja -C "$1" -t query "$2" >/dev/null 2>&1; }

# The tests labelled `sanitize`; as long as none is, all of them.
run_sanitized() {
  local -a labelled=()
  configure build-asan asan -DBUILD_TESTING=ON "-DMCPMX_SIMDJSON_SOURCE=$simdjson_source"
  if has_target build-asan sanitize_tests; then
    compile build-asan sanitize_tests
  else
    compile build-asan all
  fi
  if ctest --test-dir build-asan --show-only -L sanitize 2>/dev/null | grep -q '^Total Tests: [1-9]'; then
    labelled=(-L sanitize)
  fi
  ASAN_OPTIONS=${ASAN_OPTIONS:-detect_stack_use_after_return=1:strict_string_checks=1} \
    UBSAN_OPTIONS=${UBSAN_OPTIONS:-print_stacktrace=1} \
    run_ctest build-asan "${labelled[@]}" "$@"
}

command_test() {
  local sanitized=0 plainly=0
  local -a chosen=()
  if (($#)); then chosen=(-R "$1"); fi
  need_packages build test
  # Its reason not to is on stderr; the tests that need docker compose then skip and say so.
  say "docker compose for the tests: $(tests/compose/get || echo none)"
  say "Docker Engines for the tests: $(tests/engine/get 20.10 || echo none), $(tests/engine/get 26.1 || echo none)"
  configure_release -DBUILD_TESTING=ON
  compile build all
  run_sanitized "${chosen[@]}" || sanitized=$?
  # Last, so that the summary of all the tests is the last thing a person or a CI reads.
  run_ctest build --no-tests=error "${chosen[@]}" || plainly=$?
  ((sanitized == 0)) || fail "tests failed under the sanitizers" "read build/log/ctest-build-asan.log"
  ((plainly == 0)) || exit "$plainly"
}
