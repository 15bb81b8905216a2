# shellcheck shell=bash
# The source of the distribution's simdjson, in build/simdjson: its package has a shared library alone, which
# brings libstdc++.so along, and that is a sixth of a short run (docs/performance.md). Sourced by ./dev.

# The archives where the sources of the installed packages are.
source_archives() {
  # shellcheck disable=SC2016 # the names are apt's own fields
  apt-get indextargets --format '$(REPO_URI) $(RELEASE) $(COMPONENT)' 'Created-By: Packages' |
    awk '$2 !~ /-/ && ($3 == "main" || $3 == "universe") { print "deb-src " $0 }' | sort -u
}

# Into FOLDER, of the version that is installed. Signatures are checked by apt.
unpack_simdjson() { # FOLDER
  local folder=$1 version
  local -a archives
  version=$(dpkg-query -W -f '${source:Version}' libsimdjson-dev)
  mapfile -t archives < <(source_archives)
  ((${#archives[@]})) || { echo 'apt knows no archive'; return 1; }
  private_apt "$folder/apt" "${archives[@]}"
  (
    cd "$folder/apt"
    export APT_CONFIG=$folder/apt/apt.conf
    apt-get update && apt-get source --download-only "simdjson=$version"
  ) || return 1
  tar -xf "$folder"/apt/simdjson_*.orig.tar.* -C "$folder" --strip-components=1 --wildcards '*/include' '*/src' || return 1
  rm -rf "$folder/apt"
}

# Sets simdjson_source to the folder, or to nothing where it cannot be had: the shared library serves then.
# It is tried once; for another try remove build/simdjson.
get_simdjson() {
  local folder=$root/build/simdjson log=build/log/simdjson.log
  simdjson_source=''
  if [[ ! -e $folder ]]; then
    command -v apt-get >/dev/null && command -v dpkg-query >/dev/null || return 0
    say "getting the source of simdjson, which is linked statically"
    rm -rf "$folder.new"
    mkdir -p "$folder.new"
    unpack_simdjson "$folder.new" >"$log" 2>&1 </dev/null ||
      warn "no source of simdjson ($log): its shared library serves, and each run takes a little longer"
    mv "$folder.new" "$folder" # last, so that an interrupted run leaves no half of it
  fi
  if [[ -f $folder/src/simdjson.cpp ]]; then simdjson_source=$folder; fi
}
