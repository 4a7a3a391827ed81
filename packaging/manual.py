#!/usr/bin/python3
"""The manual as PDF: assets/使用手册.md with its pictures, set in the program's own type.

    packaging/manual.py OUT.pdf

Needs WeasyPrint and Python-Markdown (Debian: weasyprint, python3-markdown). The same text gives the same pages. The
pictures are taken from the running program: see tests/suite/pictures.rs.
"""

import pathlib
import sys

import markdown
import weasyprint
from weasyprint.text.fonts import FontConfiguration

HOME = pathlib.Path(__file__).resolve().parent.parent
ASSETS = HOME / "assets"

STYLE = """
@font-face { font-family: Manual; src: url(fonts/NotoSansSC-Regular.ttf); }
@page { size: A4; margin: 22mm 20mm 20mm 20mm;
        @bottom-center { content: counter(page); font: 9pt Manual; color: #5b6673; } }
body { font: 10.5pt/1.7 Manual; color: #222830; }
h1 { font-size: 22pt; font-weight: normal; margin: 0 0 8mm 0; }
h2 { font-size: 14pt; font-weight: normal; margin: 8mm 0 2mm 0; padding-bottom: 1mm;
     border-bottom: 0.5pt solid #d3d8df; break-after: avoid; }
p, li { margin: 0 0 1.6mm 0; }
ol, ul { padding-left: 6mm; margin: 0 0 2mm 0; }
img { display: block; max-width: 100%; max-height: 95mm; margin: 1mm auto 3mm auto; border: 0.5pt solid #d3d8df;
      break-inside: avoid; }
pre { font-size: 9.5pt; background: #f8f9fb; padding: 2mm 3mm; }
table { border-collapse: collapse; width: 100%; margin: 2mm 0; }
th, td { border: 0.5pt solid #d3d8df; padding: 1mm 2mm; text-align: left; font-weight: normal; }
"""


def main():
    out = pathlib.Path(sys.argv[1])
    text = (ASSETS / "使用手册.md").read_text(encoding="utf-8")
    # The pictures of a numbered step are indented by three, as Markdown has it; the library asks for four.
    lines = [" " + line if line.startswith("   !") else line for line in text.splitlines()]
    body = markdown.markdown("\n".join(lines), extensions=["tables", "sane_lists"])
    page = f'<html lang="zh-CN"><head><meta charset="utf-8"><title>使用手册</title></head><body>{body}</body></html>'
    fonts = FontConfiguration()
    style = weasyprint.CSS(string=STYLE, base_url=str(HOME), font_config=fonts)
    out.parent.mkdir(parents=True, exist_ok=True)
    weasyprint.HTML(string=page, base_url=str(ASSETS)).write_pdf(str(out), stylesheets=[style], font_config=fonts)


main()
