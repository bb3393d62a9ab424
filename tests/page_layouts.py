"""The same document as web pages of many builds, each with the navigation, links and footers that such pages have."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

SITE = "青禾县人民政府"
LINKS = (
    "县委常委会召开扩大会议", "柳河乡春灌工作有序推进", "我县举办第三届农民运动会", "关于公布二季度空气质量的通报",
    "图解：青禾县养老服务条例", "石桥镇便民服务中心正式启用",
)  # fmt: skip
_IMPRINT = re.compile(r"(?:19|20)\d\d[-年./]")


@dataclass(frozen=True, slots=True)
class Text:
    """A document in lines: its title, the line under it with date and source, and the rest; "" where there is none."""

    title: str
    imprint: str
    body: tuple[str, ...]

    @classmethod
    def of(cls, lines: Sequence[str], titled: bool = True) -> Text:
        """Tell title and imprint from the rest, empty lines around them left out."""
        lines = list(lines)
        while lines and not lines[0].strip():
            del lines[0]
        title = (
            lines.pop(0) if titled and lines and len(lines[0]) < 60 and not _IMPRINT.search(lines[0]) else ""
        )
        ahead = next((n for n, line in enumerate(lines) if line.strip()), 0)
        imprint = ""
        if title and lines and len(lines[ahead]) < 60 and _IMPRINT.search(lines[ahead]):
            imprint = lines[ahead]
            del lines[: ahead + 1]
        return cls(title, imprint, tuple(lines))

    def lines(self) -> list[str]:
        """The lines with text, as a reader of the page sees them."""
        return [line for line in (self.title, self.imprint, *self.body) if line.strip()]


def _esc(text: str) -> str:
    return html.escape(text, quote=False)


def _items(prefix: str = "") -> str:
    return "".join(f'<li><a href="/art/{n}.html">{prefix}{text}</a></li>\n' for n, text in enumerate(LINKS))


def _paragraphs(body: Sequence[str], tag: str = "p", attributes: str = "") -> str:
    return "\n".join(
        f"<{tag}{attributes}>{_esc(line) if line.strip() else '&nbsp;'}</{tag}>" for line in body
    )


def semantic(text: Text) -> bytes:
    """Modern tags: header, nav, main, article, aside, footer."""
    head = (f"<h1>{_esc(text.title)}</h1>" if text.title else "") + (
        f"<p class=meta>{_esc(text.imprint)}</p>" if text.imprint else ""
    )
    return f"""<!DOCTYPE html><html lang="zh"><head><meta charset="utf-8"><title>{_esc(text.title)} - {SITE}</title>
<style>p {{ margin: 0 }}</style></head><body><header class="site-header"><a href="/">{SITE}</a>
<form role="search"><input name="q"><button>搜索</button></form></header>
<nav><ul><li><a href="/">首页</a></li><li><a href="/zw">政务公开</a></li><li><a href="/fw">办事服务</a></li></ul></nav>
<main><nav aria-label="breadcrumb"><ol><li><a href="/">首页</a></li><li>领导讲话</li></ol></nav>
<article><header>{head}</header>
{_paragraphs(text.body)}
<footer><ul class="share-list"><li><a href="#">微博</a></li><li><a href="#">微信</a></li></ul></footer></article>
<aside><h2>热门文章</h2><ul>{_items()}</ul></aside></main>
<footer><p>版权所有 {SITE}办公室，未经许可不得转载。</p><p>京ICP备00000000号-1</p></footer>
<script>document.write("讲话，讲话。")</script></body></html>""".encode()


def tables(text: Text) -> bytes:
    """Nested layout tables of about 2010, labelled GB2312, with characters that only GB18030 has."""
    menu = "".join(
        f'<td><a href="/{n}/">{name}</a></td>' for n, name in enumerate(("首页", "新闻", "公开", "互动"))
    )
    rows = "".join(
        f'<tr><td>·<a href="/{n}.htm">{t}</a></td><td>[03-0{n + 1}]</td></tr>' for n, t in enumerate(LINKS)
    )
    imprint = f"<tr><td align=center height=30>{_esc(text.imprint)}</td></tr>" if text.imprint else ""
    title = (
        f'<tr><td align="center"><font size="5"><b>{_esc(text.title)}</b></font></td></tr>'
        if text.title
        else ""
    )
    return f"""<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312"><title>{_esc(text.title)}</title></head>
