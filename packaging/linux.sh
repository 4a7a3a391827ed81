#!/usr/bin/env bash
# The packages for Linux, for one kind of machine: the .deb, and the folder that is carried on a stick as .tar.gz.
#
#   packaging/linux.sh x86_64|aarch64 [folder]   (default folder: dist)
#
# Wants rustc with the standard library for that machine, python3-venv, readelf, dpkg-dev and what manual.py wants.
set -euo pipefail
cd "$(dirname "$0")/.."
machine=$1
folder=${2:-dist}
# UOS 20 has glibc 2.28 and Kylin V10 2.31, both older than the machine that builds.
glibc=2.28
target=$machine-unknown-linux-gnu
built=${CARGO_TARGET_DIR:-target}
tools=$built/zig
program=$built/$target/release/taizhang

fail() {
  echo "$*" >&2
  exit 1
}

python3 -m venv "$tools"
"$tools/bin/pip" install -q cargo-zigbuild==0.24.1 ziglang==0.17.1
# It only packs: optimised it would take longer to build than it takes.
command -v cargo-deb >/dev/null || cargo install -q --locked --debug cargo-deb --version =3.8.0
export PATH=$PATH:${CARGO_HOME:-$HOME/.cargo}/bin

PATH=$(realpath "$tools")/bin:$PATH cargo zigbuild --release --locked --bin taizhang --target "$target.$glibc"
size=$(stat -c %s "$program")
[ "$size" -le 60000000 ] || fail "the program has $size bytes, more than 60 MB"
newest=$(readelf --wide --version-info "$program" | grep -o 'GLIBC_[0-9.]*' | sort -Vu | tail -n 1)
[ "$(printf '%s\n' "$newest" "GLIBC_$glibc" | sort -V | tail -n 1)" = "GLIBC_$glibc" ] ||
  fail "the program asks for $newest, and the package promises GLIBC_$glibc"
echo "$program: $size bytes, $newest"

packaging/manual.py target/使用手册.pdf
mkdir -p "$folder"
cargo deb -q --no-build --no-strip --variant portable --target "$target" --output "$folder/"
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
packaging/portable.sh "$scratch/taizhang-$machine" "$program"
tar --create --gzip --directory "$scratch" --file "$folder/taizhang-$machine.tar.gz" "taizhang-$machine"
