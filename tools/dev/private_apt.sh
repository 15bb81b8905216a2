# shellcheck shell=bash
# An apt beside the system's own, for packages that are unpacked and never installed. Sourced by ./dev and
# by tests/compose/get.

# The keys of the distributions whose archives may be asked.
archive_keys() {
  local keyring
  local -a there=()
  for keyring in /usr/share/keyrings/{debian,ubuntu}-archive-keyring.{gpg,pgp}; do
    if [[ -f $keyring ]]; then there+=("$keyring"); fi
  done
  (
    IFS=,
    printf '%s\n' "${there[*]}"
  )
}

# Writes FOLDER/apt.conf, for `apt-get -c`: the user's lists, cache, sources and hooks are neither used nor
# changed, and root is not needed. A SOURCE is a line of sources.list, "deb URI RELEASE COMPONENT". Only the
# proxy settings are the machine's, and the keys of its distribution.
private_apt() { # FOLDER SOURCE...
  local apt=$1 keys source
  shift
  keys=$(archive_keys)
  [[ -n $keys ]] || { echo 'no keys of Debian or Ubuntu are installed' >&2 && return 1; }
  mkdir -p "$apt/lists/partial" "$apt/cache/archives/partial" "$apt/none"
  for source in "$@"; do
    printf '%s [signed-by=%s] %s\n' "${source%% *}" "$keys" "${source#* }"
  done >"$apt/sources.list"
  cat >"$apt/apt.conf" <<CONF
Dir::Etc::sourcelist "$apt/sources.list";
Dir::Etc::sourceparts "$apt/none";
Dir::Etc::preferencesparts "$apt/none";
Dir::State::lists "$apt/lists";
Dir::Cache "$apt/cache";
Dir::Cache::pkgcache "";
Dir::Cache::srcpkgcache "";
Acquire::Languages "none";
Acquire::IndexTargets::deb::DEP-11::DefaultEnabled "false";
Acquire::Retries "1";
Acquire::http::Timeout "20";
APT::Sandbox::User "";
#clear APT::Update::Post-Invoke;
#clear APT::Update::Post-Invoke-Success;
#clear DPkg::Post-Invoke;
CONF
}