<body topmargin=0><table width=778 align=center><tr><td><table><tr>{menu}</tr></table></td></tr>
<tr><td>您现在的位置：<a href="/">首页</a> &gt;&gt; <a href="/ldjh">领导讲话</a> &gt;&gt; 正文</td></tr>
<tr><td><table><tr><td width=180 valign=top><table><tr><td colspan=2>最新信息</td></tr>{rows}</table></td>
<td valign=top><table width="100%">{title}{imprint}
<tr><td>{_paragraphs(text.body, "P")}</td></tr>
<tr><td align=right>【<a href="javascript:print()">打印</a>】【<a href="javascript:close()">关闭</a>】</td></tr></table></td>
</tr></table></td></tr>
<tr><td align=center>{SITE}主办　地址：青禾县人民路1号<br>
版权所有　京ICP备00000000号　建议使用IE6.0浏览</td></tr></table></body>
</html>""".encode("gb18030")


def breaks(text: Text) -> bytes:
    """Everything in one table cell, lines ended by br."""
    body = "<br>\n".join(_esc(line) for line in text.body)
    head = "<br>\n".join(_esc(part) for part in (text.title, text.imprint) if part)
    return f"""<HTML><HEAD><TITLE>{_esc(text.title)}</TITLE><META charset=utf-8></HEAD><BODY><TABLE><TR>
<TD width=100><A href=a.htm>返回首页</A><BR><A href=b.htm>领导信箱</A><BR><A href=c.htm>信息公开</A></TD>
<TD>{head}<BR>
{body}<BR></TD></TR></TABLE><CENTER><A href="mailto:x@example.cn">联系我们</A> | <A href=d.htm>网站地图</A><BR>
版权所有 {SITE}</CENTER></BODY></HTML>""".encode()


def deep(text: Text) -> bytes:
    """The article lies under 300 blocks."""
    head = f"<h2>{_esc(text.title)}</h2>" if text.title else ""
    head += f"<div>{_esc(text.imprint)}</div>" if text.imprint else ""
    return f"""<html><head><meta charset="utf-8"><title>{_esc(text.title)}_{SITE}</title></head><body>
<div class="menu"><a href="/">首页</a><a href="/a">动态</a></div>{"<div>" * 300}{head}
<div>{_paragraphs(text.body, "div")}</div><div><p>相关链接：</p><ul>{_items()}</ul></div>{"</div>" * 300}
<div class="bottom-copyright">{SITE} 版权所有</div></body></html>""".encode()


def portal(text: Text) -> bytes:
    """A government portal: metadata by its rules, a line with date and source, tools, neighbours, a code to scan."""
    head = f'<div class="article-title">{_esc(text.title)}</div>' if text.title else ""
    head += f'<div class="info"><span>{_esc(text.imprint)}</span></div>' if text.imprint else ""
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"/><title>{_esc(text.title)}-{SITE}</title>
<meta name="SiteName" content="{SITE}"/><meta name="ColumnName" content="领导讲话"/>
<meta name="ArticleTitle" content="{html.escape(text.title)}"/></head><body>
<div class="top"><span>今天是个晴天</span><a href="/en">EN</a></div>
<div class="dqwz">当前位置：<a href="/">首页</a> &gt; <a href="/ld">领导讲话</a></div><div class="con">{head}
<div class="btns"><span>字体：</span><a href="#">大</a> <a href="#">中</a> <a href="#">小</a> <a>打印</a></div>
<div id="UCAP-CONTENT"><div class="TRS_UEDITOR">{_paragraphs(text.body, "p", ' style="text-indent: 2em;"')}</div></div>
<div class="ewm"><p>扫一扫在手机打开当前页</p><img src="q.png" alt="二维码"></div>
<p>上一篇：<a href="/1">{LINKS[0]}</a></p><p>下一篇：<a href="/2">{LINKS[1]}</a></p><div>【打印】 【关闭窗口】</div>
<div class="xgxw"><h3>相关新闻</h3><ul>{_items("·")}</ul></div></div>
<div class="foot"><p>主办：{SITE}　承办：青禾县大数据局，电话：0000-1234567。</p>
<p>网站标识码：0000000000</p></div></body></html>""".encode()


