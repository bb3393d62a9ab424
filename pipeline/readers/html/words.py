"""What a line of a page is by its own words: tools, sharing, headings of lists, the foot of a site, file details."""

from __future__ import annotations

import re

from pipeline.fold import fold

_FOOTER = re.compile(
    r"ICP[备備]|[公网]安备|网安備|版[权權]所有|[著版]作權|copyright|©|网站标识码|技术支持[:：]"
    r"|网站地图|最佳浏览|信息服务许可证|视听(?:节目)?许可证|all rights reserved"
    r"|^本[页頁网網站](?:[页頁])?最[后後]更新|[您你]是(?:本站)?第 ?\d* ?位(?:访|读|浏|訪|讀|瀏)"
    r"|^(?:特别|平台|免责|版权)声明[:：]|^\S{2,18}(?:局|厅|委|府|会|室|中心)主[办辦](?:$|\s)",
    re.IGNORECASE,
)
_LONGEST, _LONGEST_HEAD = 80, 20  # of a line of furniture, in characters
# Names of buttons: the first stand alone as well, the others only in a row of them or with a number.
_BUTTONS = (
    r"(?:开始)?打 ?印(?:本页|此页|此文|本文|文章|正文|页面|预览)?|关 ?闭(?:此|本)?(?:窗口|页面?)?|收 ?藏(?:此页|本页|本文)?|复制"
    r"|返回(?:顶部|首页|页首|上一?页|上级|列表|目录)?|回到?(?:顶部|首页|页首|目录|上一?页)|转发|转寄|纠错|报错|点赞|举报"
    r"|列印|友善列印|复制链接|回复(?= ?举报)|只看该作者|倒序浏览|使用道具|[大小]字号|字 ?[体号级](?:设定|大小)?|[大中小]|超大|默认|TOP"
)
_COUNTED = r"跟贴|参与|阅读|浏览|评论|转载|喜欢|推荐|分享|留言|赞|在看"
_APART = r"[\[\]【】(){}<> |·/┊│,、:-]"
_AFTER = r" ?(?:\(\d*+\)|\d++|[|·/┊│▼]) ?"
_SITES = r"微信(?:好友)?|(?:新浪|腾讯)?微博|朋友圈|QQ(?:空间|好友|群)?|人人网?|豆瓣|钉钉|Facebook|Twitter|Line|Plurk|复制链接"
_PAGES = r"首页|[上下]一?[页则]|回?列表|尾页|末页|共 ?\d+ ?[页条]|第 ?\d+ ?页"
_MORE = r"阅读|链接|文章|新闻|推荐|内容|稿件|资讯|报道|信息|文件|解读|政策|专题"
# No group that repeats may match one text in two ways, or a line could take time beyond measure.
_LINES = tuple((kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in (
    ("nav", r"^[您你]?(?:现在|当前|目前)?(?:的|所在的?|所处的?)?位置 *:"),
    ("nav", r"^首 ?页 *(?:[>›»|/→-]|&gt;).{0,60}$"),
    ("nav", rf"^(?=.*(?:[上下]一?[页则]|尾页|末页))(?:{_PAGES}|[\d….«»]|{_APART})++$"),
    ("nav", r"^(?:[\[【] ?\d{1,3} ?[\]】] *+){2,}$"),
    ("nav", r"^(?:(?:文字|图文|图片|视频|现场)(?:实录|直播|回放|回看)[ |]?)+$"),
    ("share", r"^(?:点击)?分享(?:(?:到|至) *:?| *:)[^,。;]{0,30}$|^分享$|^[用打]?开?微信扫|^扫一扫[^,。;]{0,20}$"
              r"|^.{0,8}(?:扫描|识别|长按)[^,。;]{0,8}二维码[^,。;]{0,8}$"),
    ("share", rf"^(?:(?:{_SITES}|分享|更多)[ |·,、/]*+){{2,}}$|^[^,。;:]{{0,8}}分享(?:到|至) ?(?:{_SITES})$"),
    ("share", r"^点击(?:[上下]方|[上下]面|顶部)?.{0,4}(?:蓝字|蓝色字|名片|卡片).{0,12}$"),
    ("tools", rf"^(?={_APART}*+(?:{_BUTTONS}))(?:{_BUTTONS}|{_APART})++$"),
    ("tools", rf"^(?:{_BUTTONS}|{_COUNTED})(?:{_AFTER})++(?:(?:{_BUTTONS}|{_COUNTED})(?:{_AFTER})*+)*+$"),
    ("tools", r"^[\[(【]?(?:浏览|点击|点阅|阅读|评论|访问|人气)[次人]?[数量]? *(?:: *(?:[\d ,]*[次人]?|\[[\d ,]*\])|\( *[\d ,]*\))[\])】]?$"
              r"|^听(?:新闻|全文) ?\d{1,2}:\d\d$"),
    ("share", r"^.{0,14}(?:点个?在看|[“\"]在看).{0,8}$"),
    ("tools", r"^- ?END ?-$|^原创$|^发表于[^,。:]{2,6}$"),
    ("tools", r"^我要(?:投稿|评论|纠错)$"),
    ("tools", r"^(?:PDF|HTML|全文) ?(?:下载|阅读|浏览)(?: ?\([\d.]+ ?[KM]B?\))?(?: ?(?:导出引用|引用本文))?$"
              r"|^本文被引 ?\d+ ?次.{0,16}$"),
    ("tools", r"^请?(?:继续)?往下阅读[.…]*$|^按赞加入.{0,10}$|^加入.{0,12}(?:粉丝团|好友)$"),
    ("comments", r"^[您你]需要登录(?:后|才|可以)*(?:回帖|评论|回复|发表)"),
    ("tools", r"^(?:点击)?(?:展开|收起|阅读|查看|显示)(?:阅读)?(?:全文|全部|剩余|更多)(?:内容|文章)?[.…>↓ ]*+$"),
    ("comments", r"^(?:查看)?(?:更多|全部)评论$"),
    ("aside", r"^[\[(【]? ?(?:广告|推广|advertisement) ?[\])】]?$"),
    ("related", r"^[<«]?(?:(?:上|下|前|后)一?[篇页条](?:文章|新闻)?:|阅读下一篇)"),
))  # fmt: skip
_PAGER = re.compile(rf"(?=.*(?:[上下]一?页|[\[【] ?\d))(?:{_PAGES}|[\d….«»]|{_APART})++")
# Headings of what stands beside a text.
_HEADS = tuple((kind, re.compile(pattern)) for kind, pattern in (
    ("comments", r"^(?:网友|发表|最新|热门|全部|我要|精彩|读者)的?(?:评论|跟帖|留言)(?:区|列表)? ?(?:\(\d+条?\)|\d+条?)?:?$"
                 r"|^评论(?:区|列表)(?: ?\(\d+条?\))?:?$|^(?:共 ?)?\d+ ?条?(?:评论|回复|跟帖)$"),
    ("related", rf"^(?:相关|推荐|延伸|热门|更多|最新|近期|精彩)(?:{_MORE}) *:?$"
                r"|^(?:猜|[您你]可能|[您你]也许)[你您也许还会]{0,4}(?:喜欢|感兴趣)[^,。]{0,6}$|^大家都?还?在看$"
                r"|^(?:编辑|小编|精彩|为[您你])推荐 *:?$|^(?:相关)?图片$|^热(?:门|点|门文章|点新闻)?(?:排行榜?|榜)$"),
))  # fmt: skip
# What the table above an official document says of it, as the rules for publishing such documents name it.
_DETAIL = re.compile(
    r"\W*(?:索 *引 *号|信息索引|发文(?:机关|机构|单位|字号|日期)|(?:发布|制发)(?:机关|机构)|成文日期|生成日期|发布日期"
    r"|公开日期|信件(?:标题|主题)|来信标题"
    r"|有效性|效力状态|时效性|(?:主题|信息|体裁|服务对象)分类|公文种类|主 *题 *词|文 *号|标 *题|名 *称|信息名称) *:"
)
_ANSWER = re.compile(
    r"(?:官方|部门|单位)?(?:答复|答覆|回复|回覆|办理)(?:单位|部门|机构|机关|时间|日期|内容|意见|情况|结果)\s*(?:[：:】\]]|$)"
)
# What stands over the second post of a forum and those after it: 2# 发表于 2018-1-13 10:40.
_REPLY = re.compile(
    r"(?:(?:[2-9]|[1-9]\d{1,3}) ?(?:#|楼)|沙发|板凳|地板) ?发表于[\d:/ -]{8,20}(?:\| ?只看该作者)?$"
)
_LONGEST_REPLY = 40
_SEATED = frozenset("123456789沙板地")
_SITE = re.compile(r"(?:网|網|网站|網站|门户|門戶|政府|论坛|論壇|在线|在線|首页|首頁)$")
_ADDRESS = re.compile(r"地址[:：].{4,40}(?:[电電][话話]|[邮郵][编編政遞])")
_AWAY = re.compile(r"返回\w{2,8}[，,] ?查看更多")
_STAMP = re.compile(r"(?:19|20)\d\d[-/.]\d\d?[-/.]\d\d? \d\d?:\d\d:\d\d")
_NUMBER = "[0-9〇零一二三四五六七八九十廿]"
_DAY = re.compile(
    rf" *(?:\d{{4}}|[〇零一二三四五六七八九]{{4}}) *年 *{_NUMBER}{{1,3}} *月 *{_NUMBER}{{1,3}} *日 *$"
)


def leads_away(text: str) -> bool:
    """Whether a link at the end of a paragraph leads back to the site and is none of its words: 返回搜狐，查看更多."""
    return text[:2] == "返回" and _AWAY.fullmatch(text) is not None


def is_footer(text: str) -> bool:
    """Whether a line holds what only the foot of a site says: licence, copyright, sponsor."""
    return len(text) <= 200 and _FOOTER.search(text) is not None


def is_address(text: str) -> bool:
    """Whether a line is an address with a telephone number or a postcode, as under the page of an office."""
    return text[:2] == "地址" and len(text) <= _LONGEST and _ADDRESS.match(text) is not None


def is_detail(text: str) -> bool:
    """Whether a line is a row of the table that says what an official document is: 索引号：… 发文机关：…."""
    return len(text) <= 300 and _DETAIL.match(fold(text[:40].replace("\t", ":"))) is not None


def is_answer(text: str) -> bool:
    """Whether a line heads or labels the answer of an office to a letter: 答复单位：水务局, 回复内容."""
    return len(text) <= _LONGEST and _ANSWER.match(text.lstrip(" \u3000【[")) is not None


def is_day(text: str) -> bool:
    """Whether a line is a date and nothing else, as under a signature."""
    return len(text) <= 30 and _DAY.match(fold(text)) is not None


def is_stamp(text: str) -> bool:
    """Whether a line is the time at which a part of a live report was sent: 2023-04-12 10:00:21."""
    return len(text) <= 20 and text[:2] in {"19", "20"} and _STAMP.fullmatch(text) is not None


def is_pager(text: str) -> bool:
    """Whether a line is the links to the other pages of a text: 【1】【2】 下一页."""
    return len(text) <= _LONGEST and _PAGER.fullmatch(fold(text).strip()) is not None


def names_site(text: str) -> bool:
    """Whether a line is the name of a site, which many pages give as their title: 石门县水利信息网."""
    return len(text) <= _LONGEST_HEAD and _SITE.search(text) is not None


def heads_others(text: str) -> str:
    """The kind of what a line is the heading of, where it is not the text: comments, lists of other texts; or ""."""
    if text[:1] in _SEATED and len(text) <= _LONGEST_REPLY and _REPLY.match(fold(text).strip()):
        return "comments"
    return _first(_HEADS, text) if text and len(text) <= _LONGEST_HEAD else ""


def kind_of_line(text: str) -> str:
    """The kind of furniture that a line is by its own words alone, "" when they do not tell."""
    return (heads_others(text) or _first(_LINES, text)) if len(text) <= _LONGEST else ""


def _first(patterns: tuple[tuple[str, re.Pattern[str]], ...], text: str) -> str:
    folded = fold(text).strip()
    return next((kind for kind, pattern in patterns if pattern.search(folded)), "")
