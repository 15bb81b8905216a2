# shellcheck shell=bash
# The source of the distribution's simdjson, in build/simdjson-VERSION: its package has a shared library alone,
# which brings libstdc++.so along, and that is a sixth of a short run (docs/performance.md). Sourced by ./dev.

# The distribution's archives that the machine uses, for source packages.
source_archives() {
  local origin
  for origin in Debian Ubuntu; do
    # shellcheck disable=SC2016 # the names are apt's own fields
    apt-get indextargets --format '$(REPO_URI) $(RELEASE) $(COMPONENT)' 'Created-By: Packages' "Origin: $origin"
  done | awk '$3 == "main" || $3 == "universe" { print "deb-src " $0 }' | sort -u
}

# Into FOLDER. apt checks the signatures.
unpack_simdjson() { # FOLDER VERSION
  local apt=$1/apt
  local -a archives
  mapfile -t archives < <(source_archives)
  ((${#archives[@]})) || { echo 'apt has no lists of packages: apt-get update makes them' && return 1; }
  private_apt "$apt" "${archives[@]}" || return 1
  (
    cd "$apt" || exit 1
    apt-get -c "$apt/apt.conf" update || true # one archive of several may be away; the next step tells
    apt-get -c "$apt/apt.conf" source --download-only "simdjson=$2"
  ) || return 1
  tar -xf "$apt"/simdjson_*.orig.tar.* -C "$1" --strip-components=1 --wildcards '*/include' '*/src' '*/LICENSE*' ||
    return 1
  rm -rf "$apt"
}

# Sets simdjson_source to the folder, of the version that is installed; to nothing where that cannot be had,
# and the shared library serves. A try that failed is made again after a day.
get_simdjson() {
  local version folder log=build/log/simdjson.log
  simdjson_source=''
  command -v apt-get >/dev/null && command -v dpkg-query >/dev/null || return 0
  version=$(dpkg-query -W -f '${source:Version}' libsimdjson-dev 2>/dev/null) || return 0
  folder=$root/build/simdjson-$version
  if [[ ! -d $folder && -z $(find build/simdjson-missing -mtime -1 2>/dev/null) ]]; then
    say "getting the source of simdjson, which is linked statically"
    rm -rf "$folder.new"
    mkdir -p "$folder.new"
    if unpack_simdjson "$folder.new" "$version" >"$log" 2>&1 </dev/null; then
      mv "$folder.new" "$folder" # last, so that an interrupted run leaves no half of it
    else
      rm -rf "$folder.new"
      touch build/simdjson-missing
      warn "no source of simdjson ($log), so its shared library serves, and each run takes a millisecond longer"
      warn "for another try: rm build/simdjson-missing; ./dev build"
    fi
  fi
  if [[ -d $folder ]]; then simdjson_source=$folder; fi
}