def feed(text: Text) -> bytes:
    """An article of a messenger: a section and nested spans for each line, shown by a script."""
    lines = "".join(
        f'<section style="margin:0;"><span style="color:#333;"><span>{_esc(line)}</span></span></section>'
        if line.strip()
        else "<section><br></section>"
        for line in text.body
    )
    head = (
        f'<h1 class="rich_media_title" id="activity-name">\n  {_esc(text.title)}\n</h1>' if text.title else ""
    )
    head += (
        f'<div id="meta_content"><em id="publish_time">{_esc(text.imprint)}</em></div>'
        if text.imprint
        else ""
    )
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><meta property="og:title" content="{html.escape(text.title)}">
<title></title></head><body><div id="js_article"><div class="rich_media_inner">{head}
<div class="rich_media_content" id="js_content" style="visibility: hidden; opacity: 0;">{lines}</div>
<div class="rich_media_tool"><a href="javascript:;">阅读原文</a><span>阅读</span></div></div>
<div class="qr_code_pc"><p>微信扫一扫<br>关注该公众号</p></div>
<div style="display:none">继续滑动看下一个，轻触阅读原文。</div></div></body></html>""".encode()


def rows(text: Text) -> bytes:
    """Each line in blocks of its own, as data bases of laws show them, with a form and a list of neighbours."""
    body = "".join(
        f'<div class="row"><div class="col-data"><div>{_esc(line) or "&nbsp;"}</div></div></div>\n'
        for line in text.body
    )
    head = f"<h2>{_esc(text.title)}</h2>" if text.title else ""
    head += f"<p>{_esc(text.imprint)}</p>" if text.imprint else ""
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{_esc(text.title) or SITE}</title></head><body>
<form method="post"><div id="menu"><ul><li><a href="/new">最新</a></li><li><a href="/all">分类</a></li></ul></div>
<select><option>全文</option><option>条号</option></select><div class="container">{head}
<div class="law-reg-content">{body}</div></div></form><div class="footer">{SITE}维护，每日更新。</div></body></html>""".encode()


def wrapped(text: Text) -> bytes:
    """Saved by an office program: source lines of fixed width, spans within words, a sidebar and comments in prose."""

    def fold(line: str) -> str:
        wide = r"[\u4e00-\u9fff，。、；]"
        return re.sub(rf"((?:{wide}){{20}})(?=(?:{wide}))", "\\1\n  ", _esc(line))

    body = "".join(
        f'<p class=MsoNormal><span lang=ZH-CN style="font-family:仿宋">{fold(line) or "&nbsp;"}</span><o:p></o:p></p>\n'
        for line in text.body
    )
    head = f"<h1><span>{_esc(text.title)}</span></h1>" if text.title else ""
    head += f"<p class=MsoNormal>{_esc(text.imprint)}</p>" if text.imprint else ""
    return f"""<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><meta charset="utf-8"><title>{_esc(text.title)}</title></head>
<body><div class="sidebar"><p>本站提供各类讲话，欢迎投稿，稿酬从优。</p></div><div class=WordSection1>{head}
{body}</div><div id="comments"><h3>评论</h3><p>张三：写得很好，学习了。</p><p>李四：感谢分享！</p></div></body></html>""".encode()


LAYOUTS: tuple[Callable[[Text], bytes], ...] = (semantic, tables, breaks, deep, portal, feed, rows, wrapped)
