# shellcheck shell=bash
# What a reviewer should not have to look for. Each check prints its findings as file:line: what, and
# the last line counts. Sourced by ./dev; clang-tidy, with its cache, is tools/dev/tidy.

# The texts of this tree as it lies on disk, committed or not. Build folders, golden files and documents that
# tests edit are not ours to mend.
lint_files() { # FIND-ARGUMENT...
  find . -mindepth 1 \( -name .git -o -path './build' -o -path './build-*' -o -path './out' \
    -o -path './tests/golden' -o -path './tests/documents/yaml' -o -path './tests/documents/json' \
    -o -name node_modules \) -prune -o -type f "$@" -print | sed 's#^\./##' | LC_ALL=C sort
}

cpp_files() { lint_files \( -name '*.h' -o -name '*.hpp' -o -name '*.c' -o -name '*.cpp' \) | grep -E '^(host|sdk|plugins|tests)/' || true; }

check_format() {
  local tool=clang-format-14
  if ! command -v "$tool" >/dev/null; then
    tool=clang-format
    warn "clang-format 14 is not here; another version may see the same code otherwise"
  fi
  # A finding is `file:line:column: error: …`, the line itself and a caret: the first is enough.
  cpp_files | xargs -r -n 8 -P "$jobs" "$tool" --dry-run -Werror 2>&1 | grep -E '^[^ ]+:[0-9]+:[0-9]+: ' || true
}

check_lengths() {
  local file lines
  while read -r file; do
    lines=$(wc -l <"$file")
    if ((lines > 500)); then
      printf '%s:500: has %d lines; past 500 it is two files\n' "$file" "$lines"
    elif ((lines > 250)); then
      warn "$file has $lines lines; the house style is 60 to 250"
    fi
  done < <(cpp_files | grep -vE '^tests/')
}

# A path of one person's machine; /home/u, user, me and the like are the documented examples. In a container
# /root/.npm and its like are real places, so of /root only the visible folders count. Each pattern has one letter
# in brackets, so that this file does not match itself.
check_machine_paths() {
  lint_files | xargs -r -d '\n' grep -nHIE \
    '(^|[^A-Za-z0-9_.~/-])(/wor[k]/|/roo[t]/[A-Za-z0-9_]|/hom[e]/[a-z][a-z0-9_-]*)' |
    grep -vE '/home/(u|user|username|me|you|dev|ada|alice|bob|node|someone)\b' || true
}

check_leftovers() {
  lint_files | grep -vE '^tools/dev/lint\.sh$' | xargs -r -d '\n' grep -nHIE '\b(TODO|FIXME|XXX|HACK)\b' || true
}

# A mutant that does not apply any more tests nothing.
check_mutants() {
  local patch
  for patch in tests/laws/mutants/*.patch; do
    git apply --check "$patch" 2>/dev/null || printf '%s: does not apply\n' "$patch"
  done
}

check_text_ends() {
  local file
  while read -r file; do
    if [[ -s $file && -n $(tail -c 1 "$file") ]]; then printf '%s: no newline at the end\n' "$file"; fi
  done < <(lint_files | grep -E '\.(h|hpp|c|cpp|cmake|md|sh|py|yaml|yml)$|CMakeLists\.txt$')
  lint_files | grep -E '\.(h|hpp|c|cpp|cmake|sh|py)$|CMakeLists\.txt$' |
    xargs -r -d '\n' grep -nHIE '[[:space:]]+$' | sed 's/:[^:]*$/: space at the end of the line/' || true
}

check_shell() {
  if ! command -v shellcheck >/dev/null; then
    warn "shellcheck is not installed; the scripts are only parsed"
    lint_files | xargs -r -d '\n' grep -lIE '^#!.*\bbash$|^# shellcheck shell=bash' |
      while read -r file; do bash -n "$file" 2>&1 || true; done
    return
  fi
  lint_files | xargs -r -d '\n' grep -lIE '^#!.*\b(bash|sh)$' |
    xargs -r -d '\n' shellcheck --external-sources --check-sourced --format gcc || true
}

command_lint() {
  local name findings count total=0
  need_packages build lint
  for name in format lengths machine_paths leftovers text_ends shell mutants; do
    findings=$("check_$name")
    count=0
    if [[ -n $findings ]]; then
      count=$(wc -l <<<"$findings")
      printf '%s\n' "$findings"
    fi
    say "${name//_/ }: $count finding(s)"
    total=$((total + count))
  done
  build_product # clang-tidy needs the compile commands, the generated headers and who includes what
  tools/dev/tidy --build build --cache build/lint/tidy --jobs "$jobs" host plugins || total=$((total + $?))
  if ((total)); then fail "lint found something in the lines above"; fi
  printf '%slint: nothing found%s\n' "$green" "$plain"
}
