# shellcheck shell=bash
# The main job on the sample profile, as a person would type it. Sourced by ./dev.

# Prints a command as it would be typed, then runs it.
show() {
  local word line=''
  for word in "$@"; do
    if [[ $word =~ ^[A-Za-z0-9_./=:,@%+-]+$ ]]; then line+=" $word"; else line+=" '$word'"; fi
  done
  printf '\n%s$%s%s\n' "$bold" "$line" "$plain"
  "$@" </dev/null
}

# A fresh copy each time, in the build folder: the sample stays as it is, and what the demo wrote can be
# looked at afterwards.
demo_folder() {
  rm -rf build/demo
  mkdir -p build/demo/notes
  cp -r samples/mcpm build/demo/mcpm
  printf 'A note that the filesystem server may read.\n' >build/demo/notes/hello.txt
  sed -i "s#/srv/mcpmx-demo/notes#$root/build/demo/notes#" build/demo/mcpm/servers.json
}

check_with_compose() {
  if docker compose version >/dev/null 2>&1; then
    show docker compose -f "$1" config -q
  elif [[ -x build/compose/docker-compose ]]; then
    show build/compose/docker-compose -f "$1" config -q
  else
    printf '\n(docker compose is not installed: the file is not checked against it here; ./dev test does)\n'
    return 0
  fi
  printf '%sdocker compose accepts the file%s\n' "$green" "$plain"
}

command_demo() {
  local mcpmx=build/bin/mcpmx file=build/demo/docker-compose.yml
  need_packages build
  build_product
  [[ -x $mcpmx ]] || fail "the build left no $mcpmx" "./dev -v build"
  demo_folder
  export XDG_STATE_HOME=$root/build/demo/state XDG_CONFIG_HOME=$root/build/demo/config
  say "the sample profile 'demo': samples/mcpm, copied to build/demo/mcpm"
  printf '\n%s$ export XDG_STATE_HOME="%s" XDG_CONFIG_HOME="%s"%s\n' "$bold" \
    "\$PWD/build/demo/state" "\$PWD/build/demo/config" "$plain"
  show "$mcpmx" --config-dir build/demo/mcpm detect demo
  show "$mcpmx" --config-dir build/demo/mcpm docker generate demo -f "$file"
  show cat "$file"
  if [[ -f build/demo/.env ]]; then show stat -c '%A %n' build/demo/.env; fi
  check_with_compose "$file"
  cat <<NEXT

${bold}What to do next${plain}
  your own profiles    build/bin/mcpmx detect --all
                       build/bin/mcpmx docker generate PROFILE
  start this sample    docker compose -f $file up -d    (its credentials are fake)
  install              cmake --install build --prefix ~/.local
  run every test       ./dev test
NEXT
}
