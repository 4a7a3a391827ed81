#!/usr/bin/env bash
# taizhang for the aarch64 of Kylin and UOS from a machine of another kind: the compiler, and QEMU to try the program, in
# a folder of their own.
#
#   packaging/aarch64.sh check         compile for aarch64, make nothing
#   packaging/aarch64.sh test [args]   cargo test, run by QEMU
#   packaging/aarch64.sh papers        make the demo on both kinds of machine and compare its papers, byte for byte
#   packaging/aarch64.sh window [deb]  start the window under QEMU: fill a form, save, PDF, start again; of a .deb its program
#   packaging/aarch64.sh deb [folder]  a release build, as .deb and to be carried on a stick (default folder: dist)
#
# Wants root. The folder is kept and used again: TAIZHANG_AARCH64_ROOT, or /var/tmp/taizhang-aarch64.
set -euo pipefail
cd "$(dirname "$0")/.."
root=${TAIZHANG_AARCH64_ROOT:-/var/tmp/taizhang-aarch64}
target=aarch64-unknown-linux-gnu

surroundings=()
. packaging/debian.sh
for_trial+=(--config "build.target=\"$target\"" --config "target.$target.linker=\"aarch64-linux-gnu-gcc\"")

compiler() {
  inside dpkg --add-architecture arm64
  inside apt-get -qq update
  inside apt-get -qq -y --no-install-recommends -t trixie-backports install rustc cargo libstd-rust-dev:arm64 >/dev/null
  inside apt-get -qq -y --no-install-recommends install gcc libc6-dev gcc-aarch64-linux-gnu libc6-dev-arm64-cross >/dev/null
}

emulator() {
  inside apt-get -qq -y --no-install-recommends install qemu-user libc6:arm64 libgcc-s1:arm64 >/dev/null
}

# What the package asks for, but for OpenGL: the processor paints the window.
desktop() {
  inside apt-get -qq -y --no-install-recommends install xvfb openbox xdotool xclip imagemagick poppler-utils \
    libx11-6:arm64 libx11-xcb1:arm64 libxcursor1:arm64 libxi6:arm64 libxrandr2:arm64 libxkbcommon-x11-0:arm64 >/dev/null
}

packer() {
  inside apt-get -qq -y --no-install-recommends install python3-venv binutils dpkg-dev weasyprint python3-markdown >/dev/null
}

# Here the kernel starts a program for aarch64 like any other, by way of QEMU. It knows so in a namespace of its own, from
# Linux 6.7 on: outside nothing changes.
emulated() {
  local within=(unshare --user --map-root-user --mount --pid --fork --kill-child --mount-proc="$root/proc")
  inside sh -c 'mount -t binfmt_misc none /proc/sys/fs/binfmt_misc &&
    cat /usr/share/qemu/binfmt.d/qemu-aarch64.conf >/proc/sys/fs/binfmt_misc/register && exec "$@"' sh "$@"
}

with_emulator() {
  with_compiler
  once emulator
  emulated true || { echo "QEMU was not run: this machine may not be told of it in a namespace of its own" >&2; exit 1; }
}

case ${1:-} in
check)
  check
  ;;
test)
  shift
  with_emulator
  emulated cargo test "${for_trial[@]}" "$@"
  ;;
papers)
  with_emulator
  build
  cargo build --locked --bin taizhang
  rm -rf "$root"/tmp/{here,there}
  "${CARGO_TARGET_DIR:-target}/debug/taizhang" --today 2026-11-24 demo "$root/tmp/here"
  emulated "/target/$target/debug/taizhang" --today 2026-11-24 demo /tmp/there
  # The data file and its dump bear the hour; the papers do not.
  diff --brief --recursive --exclude='*.taizhang' --exclude='*.json' "$root/tmp/here" "$root/tmp/there"
  ;;
window)
  with_emulator
  once desktop
  rm -rf "$root"/tmp/{pictures,installed}
  if [ -n "${2:-}" ]; then
    cp "$2" "$root/tmp/taizhang.deb"
    # Whether its Debian has what it asks for; then only the program, since OpenGL is not tried here.
    inside apt-get -qq --no-install-recommends install --simulate /tmp/taizhang.deb >/dev/null
    dpkg --extract "$2" "$root/tmp/installed"
    program=/tmp/installed/usr/bin/taizhang
  else
    build
    program=/target/$target/debug/taizhang
  fi
  emulated env LANG=zh_CN.UTF-8 LC_ALL=C.UTF-8 /src/tests/desktop/clerk.sh "$program" /tmp/pictures cpu
  echo "its pictures: $root/tmp/pictures"
  ;;
deb)
  folder=${2:-dist}
  with_emulator
  once packer
  rm -rf "$root"/tmp/{packages,installed,demo}
  # cargo-zigbuild wants /proc; and what was made is to start.
  emulated sh -ec '/src/packaging/linux.sh aarch64 /tmp/packages
    dpkg --extract /tmp/packages/*.deb /tmp/installed
    /tmp/installed/usr/bin/taizhang demo /tmp/demo >/dev/null'
  mkdir -p "$folder"
  cp "$root"/tmp/packages/* "$folder/"
  ;;
*)
  usage
  ;;
esac
