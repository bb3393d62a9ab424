"""What a page itself calls its parts: by tag, role, class and id."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

_STATE = re.compile(r"\bcomments?-(?:open|closed|enabled|disabled)\b")  # whether a post may be commented upon
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
    "weizhi dqwz sitenav topnav subnav pager pagination paging currpage fenye zdfy tree",
    "header": "header head masthead banner logo topbar hd",
    "footer": "footer foot footbar copyright copyrights beian icp friendlink friendlinks flink links youlian license",
    "share": "share sharebar sharedaddy bdshare bdsharebuttonbox jiathis bshare social weixinshare qrcode qr ewm erweima saoyisao",
    "tools": "tool tools toolbar print noprint printer dayin fontsize closewin like",
    "related": "related relate relevant recommend recommended xgxw xgyd xglj xiangguan hot hots rank ranking latest "
    "prevnext prev",
    "aside": "sidebar aside sidenav ad ads adbox adv advs advert advertisement adsbygoogle gg ggads guanggao pls plm postauthor signatures "
    "cookie cookies modal popup popups",
    "comments": "comment comments commentlist cmt cmts cmtlist pinglun disqus reply replies revert",
}
# Of two names for one block, these say what it holds, the others perhaps only where it stands or how it looks.
_TELLING = ("comments", "aside", "footer")
_KINDS = {word: kind for kind, words in _WORDS.items() for word in words.split()}
_TITLES = frozenset({"title", "tit", "headline", "biaoti"})
# Names that editors for Chinese government and news sites give the element with nothing but the article's text.
_CONTENT = re.compile(
    r"\b(?:TRS_(?:UE)?(?:editor|ditor)\w*|UCAP-CONTENT|js_content|vsb_content\w*|zoomcon|zoom|"
    r"article-?(?:body|content|text)|content-?(?:body|text)|pages_content|post-?(?:body|content)|entry-?content)\b",
    re.IGNORECASE,
)


class Label(NamedTuple):
    """What an element calls itself: a kind of furniture, or the place of the article.

    ``sure`` when its tag or role says so rather than a name that its author chose; ``title`` when its name says that it
    holds a title, of the text or of a box beside it.
    """

    kind: str = ""
    sure: bool = False
    content: bool = False
    title: bool = False


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
    called = f"{ident} {names}" if "-" not in tag else f"{tag} {ident} {names}"
    if _CONTENT.search(called):
        return Label(content=True)
    if tag in {"article", "main"} or role.lower() in {"main", "article"}:
        return Label(sure=True, content=True)
    if tag not in {"html", "body"} and called != " ":
        tokens = [token.lower() for token in _TOKEN.findall(_STATE.sub("", called))]
        kinds = [kind for token in tokens if (kind := _kind(token))]
        told = next((kind for kind in kinds if kind in _TELLING), kinds[0]) if kinds else ""
        return Label(told, title=not _TITLES.isdisjoint(tokens))
    return Label()


def _kind(token: str) -> str:
    if token in _KINDS:
        return _KINDS[token]
    for end in ("footer", "navbar", "nav", "menu", "sidebar", "breadcrumb", "copyright"):
        if token.endswith(end):
            return _KINDS[end]
    return ""
