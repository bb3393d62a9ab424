"""PDF files made on the spot: placed text without any outside program, and texts of our own to print."""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

A5 = (420.0, 595.0)

SPEECH = """\
在河湾镇读书会三周年座谈会上的讲话
（2021年3月18日）
镇文化站 林小满
同志们：
今天我们请来各村的读书组长，坐在一起谈谈读书会的事。这件事办了三年，有做成的，也有没有做成的，我先说说自己的看法，讲得不对的地方，请大家当面指出来，不要等到散会以后再说。
一、三年来做了些什么
三年前镇上只有一间阅览室，书不到八百册，多数是旧杂志。现在七个村都有了书架，最远的石桥村也有两个，书是一箱一箱用渡船送过去的，送书的老周今年六十一岁，没有误过一次班。
（一）书多了，借书的人也多了。去年全年借出四千六百多册次，比前年多了将近一半，其中一多半是晚上七点以后借出去的，这说明大家白天忙，晚上才有工夫看书。
（二）读书的人开始写东西了。到今年二月，一共收到读书笔记二百一十三篇，有长有短，最长的一篇写了十一页纸，写的是自己家里三代人修船的事，我读了两遍。
（三）书架旁边有了说话的地方。石桥村在书架边上放了一张旧方桌，起先只是为了放茶壶，后来成了说事的地方，谁家的田要换水，谁家的孩子要补课，都在桌边说好了。
二、还有哪些没有做好
话要说回来，问题也不少。一是书的种类还是太窄，种田的书有，修船的书没有；二是管书的人太累，一个人管三个书架，顾了东头顾不了西头；三是孩子们看的书太旧，有几本连封面都没有了。
上个月我到柳家湾去，一个四年级的学生问我，图书角的那本地图册为什么没有新修的那座桥。我答不上来，回来一查，那本地图册是十二年前印的。这件小事我想了很久。
三、接下来怎么办
第一，钱要花在书上。今年的经费一共三万二千元，除了修两只书架，其余全部买书，买什么书由各村自己报，镇里不代为挑选。
第二，人要轮着来。管书架的人每季度换一次，换下来的人把自己的办法写成一页纸，交给接手的人，写得好的，印出来发给各村。
最后说一句。读书这件事，急不得，也停不得。水滴石穿，不是水的力气大，是它天天都来。我就说这些，谢谢大家！
"""

RULES = """\
河湾鎮公共書架管理辦法
第一章 總則
第一條　為管理本鎮公共書架，方便居民借閱圖書，特訂定本辦法。
第二條　本辦法所稱公共書架，指設於各村活動中心、渡口、學校及其他公共場所，供居民自由取閱、自行登記之書架。
第三條　公共書架之管理機關為本鎮文化站；各村讀書組受文化站之委託，辦理書架之日常管理事項，並得視需要招募志工協助之。
第二章 借閱
第四條　凡設籍或居住於本鎮者，不論年齡，均得借閱公共書架之圖書；每次借閱以三冊為限，借期三十日，期滿得續借一次，續借期間與原借期相同。
借閱人應於登記簿上填寫姓名、書名及日期，字跡應清楚可辨。
第五條　圖書如有遺失或毀損，借閱人應購置相同之圖書賠償；無法購得時，得以內容相近、價值相當之圖書代之，但應事先徵得讀書組之同意。
第六條　下列圖書不得攜出：
一、地方志、族譜及其他孤本。
二、地圖、年鑑及工具書。
三、經讀書組標明限於現場閱覽之圖書。
第三章 管理
第七條　讀書組應於每季末清點圖書一次，並將清點結果張貼於書架旁；缺少之圖書逾總數百分之五者，應向文化站說明原因，並於下一季補足。
第八條　志工之輪值由讀書組排定，每次輪值不得逾四小時；輪值時間、地點及姓名應於一週前公布，變更時亦同。
第四章 附則
第九條　本辦法自公布日施行。
"""

TRANSCRIPT = """\
渡口改造方案座談會紀錄
時間：二〇二一年五月十二日下午二時三十分
地點：河湾鎮活動中心二樓
主持人：各位鄉親午安，今天請大家來，是要談渡口改造的事。圖紙已經貼在牆上，先請設計的沈先生說明，說明完了再請各位提問，每位發言請儘量不要超過五分鐘。
沈知遠：謝謝。這個方案主要改三個地方：碼頭往下游移二十公尺，避開回流；候船的棚子加長一倍，下雨天可以站六十個人；另外在坡道旁邊加一條輪椅走的路，坡度是十二分之一。
周阿水：我撐船撐了四十年，往下游移我不反對，可是那裡冬天水淺，大船靠不了岸，這一點圖上沒有寫，請問你們有沒有量過？
沈知遠：量過，去年十一月到今年二月，每半個月量一次，最淺的時候是一公尺三十五，大船吃水一公尺一，可以靠，但是要疏浚一次。
林小滿：疏浚的錢從哪裡來？預算表上只有工程費，沒有這一項。
主持人：這個問題記下來，會後請財務的同仁查清楚，下次會議書面答覆。還有沒有其他意見？
陳月娥：我提一個小小的意見。棚子加長很好，可是椅子太高，老人家坐上去腳碰不到地，能不能做兩種高度的？
沈知遠：可以，這個不增加多少錢，我們回去改圖。
主持人：好，今天就到這裡，謝謝各位。
"""


