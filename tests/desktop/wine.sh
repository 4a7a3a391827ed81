#!/usr/bin/env bash
# Drives taizhang.exe as a clerk does, in a window of Wine: fills 附件2, saves, makes the PDF, closes, starts again.
#
#   wine.sh program pictures     wants wine, Xvfb, openbox, xdotool, xclip, import and pdftotext
set -euo pipefail
program=$1
pictures=$2
# Paths as Windows users have them: with Chinese and blanks.
home=$WINEPREFIX/drive_c/users/$(whoami)
folder="$home/Documents/办公 资料"
file='C:\users\'$(whoami)'\Documents\办公 资料\台 账.taizhang'

say() { printf '%s\n' "$*"; }
fail() {
  say "$*" >&2
  import -window root "$pictures/failed.png" || true
  exit 1
}
until_true() { # what, command...
  local what=$1
  shift
  for _ in $(seq 150); do
    "$@" >/dev/null 2>&1 && return
    sleep 0.2
  done
  fail "$what did not come"
}
keys() { xdotool key --delay 120 "$@"; }
paste() {
  printf '%s' "$1" | xclip -selection clipboard -in
  sleep 0.5
  keys ctrl+v
  sleep 0.3
}
window() { xdotool search --onlyvisible --name '^信息系统账号管理$' | tail -n 1; }
shown() { [ -n "$(window)" ]; }
gone() { ! shown; }
dump() { wine "$program" --file "$file" dump 2>/dev/null; }

server=$(mktemp)
Xvfb -displayfd 3 -screen 0 1366x768x24 -noreset 3>"$server" 2>/dev/null &
xvfb=$!
trap 'wineserver -k || true; kill $xvfb' EXIT
until_true "the display" test -s "$server"
export DISPLAY=:$(cat "$server")
openbox >/dev/null 2>&1 &
wineboot --init >/dev/null 2>&1
mkdir -p "$folder" "$pictures"
wine "$program" --file "$file" init >/dev/null

start() {
  wine "$program" --file "$file" --today 2026-11-24 "$@" >/dev/null 2>&1 &
  until_true "the window" shown
  xdotool windowactivate --sync "$(window)"
  sleep 2
}
end() {
  keys alt+F4
  until_true "the end of the window" gone
}

for renderer in gl cpu; do
  start --renderer "$renderer"
  keys ctrl+n
  sleep 1
  # 用户账号 has the keyboard: it is ticked, and 新增 beside it.
  keys space Tab space Tab Tab Tab Tab Tab
  # 账号说明 is passed by; then the form in its order.
  keys Tab; paste "秦天天"
  keys Escape Tab; paste "政务服务科 科员"
  keys Escape Tab Tab; paste "0356-2000011"
  keys Escape Tab; paste "一体化政务服务平台"
  keys Escape Tab; paste "因窗口轮岗，申请开通受理权限。"
  sleep 1
  import -window root "$pictures/filled-$renderer.png"
  keys ctrl+s
  sleep 1
  keys ctrl+p
  sleep 3
  import -window root "$pictures/printed-$renderer.png"
  end
done

dump >"$pictures/dump.json"
for number in SQ-2026-0001 SQ-2026-0002; do
  grep -q "$number" "$pictures/dump.json" || fail "$number was not saved"
  pdf=$(find "$home" -name "*$number*.pdf" | head -n 1)
  [ -n "$pdf" ] || fail "$number was not made as PDF"
  pdftotext "$pdf" - | grep -q 秦天天 || fail "$pdf does not name the applicant"
done
grep -q '因窗口轮岗，申请开通受理权限。' "$pictures/dump.json" || fail "what was typed is not what is kept"

# Started again it has them, and a second one on the same file only says that the first has it.
start
import -window root "$pictures/again.png"
end
wine "$program" --file "$file" verify >/dev/null || fail "the file is not sound"
say "filled, saved, printed and started again under Wine"
