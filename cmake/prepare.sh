#!/bin/sh
# Makes a fresh Debian 12 ready and builds Sonde: installs what is missing,
# mounts the file systems that tracing needs, configures, compiles. Can be
# repeated; does nothing that is already done. Sourced by ./demo and ./check.
set -eu

root=$(cd "$(dirname "$0")" && pwd)
build=${SONDE_BUILD:-$root/build}

say() { printf '\n== %s\n' "$*"; }

packages="llvm-19-dev llvm-19-tools libmlir-19-dev mlir-19-tools libclang-19-dev clang-19
  clang-format-19 clang-tidy-19 lld-19 libpolly-19-dev libbpf-dev libelf-dev libdw-dev zlib1g-dev libzstd-dev
  libxml2-dev libncurses-dev pkg-config ninja-build cmake g++ python3 libgtest-dev
  libgmock-dev googletest nlohmann-json3-dev libcli11-dev linux-libc-dev libclang-rt-19-dev"

# Packages that only tests use: without them the tests in question are
# unsupported, so a failure to install them is not an error here.
test_packages="bpftool bpftrace qemu-system-x86 busybox-static"

missing_of() {
  for package in $*; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q '^install ok installed' ||
      printf '%s ' "$package"
  done
}

install_packages() {
  missing=$(missing_of $packages)
  if [ -n "$missing" ]; then
    say "installing packages: $missing"
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
  fi
}

install_test_packages() {
  missing=$(missing_of $test_packages)
  if [ -n "$missing" ]; then
    say "installing packages for the tests: $missing"
    apt-get update -qq || true
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing \
      >/dev/null || say "some of them are not available; the tests will say which they miss"
  fi
}

mount_file_systems() {
  for entry in tracefs:/sys/kernel/tracing debugfs:/sys/kernel/debug bpf:/sys/fs/bpf; do
    mountpoint -q "${entry#*:}" || mount -t "${entry%%:*}" nodev "${entry#*:}" 2>/dev/null || true
  done
}

configure() {
  launcher=
  if command -v ccache >/dev/null; then
    # Clang's precompiled headers carry a time stamp that would defeat the cache.
    launcher="-DCMAKE_CXX_COMPILER_LAUNCHER=ccache"
    export CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
  fi
  [ -f "$build/build.ninja" ] && return
  say "configuring in $build"
  cmake -G Ninja -S "$root" -B "$build" -DCMAKE_BUILD_TYPE=Release \
    -DCMAKE_C_COMPILER=clang-19 -DCMAKE_CXX_COMPILER=clang++-19 \
    -DCMAKE_CXX_FLAGS="-Xclang -fno-pch-timestamp" $launcher >"$build.log" 2>&1 ||
    { cat "$build.log"; exit 1; }
}

# compile TARGET...: shows progress on one line per step only on a terminal.
compile() {
  say "building $* (the first time takes several minutes)"
  ninja -C "$build" "$@" >"$build.log" 2>&1 || { tail -n 60 "$build.log"; exit 1; }
}
