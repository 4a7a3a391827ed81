#!/usr/bin/env bash
# A small Debian in a folder of its own, with the compiler, for the systems that the program is built for from here.
# Sourced by windows.sh and aarch64.sh, which set
#   root          the folder
#   surroundings  what cargo and the programs find in their environment there
#   compiler      a function: what is to be installed, by way of `inside`

# What the machine is set up for: its Debian mirror, its certificates, its proxy, its cargo.
mirror() {
  apt-get indextargets --format '$(REPO_URI) $(LABEL)' 'Identifier: Packages' | sed -n 's/ Debian$//p' | head -n 1
}

# What a command inside is started by, where it is not at once.
within=()

inside() {
  "${within[@]}" chroot "$root" env -i PATH=/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 HOME=/root \
    DEBIAN_FRONTEND=noninteractive \
    CARGO_HOME=/cargo CARGO_TARGET_DIR=/target CARGO_INCREMENTAL=0 CARGO_TERM_COLOR=never \
    "${surroundings[@]}" "$@"
}

# What cargo is told to try the program. Whether it does what it should wants no optimised libraries: a third of the
# time. Those that would take it back when it runs are the exception.
for_trial=(--locked --manifest-path /src/Cargo.toml
  --config 'profile.dev.debug=false' --config 'profile.dev.package."*".opt-level=0')
for library in scrypt salsa20 sha2 libsqlite3-sys ruzstd zlib-rs calamine quick-xml egui epaint; do
  for_trial+=(--config "profile.dev.package.$library.opt-level=2")
done

# Does a step once for what it is told; what was broken off is begun again.
once() { # name
  local name=$1 told
  told=$(declare -f "$name")
  [ "$(cat "$root/.done-$name" 2>/dev/null)" = "$told" ] && return
  "$name"
  printf '%s\n' "$told" >"$root/.done-$name"
}

system() {
  rm -rf --one-file-system "${root:?}"
  mkdir -p "$root"
  debootstrap --variant=minbase --include=ca-certificates trixie "$root" "$(mirror)" >"$root.log" 2>&1 ||
    { tail -n 20 "$root.log" >&2; return 1; }
  cp /etc/resolv.conf /etc/hosts "$root/etc/"
  cp /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/certs/"
  apt-config dump | grep '^Acquire::' >"$root/etc/apt/apt.conf.d/90host" || true
  printf 'deb %s %s main\n' "$(mirror)" trixie "$(mirror)" trixie-backports >"$root/etc/apt/sources.list"
  inside apt-get -qq update
}

# The sources as they stand, committed or not, without what was built from them.
sources() {
  mkdir -p "$root/cargo"
  for settings in "${CARGO_HOME:-$HOME/.cargo}"/config "${CARGO_HOME:-$HOME/.cargo}"/config.toml; do
    [ ! -f "$settings" ] || cp "$settings" "$root/cargo/"
  done
  rm -rf "${root:?}/src"
  mkdir "$root/src"
  # Root may stand in the folder of another user, as in the containers of a CI.
  git -c safe.directory="$PWD" ls-files -z --cached --others --exclude-standard --deduplicate |
    while IFS= read -r -d '' file; do [ ! -e "$file" ] || printf '%s\0' "$file"; done |
    tar --create --null --files-from=- | tar --extract --directory "$root/src"
}

with_compiler() {
  command -v debootstrap >/dev/null || { apt-get -qq update && apt-get -qq -y install debootstrap >/dev/null; }
  once system
  once compiler
  sources
}

check() {
  with_compiler
  inside cargo check --all-targets "${for_trial[@]}"
}

# What the tests are built with, so that it is built once for all.
build() {
  inside cargo test --no-run "${for_trial[@]}"
}

# The head of the script that is run.
usage() {
  sed -n '2,/^set/s/^# \{0,1\}//p' "$0" >&2
  exit 2
}
