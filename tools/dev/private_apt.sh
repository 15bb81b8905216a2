# shellcheck shell=bash
# An apt beside the system's own, for packages that are unpacked and never installed. Sourced by ./dev and
# by tests/compose/get.

# Writes FOLDER/apt.conf, for APT_CONFIG, so that the user's lists, cache and sources are neither read nor
# written, and root is not needed. A SOURCE is a line of sources.list, "deb URI RELEASE COMPONENT". Only the
# proxy settings are the machine's, and the keys of its distribution.
private_apt() { # FOLDER SOURCE...
  local apt=$1 keyring source
  shift
  for keyring in /usr/share/keyrings/{debian,ubuntu}-archive-keyring.{gpg,pgp}; do
    if [[ -f $keyring ]]; then break; fi
  done
  mkdir -p "$apt/lists/partial" "$apt/cache/archives/partial" "$apt/none"
  for source in "$@"; do
    printf '%s [signed-by=%s] %s\n' "${source%% *}" "$keyring" "${source#* }"
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
APT::Update::Post-Invoke { };
DPkg::Post-Invoke { };
CONF
}