@dataclass(frozen=True, slots=True)
class Put:
    """A piece of text at a place of a page, in points from its lower left corner."""

    x: float
    y: float
    text: str
    size: float = 12.0
    bold: bool = False
    turn: str = "1 0 0 1"
    vertical: bool = False
    sign: bool = False


@dataclass(frozen=True, slots=True)
class Drawn:
    """A line from one point to another, or the filled rectangle between them."""

    x0: float
    y0: float
    x1: float
    y1: float
    filled: bool = False


def pdf(
    pages: Sequence[Iterable[Put | Drawn]],
    info: dict[str, str] | None = None,
    outline: Sequence[tuple[str, int]] = (),
    encrypt: bool = False,
    mapped: bool = True,
) -> bytes:
    """A PDF that shows each piece in a font every reader knows; ideographs are square, Latin letters half as wide.

    Args:
        pages: the pieces of each page, drawn in this order; a ``sign`` is that of the font Symbol at its place there.
        info: document information.
        outline: (title, page from 1) of bookmarks.
        encrypt: say that a password is needed.
        mapped: whether the font tells which characters its glyphs are.
    """
    system = "GB1" if mapped else "Identity"
    objects = [
        "<< /Type /Catalog /Pages 2 0 R /Outlines 6 0 R >>",
        "",
        _font("STSong-Light", "H", system),
        _font("STHeiti-Bold", "H", system),
        _font("STSong-Light", "V", system),
        f"<< /Type /Outlines /Count {len(outline)} "
        + (f"/First 7 0 R /Last {6 + len(outline)} 0 R" if outline else "")
        + " >>",
    ]
    base = 7 + len(outline)
    for i, (title, page) in enumerate(outline):
        following = f"/Next {8 + i} 0 R" if i + 1 < len(outline) else ""
        objects.append(
            f"<< /Title {_hex(title, True)} /Parent 6 0 R /Dest [{base + 2 * (page - 1)} 0 R /Fit] {following} >>"
        )
    kids = []
    signs = base + 2 * len(pages)
    for puts in pages:
        stream = "\n".join(_shown(put) for put in puts)
        kids.append(f"{len(objects) + 1} 0 R")
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {A5[0]} {A5[1]}] /Contents {len(objects) + 2} 0 R"
            f" /Resources << /Font << /F 3 0 R /B 4 0 R /V 5 0 R /S {signs} 0 R >> >> >>"
        )
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
    objects.append(
        "<< /Type /Font /Subtype /Type1 /BaseFont /Symbol /FirstChar 0 /LastChar 255"
        f" /Widths [{'1000 ' * 256}] /ToUnicode {signs + 1} 0 R >>"
    )
    own = "begincmap 1 begincodespacerange <00> <ff> endcodespacerange 1 beginbfrange <00> <ff> <f000> endbfrange endcmap"
    objects.append(f"<< /Length {len(own)} >>\nstream\n{own}\nendstream")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    objects.append("<< " + " ".join(f"/{k} {_hex(v, True)}" for k, v in (info or {}).items()) + " >>")
    return _file(objects, encrypt)


def _font(name: str, direction: str, system: str) -> str:
    cmap = f"UniGB-UTF16-{direction}" if system == "GB1" else f"Identity-{direction}"
    return (
        f"<< /Type /Font /Subtype /Type0 /BaseFont /{name} /Encoding /{cmap} /DescendantFonts ["
        f"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /{name} /DW 1000 /W [1 95 500]"
        f" /CIDSystemInfo << /Registry (Adobe) /Ordering ({system}) /Supplement 2 >>"
        f" /FontDescriptor << /Type /FontDescriptor /FontName /{name} /Flags 4 /StemV 80"
        " /FontBBox [0 -120 1000 880] /Ascent 880 /Descent -120 /CapHeight 700 /ItalicAngle 0 >> >>] >>"
    )


def _hex(text: str, mark: bool = False) -> str:
    return f"<{('feff' if mark else '') + text.encode('utf-16-be').hex()}>"


def _shown(put: Put | Drawn) -> str:
    if isinstance(put, Drawn):
        if put.filled:
            return f"{put.x0} {put.y0} {put.x1 - put.x0} {put.y1 - put.y0} re f"
        return f"{put.x0} {put.y0} m {put.x1} {put.y1} l S"
    font = "V" if put.vertical else "B" if put.bold else "S" if put.sign else "F"
    shown = f"<{ord(put.text) & 0xFF:02x}>" if put.sign else _hex(put.text)
    return f"BT /{font} {put.size} Tf {put.turn} {put.x:.2f} {put.y:.2f} Tm {shown} Tj ET"


