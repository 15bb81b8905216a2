# shellcheck shell=bash
# Installs what is missing from Debian's or Ubuntu's packages. Sourced by ./dev.
# An entry is a package, or command=package where a command on PATH is as good as the package.
# @BOOST@ and @LLVM@ stand for the version in a package's name, which differs by release.

package_entries() {
  case $1 in
    build)
      printf '%s\n' g++=g++ cmake=cmake ninja=ninja-build ccache=ccache \
        libboost@BOOST@-dev libboost-program-options@BOOST@-dev libboost-json@BOOST@-dev \
        libyaml-cpp-dev libsimdjson-dev libspdlog-dev libfmt-dev \
        libssl-dev
      ;;
    test)
      printf '%s\n' libgtest-dev libgmock-dev librapidcheck-dev python3=python3 python3-yaml \
        git=git strace=strace pkg-config=pkg-config \
        clang++@LLVM@=clang@LLVM@ libc++@LLVM@-dev libc++abi@LLVM@-dev
      if ! node_is_new_enough; then printf '%s\n' nodejs npm ca-certificates; fi
      ;;
    lint)
      printf '%s\n' python3=python3 git=git clang-format@LLVM@=clang-format@LLVM@ \
        clang-tidy@LLVM@=clang-tidy@LLVM@
      ;;
    bench) printf '%s\n' libbenchmark-dev hyperfine=hyperfine ;;
  esac
}

# A Node from elsewhere is kept: Debian's nodejs would conflict with the packages of Node's makers.
node_is_new_enough() {
  local version
  command -v npx >/dev/null && version=$(node --version 2>/dev/null) || return 1
  version=${version#v}
  ((${version%%.*} >= 18))
}

candidate() { apt-cache policy "$1" 2>/dev/null | awk '$1 == "Candidate:" && $2 != "(none)" { print $2 }'; }

newest_boost() { grep -oE '^libboost1\.[0-9]+-dev' | grep -oE '1\.[0-9]+' | sort -V | awk -F. '$2 >= 81' | tail -n 1; }

# Of the installed ones the newest from 1.81 on; else the release's default, if it is new enough
# (Debian 12's is 1.74, and 1.81 lies beside it); else the newest there is. Nothing where none is known.
boost_version() {
  local version
  version=$(dpkg-query -W -f '${Package} ${db:Status-Status}\n' 'libboost1.*-dev' 2>/dev/null |
    grep ' installed$' | newest_boost || true)
  if [[ -z $version && $1 == with-apt ]]; then
    version=$(candidate libboost-dev)
    version=$(printf 'libboost%s-dev\n' "$(cut -d. -f1,2 <<<"$version")" | newest_boost || true)
    [[ -n $version ]] || version=$(apt-cache search --names-only '^libboost1\.[0-9]+-dev$' | newest_boost || true)
  fi
  printf '%s\n' "$version"
}

# -14, which the repository is formatted with; nothing (the release's default) where it is not to be had.
llvm_suffix() {
  local tool
  for tool in clang++ clang-tidy clang-format; do
    if command -v "$tool-14" >/dev/null; then echo -14 && return; fi
  done
  if command -v clang++ >/dev/null; then return; fi
  if [[ $1 != with-apt || -n $(candidate clang-14) ]]; then echo -14; fi
}

# missing_packages with-apt|without-apt SET... : the packages to install, one a line.
missing_packages() {
  local how=$1 entries boost llvm entry
  shift
  boost=$(boost_version "$how")
  llvm=$(llvm_suffix "$how")
  entries=$(for entry in "$@"; do package_entries "$entry"; done)
  entries=${entries//@BOOST@/${boost:-1.81}}
  entries=${entries//@LLVM@/$llvm}
  local -a packages=()
  while read -r entry; do
    if [[ $entry == *=* ]] && command -v "${entry%%=*}" >/dev/null; then continue; fi
    packages+=("${entry#*=}")
  done <<<"$entries"
  ((${#packages[@]})) || return 0
  comm -23 <(printf '%s\n' "${packages[@]}" | sort -u) \
    <(dpkg-query -W -f '${Package} ${db:Status-Status}\n' "${packages[@]}" 2>/dev/null |
      awk '$2 == "installed" { print $1 }' | sort -u)
}

# apt is the one thing that needs root.
apt_get() {
  local -a as_root=()
  if ((EUID != 0)); then
    command -v sudo >/dev/null || fail "packages are missing, and this is neither root nor is there sudo" \
      "as root: apt-get install --no-install-recommends ${missing[*]}"
    as_root=(sudo)
  fi
  local -a whole=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 "$@")
  if [[ $verbose == yes ]]; then
    "${whole[@]}" </dev/null 2>&1 | tee -a build/log/packages.log
  else
    "${whole[@]}" </dev/null >>build/log/packages.log 2>&1
  fi
}

need_packages() {
  local -a missing=() unknown=()
  local package
  if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
    warn "this is not Debian or Ubuntu: docs/dependencies.md lists what must be there"
    return
  fi
  mapfile -t missing < <(missing_packages without-apt "$@")
  ((${#missing[@]})) || return 0
  : >build/log/packages.log
  say "packages are missing; asking the system's archive"
  apt_get update || warn "apt-get update failed (build/log/packages.log); going on with the old lists"
  mapfile -t missing < <(missing_packages with-apt "$@")
  for package in "${missing[@]}"; do
    [[ -n $(candidate "$package") ]] || unknown+=("$package")
  done
  ((${#unknown[@]} == 0)) || fail "the system's archive has no package ${unknown[*]}" \
    "look at build/log/packages.log; on Ubuntu enable 'universe'; the oldest releases that have all are Debian 12 and Ubuntu 24.04"
  say "installing ${missing[*]}"
  # --no-remove: nothing of the user's is taken away to make room for ours.
  if ! apt_get install -y --no-install-recommends --no-remove "${missing[@]}"; then
    tail -n 15 build/log/packages.log >&2
    fail "apt-get could not install them (build/log/packages.log)" \
      "apt-get install --no-install-recommends ${missing[*]}"
  fi
}
