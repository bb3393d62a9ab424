"""What a page itself calls its parts: by tag, role, class and id, and by the words of a line."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

_TOKEN = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_TAGS = {
    "nav": "nav",
    "footer": "footer",
    "header": "header",
    "aside": "aside",
    "menu": "nav",
    "search": "form",
}
_CONTROLS = frozenset({"button", "select", "textarea", "option"})
_ROLES = {
    "navigation": "nav",
    "contentinfo": "footer",
    "banner": "header",
    "complementary": "aside",
    "search": "form",
    "menu": "nav",
    "menubar": "nav",
}
_WORDS = {
    "nav": "nav navbar navi navigation menu menus breadcrumb breadcrumbs crumb crumbs bread position location daohang "
    "weizhi dqwz sitenav topnav subnav pager pagination paging",
    "header": "header head masthead banner logo topbar hd",
    "footer": "footer foot footbar copyright copyrights beian icp friendlink friendlinks flink links youlian",
    "share": "share sharebar bdshare bdsharebuttonbox jiathis bshare social weixinshare qrcode qr ewm erweima saoyisao",
    "tools": "tool tools toolbar print printer dayin fontsize closewin like",
    "related": "related relate relevant recommend recommended xgxw xgyd xglj xiangguan hot hots rank ranking latest "
    "prevnext prev",
    "aside": "sidebar aside sidenav adbox advert advertisement ads",
    "comments": "comment comments commentlist pinglun disqus reply replies",
}
_KINDS = {word: kind for kind, words in _WORDS.items() for word in words.split()}
# Names that editors for Chinese government and news sites give the element with nothing but the article's text.
_CONTENT = re.compile(
    r"\b(?:TRS_(?:UE)?(?:editor|ditor)\w*|UCAP-CONTENT|js_content|vsb_content\w*|zoomcon|zoom|"
    r"article-?(?:body|content|text)|content-?(?:body|text)|pages_content|post-?(?:body|content)|entry-?content)\b",
    re.IGNORECASE,
)
_FOOTER = re.compile(
    r"ICP[备備]|[公网]安备|网安備|版[权權]所有|[著版]作權|copyright|©|网站标识码|技术支持[:：]"
    r"|网站地图|最佳浏览|all rights reserved",
    re.IGNORECASE,
)
_LINES = (
    ("nav", re.compile(r"^(?:[您你])?(?:现在|當前|当前|目前)?(?:的|所在的?|所处的?)?位置\s*[:：]")),
    ("nav", re.compile(r"^首\s?页\s*(?:[>＞»›|/→-]|&gt;).{0,60}$")),
    ("share", re.compile(r"^分享(?:(?:到|至)\s*[:：]?|\s*[:：])[^，。；]{0,30}$|^分享$|^[用打]?开?微信扫|^扫一扫[^，。；]{0,20}$"
                         r"|^.{0,8}(?:扫描|识别|长按)[^，。；]{0,8}二维码[^，。；]{0,8}$")),
    ("tools", re.compile(r"^(?:[【\[（(]?\s*(?:打\s?印(?:本页|此页|文章)?|关\s?闭(?:窗口|本页)?|收\s?藏|复制|返回顶部|返回"
                         r"|回到顶部|转发|纠错|点赞|大|中|小|字[体号][:：]?)\s*[】\]）)]?[\s|·/]*)+$")),
    ("related", re.compile(r"^(?:上|下|前|后)一?[篇页条][:：]|^(?:相关|推荐|延伸|热门|更多|最新)"
                           r"(?:阅读|链接|文章|新闻|推荐|内容|稿件|资讯|报道|信息|文件)\s*[:：]?$")),
)  # fmt: skip


class Label(NamedTuple):
    """What an element calls itself: a kind of furniture, or the place of the article.

    ``sure`` when its tag or role says so rather than a name that its author chose.
    """

    kind: str = ""
    sure: bool = False
    content: bool = False


@lru_cache(maxsize=4096)
def label_of(tag: str, names: str, ident: str, role: str) -> Label:
    """The label of an element.

    Args:
        tag: its tag.
        names: its class attribute.
        ident: its id.
        role: its ARIA role.
    """
    if tag in _CONTROLS:
        return Label("form", True)
    kind = _ROLES.get(role.lower()) or _TAGS.get(tag, "")
    if kind:
        return Label(kind, True)
    called = f"{ident} {names}"
    if _CONTENT.search(called):
        return Label(content=True)
    if tag in {"article", "main"} or role.lower() in {"main", "article"}:
        return Label(sure=True, content=True)
    if tag not in {"html", "body"} and called != " ":
        for token in _TOKEN.findall(called):
            if kind := _kind(token.lower()):
                return Label(kind)
    return Label()


def _kind(token: str) -> str:
    if token in _KINDS:
        return _KINDS[token]
    for end in ("footer", "navbar", "nav", "menu", "sidebar", "breadcrumb", "copyright"):
        if token.endswith(end):
            return _KINDS[end]
    return ""


def is_footer(text: str) -> bool:
    """Whether a line holds what only the foot of a site says: licence, copyright, sponsor."""
    return len(text) <= 200 and _FOOTER.search(text) is not None


def kind_of_line(text: str) -> str:
    """The kind of furniture that a line is by its own words alone, "" when they do not tell."""
    if len(text) > 80:
        return ""
    return next((kind for kind, pattern in _LINES if pattern.search(text)), "")
