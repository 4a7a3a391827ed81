#!/usr/bin/env bash
# Drives a program for another machine as a clerk does: fills 附件2, saves, prints where there is a printer, makes the
# PDF, closes, starts again.
#
#   clerk.sh program pictures renderer...    wants Xvfb, openbox, xdotool, xclip, import and pdftotext; wine for an .exe
set -euo pipefail
program=$1
pictures=$2
shift 2
scratch=$(mktemp -d)
# Paths as users have them: with Chinese and blanks.
case $program in
*.exe)
  under=(wine)
  named=(--name '^信息系统账号管理$')
  rest=10
  documents=$WINEPREFIX/drive_c/users/$(whoami)/Documents
  file='C:\users\'$(whoami)'\Documents\办公 资料\台 账.taizhang'
  printer=三楼打印机
  # In the print dialog 打印 has the keyboard, and two further is the viewer.
  to_viewer=(Tab Tab)
  ;;
*)
  under=()
  # xdotool reads no name that is UTF-8 alone.
  named=(--class '^taizhang$')
  # Emulated, a frame takes seconds.
  rest=20
  export HOME=$scratch/home
  documents=$HOME
  file="$documents/办公 资料/台 账.taizhang"
  # There is none: 保存为 PDF has the keyboard, and beside it is the viewer.
  printer=
  to_viewer=(Tab)
  ;;
esac
taizhang() { "${under[@]}" "$program" --file "$file" "$@"; }

