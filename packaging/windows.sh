#!/usr/bin/env bash
# taizhang.exe from a clean Debian machine: the compiler, and Wine to try the program, in a folder of their own.
#
#   packaging/windows.sh prepare       make the folder, which the others do where it is missing
#   packaging/windows.sh check         compile for Windows, make nothing
#   packaging/windows.sh test [args]   cargo test, run by Wine
#   packaging/windows.sh window [zip]  start the window under Wine: fill a form, save, print, PDF, start again; of a zip its program
#   packaging/windows.sh zip [folder]  a release build, packed to be carried on a stick (default folder: dist)
#
# Wants root. The folder is kept and used again: TAIZHANG_WINDOWS_ROOT, or /var/tmp/taizhang-windows.
set -euo pipefail
cd "$(dirname "$0")/.."
root=${TAIZHANG_WINDOWS_ROOT:-/var/tmp/taizhang-windows}
target=x86_64-pc-windows-gnu

surroundings=(
  RUSTC_BOOTSTRAP=1 CARGO_BUILD_TARGET="$target" CARGO_UNSTABLE_BUILD_STD=std,panic_unwind
  CARGO_TARGET_X86_64_PC_WINDOWS_GNU_LINKER=x86_64-w64-mingw32-gcc
  CARGO_TARGET_X86_64_PC_WINDOWS_GNU_RUNNER=wine
  CARGO_TARGET_X86_64_PC_WINDOWS_GNU_RUSTFLAGS=-Clink-arg=-Wl,--exclude-all-symbols
  CC_x86_64_pc_windows_gnu=x86_64-w64-mingw32-gcc AR_x86_64_pc_windows_gnu=x86_64-w64-mingw32-ar
  TAIZHANG_PATIENCE="${TAIZHANG_PATIENCE:-40}"
  WINEPREFIX=/tmp/wine WINEDEBUG=-all WINEDLLOVERRIDES='mscoree,mshtml='
)
. packaging/debian.sh

compiler() {
  inside apt-get -qq -y --no-install-recommends -t trixie-backports install rustc cargo rust-src >/dev/null
  inside apt-get -qq -y --no-install-recommends install gcc libc6-dev gcc-mingw-w64-x86-64-win32 >/dev/null
}

wine() {
  inside apt-get -qq -y --no-install-recommends install wine wine64 xvfb xdotool openbox imagemagick \
    libgl1 libgl1-mesa-dri libglx-mesa0 libegl1 fonts-wqy-microhei poppler-utils xclip >/dev/null
}

with_wine() {
  with_compiler
  once wine
  mountpoint -q "$root/proc" || mount -t proc proc "$root/proc"
  trap 'inside wineserver -k || true; umount "$root/proc"' EXIT
  rm -rf "$root/tmp/wine" "$root/tmp/pictures"
}

case ${1:-} in
prepare)
  with_compiler
  once wine
  ;;
check)
  check
  ;;
test)
  shift
  with_wine
  inside cargo test "${for_trial[@]}" "$@"
  ;;
window)
  with_wine
  if [ -n "${2:-}" ]; then
    rm -rf "$root/tmp/portable"
    python3 -m zipfile --extract "$2" "$root/tmp/portable"
    program=/tmp/portable/taizhang-windows/taizhang.exe
  else
    build
    program=/target/$target/debug/taizhang.exe
  fi
  inside env LANG=zh_CN.UTF-8 LC_ALL=C.UTF-8 LIBGL_ALWAYS_SOFTWARE=1 \
    /src/tests/desktop/clerk.sh "$program" /tmp/pictures gl cpu
  echo "its pictures: $root/tmp/pictures"
  ;;
zip)
  folder=${2:-dist}
  with_compiler
  inside cargo build --release --locked --manifest-path /src/Cargo.toml
  scratch=$(mktemp -d)
  trap 'rm -rf "$scratch"' EXIT
  built=$root/target/$target/release
  cp "$built/taizhang.exe" "$scratch/"
  # What a shell finds first has a console.
  cp "$built/taizhang-console.exe" "$scratch/taizhang.com"
  packaging/portable.sh "$scratch/taizhang-windows" "$scratch/taizhang.exe" "$scratch/taizhang.com"
  mkdir -p "$folder"
  folder=$(realpath "$folder")
  (cd "$scratch" && python3 -m zipfile --create "$folder/taizhang-windows-x86_64.zip" taizhang-windows)
  ;;
*)
  usage
  ;;
esac
