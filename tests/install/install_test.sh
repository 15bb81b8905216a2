#!/bin/sh
# What a third party does: installs mcpmx, builds a plugin with nothing but the installed SDK, uses it.
# usage: install_test.sh BUILD_FOLDER FIXTURES CMAKE CXX [CLANGXX]
# FIXTURES has a plugin that throws on demand (good.cpp), for the standard library that the host has not.
# The install is staged away from the build tree, and the sources are the installed template's.
set -eu
build=$1 fixtures=$2 cmake=$3 cxx=$4 clangxx=${5:-}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
umask 022 # the trust check refuses what others can write

fail() {
  echo "install_test: $*" >&2
  exit 1
}
# expect TEXT FILE: the file has the text.
expect() {
  grep -qF -- "$1" "$2" || { cat "$2" >&2; fail "no '$1' in the output above"; }
}

"$cmake" --install "$build" --prefix "$work/prefix" >"$work/install.log" 2>&1 || {
  cat "$work/install.log" >&2
  fail "cmake --install failed"
}
prefix=$work/prefix
for file in include/mcpmx/abi.h include/mcpmx/mapper.hpp share/cmake/mcpmx-sdk/mcpmx-sdk-config.cmake \
  share/pkgconfig/mcpmx-sdk.pc share/mcpmx/schema/manifest.schema.json share/mcpmx/template/acme.cpp \
  share/doc/mcpmx/settings.md share/doc/mcpmx/write-a-mapping.md; do
  [ -f "$prefix/$file" ] || fail "$file is not installed"
done

# build_plugin NAME SOURCE [CMAKE OPTIONS]: builds the project SOURCE into $work/NAME.
build_plugin() {
  name=$1 source=$2
  shift 2
  { "$cmake" -G Ninja -S "$source" -B "$work/$name" -DCMAKE_PREFIX_PATH="$prefix" -DCMAKE_BUILD_TYPE=Release "$@" &&
    "$cmake" --build "$work/$name"; } >"$work/$name.log" 2>&1 || {
    cat "$work/$name.log" >&2
    fail "the plugin $name does not build against the installed SDK"
  }
}
# variant NAME ID: the template's source under another id, package and file name.
variant() {
  mkdir "$work/$1.src"
  for file in CMakeLists.txt manifest.json acme.cpp; do
    sed "s|@acme/mcp-server|@acme/$2|; s|\"id\": \"acme\"|\"id\": \"$2\"|; s|id = \"acme\"|id = \"$2\"|
         s|mcpmx_add_plugin(acme |mcpmx_add_plugin($2 |; s|\"images\": \\[\"acme/mcp-server\"\\], \"names\": \\[\"acme\"\\]|\"names\": [\"$2\"]|" \
      "$prefix/share/mcpmx/template/$file" >"$work/$1.src/$file"
  done
}

variant gcc acme-gcc
build_plugin gcc "$work/gcc.src" -DCMAKE_CXX_COMPILER="$cxx"
build_plugin c "$prefix/share/mcpmx/template/c"
plugins="$work/gcc/acme-gcc.so $work/c/acme_c.so"
ids="acme-gcc acme-c"
if [ -n "$clangxx" ]; then
  variant clang acme-clang
  build_plugin clang "$work/clang.src" -DCMAKE_CXX_COMPILER="$clangxx" -DCMAKE_CXX_FLAGS=-stdlib=libc++
  plugins="$plugins $work/clang/acme-clang.so"
  ids="$ids acme-clang"
  mkdir "$work/throwing.src"
  cp "$fixtures/good.cpp" "$work/throwing.src/acme.cpp"
  cp "$fixtures/good.json" "$work/throwing.src/manifest.json"
  cp "$prefix/share/mcpmx/template/CMakeLists.txt" "$work/throwing.src"
  build_plugin throwing "$work/throwing.src" -DCMAKE_CXX_COMPILER="$clangxx" -DCMAKE_CXX_FLAGS=-stdlib=libc++
fi
variant shadow github
build_plugin shadow "$work/shadow.src" -DCMAKE_CXX_COMPILER="$cxx"

# One export, a manifest, also after strip.
for plugin in $plugins; do
  exported=$(nm -D --defined-only "$plugin" | sed 's/.* //')
  [ "$exported" = mcpmx_entry_v1 ] || fail "$plugin exports: $exported"
  strip "$plugin"
  readelf -SW "$plugin" | grep -qF .mcpmx.manifest || fail "$plugin lost its manifest to strip"
done

mcpmx=$prefix/bin/mcpmx
if [ ! -x "$mcpmx" ]; then
  echo "install_test: the SDK works; bin/mcpmx is not part of this build, so the plugins were not loaded"
  exit 77
fi
mkdir "$work/dir" "$work/home"
# shellcheck disable=SC2086 # a list of words
cp $plugins "$work/shadow/github.so" "$work/dir"
# run NAME ARGUMENTS: its output to $work/NAME.
run() {
  name=$1
  shift
  env -i HOME="$work/home" PATH="$PATH" "$mcpmx" "$@" >"$work/$name" 2>&1 || {
    cat "$work/$name" >&2
    fail "mcpmx $* failed"
  }
}
run bundled plugin list
for id in runners postgresql github context7 obsidian; do expect "$id" "$work/bundled"; done
run list plugin list --plugin-dir "$work/dir"
for id in $ids; do
  expect "$id" "$work/list"
  run info plugin info "$id" --plugin-dir "$work/dir"
  expect "$work/dir" "$work/info"
  case $id in acme-c) package=@acme/mcp-server-c ;; *) package=@acme/$id ;; esac
  run detect detect --plugin-dir "$work/dir" --format json \
    --server "{\"name\":\"mine\",\"command\":\"npx\",\"args\":[\"-y\",\"$package\"],\"env\":{\"ACME_TOKEN\":\"t\"}}"
  expect "\"mapping\":\"$id\"" "$work/detect"
done
# Ours shadows the bundled one.
run info plugin info github --plugin-dir "$work/dir"
expect "$work/dir/github.so" "$work/info"
run detect detect --plugin-dir "$work/dir" --format json \
  --server '{"name":"mine","command":"npx","args":["-y","@acme/github"],"env":{"ACME_TOKEN":"t"}}'
expect "$work/dir/github.so" "$work/detect"
# Exceptions of another standard library become sentences, too.
if [ -n "$clangxx" ]; then
  run detect detect --plugin-dir "$work/throwing" --format json \
    --server '{"name":"throw","command":"npx","args":["-y","fixture"]}'
  expect "detect threw" "$work/detect"
fi

# All of them run in one host, over one profile.
mkdir -p "$work/home/.config/mcpm"
{
  printf '{'
  separator=
  for id in $ids github; do
    case $id in acme-c) package=@acme/mcp-server-c ;; *) package=@acme/$id ;; esac
    printf '%s"%s":{"name":"%s","command":"npx","args":["-y","%s"],"env":{"ACME_TOKEN":"t"},"profile_tags":["all"]}' \
      "$separator" "$id" "$id" "$package"
    separator=,
  done
  printf '}'
} >"$work/home/.config/mcpm/servers.json"
run generate docker generate all --stdout --plugin-dir "$work/dir"
for id in $ids github; do expect "$id:" "$work/generate"; done
expect ACME_TOKEN "$work/generate"
echo "install_test: $ids and a shadowing github work in one host"