say() { printf '%s\n' "$*"; }
fail() {
  say "$*" >&2
  import -window root "$pictures/failed.png" || true
  exit 1
}
until_true() { # what, command...
  local what=$1
  shift
  for _ in $(seq $((${TAIZHANG_PATIENCE:-60} * 5))); do
    "$@" >/dev/null 2>&1 && return
    sleep 0.2
  done
  fail "$what did not come"
}
# The window tells each frame that it draws: a key is dealt with once one came and the next fails to.
frames() { wc -l <"$drawn"; }
still() { # how many frames there were before, what is waited for
  local last=$1 now quiet=0
  for _ in $(seq $((${TAIZHANG_PATIENCE:-60} * 10))); do
    sleep 0.1
    now=$(frames)
    if [ "$now" -gt "$last" ]; then quiet=0; else quiet=$((quiet + 1)); fi
    last=$now
    [ "$now" -gt "$1" ] && [ "$quiet" -ge "$rest" ] && return
  done
  fail "the window did not take $2"
}
keys() {
  local key before
  for key in "$@"; do
    before=$(frames)
    xdotool key "$key"
    still "$before" "$key"
  done
}
paste() {
  printf '%s' "$1" | xclip -selection clipboard -in
  # Wine learns of it in its own time.
  [ ${#under[@]} -eq 0 ] || sleep 1
  keys ctrl+v
}
window() { xdotool search --onlyvisible "${named[@]}" | tail -n 1; }
shown() { [ -n "$(window)" ]; }
gone() { ! shown; }
# A printer for Windows, and a program that stands for PDF files and keeps what it is to print, each job in a folder.
set_up_printer() {
  mkdir "$WINEPREFIX/drive_c/reader"
  printf '%s\r\n' '@echo off' 'set n=0' ':next' 'set /a n=n+1 >nul' 'md "%~dp0%n%" 2>nul || goto next' \
    'copy /b "%~1" "%~dp0%n%\%~2.pdf" >nul' >"$WINEPREFIX/drive_c/reader/reader.cmd"
  wine reg add 'HKLM\System\CurrentControlSet\Control\Print\Printers\'"$printer" /v Name /d "$printer" /f
  wine reg add 'HKCU\Software\Microsoft\Windows NT\CurrentVersion\Windows' /v Device /d "$printer,winspool,LPT1:" /f
  wine reg add 'HKLM\Software\Classes\pdffile\shell\printto\command' /ve /d '"C:\reader\reader.cmd" "%1" "%2"' /f
} >/dev/null
printed() { pdftotext "$WINEPREFIX/drive_c/reader/$1/$printer.pdf" - | grep -q "$2"; }

drawn=$scratch/drawn
Xvfb -displayfd 3 -screen 0 1366x768x24 -noreset 3>"$scratch/display" 2>/dev/null &
xvfb=$!
trap '[ ${#under[@]} -eq 0 ] || wineserver -k || true; kill $xvfb; rm -rf "$scratch"' EXIT
mkdir -p "$pictures"
until_true "the display" test -s "$scratch/display"
DISPLAY=:$(cat "$scratch/display")
export DISPLAY
openbox >/dev/null 2>&1 &
# A viewer that notes what it is to show.
mkdir "$scratch/bin"
printf '#!/bin/sh\nprintf "%%s\\n" "$1" >>"%s"\n' "$scratch/viewed" >"$scratch/bin/xdg-open"
chmod +x "$scratch/bin/xdg-open"
export PATH="$scratch/bin:$PATH"
[ ${#under[@]} -eq 0 ] || wineboot --init >/dev/null 2>&1
[ -z "$printer" ] || set_up_printer
mkdir -p "$documents/办公 资料"
taizhang init >/dev/null

start() {
  : >"$drawn"
  taizhang --today 2026-11-24 --timing "$@" >/dev/null 2>"$drawn" &
  until_true "the window" shown
  xdotool windowactivate --sync "$(window)"
  still 1 "the keyboard"
}
end() {
  xdotool key alt+F4
  until_true "the end of the window" gone
  wait $!
}
picture() { import -window root "$pictures/$1.png"; }

jobs=0
for renderer in "$@"; do
  start --renderer "$renderer"
  keys ctrl+n
  # 用户账号 has the keyboard: it is ticked, and 新增 beside it.
  keys space Tab space Tab Tab Tab Tab Tab
  # 账号说明 is passed by; then the form in its order. Enter goes to the next field, past what is offered.
  keys Tab; paste "秦天天"
  keys Return; paste "政务服务科 科员"
  keys Return Tab; paste "0356-2000011"
  keys Return; paste "一体化政务服务平台"
  keys Return; paste "因窗口轮岗，申请开通受理权限。"
  picture "filled-$renderer"
  keys ctrl+s
  # The printers are asked for beside the window.
  keys ctrl+p
  sleep "$rest"
  picture "print-$renderer"
  if [ -n "$printer" ]; then
    keys Return
    jobs=$((jobs + 1))
    until_true "job $jobs at the printer" printed "$jobs" 秦天天
    keys ctrl+p
    sleep "$rest"
  fi
  keys "${to_viewer[@]}" Return
  picture "printed-$renderer"
  end
done

taizhang dump >"$pictures/dump.json" 2>/dev/null || fail "the file cannot be read"
for number in $(seq -f 'SQ-2026-%04.0f' $#); do
  grep -q "$number" "$pictures/dump.json" || fail "$number was not saved"
  pdf=$(find -L "$documents" -name "*$number*.pdf" | head -n 1)
  [ -n "$pdf" ] || fail "$number was not made as PDF"
  pdftotext "$pdf" - | grep -q 秦天天 || fail "$pdf does not name the applicant"
  until_true "$number in the viewer" grep -q "$number" "$scratch/viewed"
done
[ "$(grep -c '"state": "已打印待签"' "$pictures/dump.json")" -eq $jobs ] || fail "what was printed is not noted so"
for typed in 秦天天 0356-2000011 一体化政务服务平台 因窗口轮岗，申请开通受理权限。; do
  [ "$(grep -c "\"$typed\"" "$pictures/dump.json")" -ge $# ] || fail "$typed was typed, and is not what is kept"
done

# Started again it has them, and the file is its own as long as it is open.
start
keys ctrl+3
picture again
told=$(taizhang verify 2>&1) && fail "a second program got at the file"
grep -q 正被另一个程序使用 <<<"$told" || fail "it says: $told"
end
taizhang verify >/dev/null || fail "the file is not sound"
say "filled, saved,${printer:+ printed,} made as PDF and started again"