def _file(objects: list[str], encrypt: bool) -> bytes:
    out = b"%PDF-1.5\n"
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode("ascii")
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{place:010d} 00000 n \n".encode() for place in places)
    extra = (
        f" /Encrypt << /Filter /Standard /V 1 /R 2 /O <{'00' * 32}> /U <{'11' * 32}> /P -4 >>"
        if encrypt
        else ""
    )
    ids = f"/ID [<{'22' * 16}> <{'22' * 16}>]"
    out += f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R /Info {len(objects)} 0 R {ids}{extra} >>\n".encode()
    return out + f"startxref\n{start}\n%%EOF\n".encode()


def set_in_columns(
    paragraphs: Iterable[str], columns: int = 1, across: int = 24, down: int = 20, indent: int = 2
) -> list[list[Put]]:
    """Pages of paragraphs, each first line set in by ``indent`` characters, in columns of ``across`` × ``down``."""
    size, gutter, left, top, step = 360 / (columns * across + 2 * (columns - 1)), 2, 30.0, 540.0, 0.0
    step = 1.5 * size
    cells: list[str] = []
    for paragraph in paragraphs:
        rest = " " * indent + paragraph
        while rest:
            cells.append(rest[:across])
            rest = rest[across:]
    pages: list[list[Put]] = []
    for i, cell in enumerate(cells):
        page, place = divmod(i, columns * down)
        column, row = divmod(place, down)
        if page == len(pages):
            pages.append([])
        set_in = len(cell) - len(cell.lstrip())
        x = left + (column * (across + gutter) + set_in) * size
        pages[page].append(Put(x, top - row * step, cell.lstrip(), size))
    return pages


def page_of_html(text: str, style: str) -> str:
    """A web page to print: its first line is the heading."""
    title, *rest = (html.escape(line) for line in text.splitlines())
    body = "".join(f"<p>{line}</p>" for line in rest)
    return (
        f"<!doctype html><html lang=zh><meta charset=utf-8><title>{title}</title><style>@page {{size: A5; margin: 20mm}}"
        "body {font: 16px/1.6 'Noto Serif CJK SC'} p {margin: 0; text-indent: 2em; text-align: justify}"
        f"h1 {{font-size: 24px; text-align: center}} {style}</style><h1>{title}</h1>{body}"
    )


def flat_odt(text: str, columns: int, head: str) -> str:
    """A word processor's document with a running head and page numbers: its first line is a heading in the outline."""
    title, *rest = (html.escape(line) for line in text.splitlines())
    body = "".join(f'<text:p text:style-name="B">{line}</text:p>' for line in rest)
    names = ("office", "text", "style", "fo")
    where = {"fo": "xsl-fo-compatible"}
    spaces = " ".join(
        f'xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{where.get(n, n)}:1.0"' for n in names
    )
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<office:document {spaces} office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.text">
<office:styles><style:style style:name="Standard" style:family="paragraph"><style:text-properties
 style:font-name-asian="Noto Serif CJK SC" style:font-size-asian="16pt" fo:font-size="16pt"/></style:style>
</office:styles><office:automatic-styles>
<style:style style:name="T" style:family="paragraph" style:parent-style-name="Standard"><style:paragraph-properties
 fo:text-align="center"/><style:text-properties style:font-size-asian="22pt" fo:font-size="22pt"
 style:font-weight-asian="bold"/></style:style>
<style:style style:name="B" style:family="paragraph" style:parent-style-name="Standard"><style:paragraph-properties
 fo:text-indent="32pt" fo:line-height="130%"/></style:style>
<style:style style:name="C" style:family="section"><style:section-properties text:dont-balance-text-columns="true">
<style:columns fo:column-count="{columns}" fo:column-gap="24pt"/></style:section-properties></style:style>
<style:page-layout style:name="L"><style:page-layout-properties fo:page-width="148mm" fo:page-height="210mm"
 fo:margin="15mm"/><style:header-style><style:header-footer-properties fo:margin-bottom="6mm"/></style:header-style>
<style:footer-style><style:header-footer-properties fo:margin-top="6mm"/></style:footer-style></style:page-layout>
</office:automatic-styles><office:master-styles><style:master-page style:name="Standard" style:page-layout-name="L">
<style:header><text:p>{head}</text:p></style:header><style:footer><text:p>第 <text:page-number/> 页</text:p>
</style:footer></style:master-page></office:master-styles><office:body><office:text>
<text:h text:style-name="T" text:outline-level="1">{title}</text:h>
<text:section text:style-name="C" text:name="S">{body}</text:section></office:text></office:body></office:document>
"""
