#!/usr/bin/env bash
# Lays a folder that is carried on a stick and started where it lies: the program, its manual, the licences.
#
#   packaging/portable.sh folder program...
#
# Wants what manual.py wants.
set -euo pipefail
folder=$1
shift
source=$(dirname "$0")/..
mkdir -p "$folder/许可"
cp "$@" "$folder/"
"$source/packaging/manual.py" "$folder/使用手册.pdf"
cp "$source/LICENSE" "$folder/许可/taizhang.txt"
cp "$source"/fonts/*.txt "$folder/许可/"
cat >"$folder/先读我.txt" <<'TEXT'
信息系统账号管理

不用安装：双击 taizhang 就打开窗口。程序不联网，不改动系统。
数据不在这个文件夹里，在本人的数据文件夹里，“备份与迎检”一页写着位置；换电脑时请先备份，再在新电脑上恢复。
怎样用见“使用手册”。本程序和字体的许可在“许可”文件夹里。
TEXT
