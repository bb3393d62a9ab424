"""How common the characters of a text are in Chinese, simplified or traditional: what tells text from garbage."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache

# The commonest characters in descending order: 1 to 100, to 500 and to 1000, each with the traditional forms.
_FIRST = (
    "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家种事成方多经么去"
    "法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实"
    "這個們來爲為國說説時會對於過發髮後裏裡種經麼麽學現當噹沒動麵還進樣開隻祇從實"
)
_SECOND = (
    "日军者意无力它与长把机十民第公此已工使情明性知全三又关点正业外将两高间由问很最重并物手应战向头文体政美相见被利什二等产或新己制身"
    "果加西斯月话合回特代内信表化老给世位次度门任常先海通教儿原东声提立及比员解水名真论处走义各入几口认条平系气题活尔更别打女变四神总"
    "何电数安少报才结反受目太量再感建务做接必场件计管期市直德资命山金指克许统区保至队形社便空决治展马科司五基眼书非则听白却界达光放强"
    "即像难且权思王象完设式色路记南品住告类求据程北边死张该交规万取拉格望觉术领共确传师观清今切院让识候带导争运笑飞风步改收根干造言联"
    "持组每济车亲极林服快办议往元英士证近失转夫令准布始怎呢存未远叫台单影具罗字爱击流备兵连调深商算质团集百需价花党华城石级整府离况亚"
    "请技际约示复病息究线似官火断精满支视消越器容照须九增研写称企八功吗包片史委乎查轻易早曾除农找装广显吧阿李标谈吃图念六引历首医局突"
    "专费号尽另周较注语仅考落青随选列"
    "軍無與長機關點業將兩間問並併應戰頭體見產産話內給門敎兒東聲員眞論處義幾認條係繫氣題爾別變總電數報結務場計資許統區隊決馬書則聽卻達"
    "強卽難權設記類據邊張該規萬覺術領確傳師觀淸讓識帶導爭運飛風幹乾聯組濟車親極辦議證轉準遠臺單羅愛擊備連調質團價黨華級離況亞請際約復"
    "複線綫斷滿視須硏寫稱嗎輕農裝廣顯標談喫圖歷曆醫專費號盡儘週較語僅隨選"
)
_THIRD = (
    "武红响虽推势参希古众构房半节土投某案黑维革划敌致陈律足态护七兴派孩验责营星够章音跟志底站严巴例防族供效续施留讲型料终答紧黄绝奇察"
    "母京段依批群项故按河米围江织害斗双境客纪采举杀攻父苏密低朝友诉止细愿千值仍男钱破网热助倒育属坐帝限船脸职速刻乐否刚威毛状率甚独球"
    "般普怕弹校苦创假久错承印晚兰试股拿脑预谁益阳若哪微尼继送急血惊伤素药适波夜省初喜卫源食险待述陆习置居劳财环排福纳欢雷警获模充负云"
    "停木游龙树疑层冷洲冲射略范竟句室异激汉村哈策演简卡罪判担州静退既衣您宗积余痛检差富灵协角占配征修皮挥胜降阶审沉坚善妈刘读啊超免压"
    "银买皇养伊怀执副乱抗犯追帮宣佛岁航优怪香著田铁控税左右份穿艺背阵草脚概恶块顿敢守酒岛托央户烈洋哥索胡款靠评版宝座释景顾弟登货互付"
    "伯慢欧换闻危忙核暗姐介坏讨丽良序升监临亮露永呼味野架域沙掉括舰鱼杂误湾吉减编楚肯测败屋跑梦散温困剑渐封救贵枪缺楼县尚毫移娘朋画班"
    "智亦耳恩短掌恐遗固席松秘谢鲁遇康虑幸均销钟诗藏赶剧票损忽巨炮旧端探湖录叶春乡附吸予礼港雨呀板庭妇归睛饭额含顺输摇招婚脱补谓督毒油"
    "疗旅泽材灭逐莫笔亡鲜词圣择寻厂睡博勒烟授诺伦岸奥唐卖俄炸载洛健堂旁宫喝借君禁阴园谋宋避抓荣姑孙逃牙束跳顶"
    "紅響雖勢參衆眾構節維劃敵陳態護興驗責營夠誌嚴續講終緊黃絕羣項圍織鬥雙紀採舉殺蘇訴細願値錢網熱屬臉職樂剛狀獨彈創錯蘭試腦預誰陽繼驚"
    "傷藥適衛險陸習勞財環納歡獲負雲遊龍樹層衝沖範異漢簡擔靜積餘檢靈協佔徵揮勝階審堅媽劉讀壓銀買養懷執亂幫歲優鐵稅藝陣腳惡塊頓島託戶評"
    "寶釋顧貨歐換聞壞討麗監臨艦魚雜誤灣減編測敗夢溫劍漸貴槍樓縣畫遺祕謝魯慮銷鍾詩趕劇損舊錄葉鄉禮婦歸飯額順輸搖脫補謂療澤滅筆鮮詞聖擇"
    "尋廠煙諾倫奧賣載宮陰園謀榮孫頂"
)
_MARKS = "，。、；：？！“”‘’「」『』《》（）〔〕【】〈〉…—·\u3000"

# Bits that a character costs: -log2 of its frequency in running Chinese text, for rare classes a guess.
CHANCE = 12.7  # one character among the 6,763 of GB 2312, if all were equally frequent
ODD = 24.0  # everything else: control characters, unassigned ones, U+FFFD for a bad byte
_CLASSES = (
    (re.compile(r"[\t\n\r -~]"), 5.0),
    (re.compile("[\u4e00-\u9fa5]"), 16.0),
    (re.compile("[\u2010-\u2027\u2030-\u205e\u2100-\u22ff\u2460-\u26ff\u3001-\u303f\uff01-\uff5e]"), 12.0),
    (re.compile("[\xa1-\u04ff\u3041-\u30ff\uac00-\ud7a3]"), 18.0),
    (re.compile("[\u3400-\u9fff\ue000-\uf8ff\U00020000-\U0003ffff]"), 20.0),
)


class _Costs(dict[str, float]):
    def __missing__(self, char: str) -> float:
        cost = next((bits for shape, bits in _CLASSES if shape.match(char)), ODD)
        if char <= "\uffff":  # the rest is rare in text, and all of it would take much memory
            self[char] = cost
        return cost


_COSTS = _Costs(dict.fromkeys(_MARKS, 7.0))
_COSTS |= dict.fromkeys("，。、", 5.3)
_COSTS |= dict.fromkeys(_THIRD, 11.5)
_COSTS |= dict.fromkeys(_SECOND, 10.0)
_COSTS |= dict.fromkeys(_FIRST, 8.2)
_COMMON = frozenset(_COSTS)
_COSTS["\xa0"] = 7.0  # common on web pages, but in no language more than in another

_ASCII = re.compile(r"[\0-\x7f][\0-\x7f]*")  # the engine skips to a character, not to some
_ENOUGH = 1 << 14


@dataclass(frozen=True, slots=True)
class Weight:
    """How much a text looks like Chinese.

    ``cost`` is its improbability in bits, the less the better. ``share`` is that of the common characters among
    those that are not plain ASCII, ``gain`` the bits by which these are likelier as Chinese than by chance.
    """

    cost: float
    share: float
    gain: float


def weigh(text: str, chance: float = CHANCE) -> Weight:
    """Weigh a text by its single characters; one of ASCII only has a share of 1 and no gain.

    Args:
        text: what bytes give in some encoding.
        chance: the bits of a character that is not ASCII if bytes were random.
    """
    cost = gain = 0.0
    common = foreign = 0
    for char, count in Counter(text).items():
        bits = _COSTS[char]
        cost += bits * count
        if char > "\x7f" or bits == ODD:
            foreign += count
            gain += ((CHANCE if bits == ODD else chance) - bits) * count
            common += count if char in _COMMON else 0
    return Weight(cost, common / foreign if foreign else 1.0, gain)


def cost(text: str) -> int:
    """``Weight.cost`` in tenths of bits, which is exact: the order in which characters come makes no difference."""
    kinds = text.translate(_kinds())
    total = 0
    for kind, tenths in enumerate(_TENTHS):
        total += kinds.count(chr(kind)) * tenths
    if not kinds.isascii():  # characters beyond the BMP are left as they are
        total += sum(round(10 * _COSTS[char]) for char in kinds if char > "\uffff")
    return total


def common_share(text: str) -> float:
    """``Weight.share`` of a text of any length, from characters taken all over it."""
    foreign = _ASCII.sub("", text)
    sample = foreign[:: len(foreign) // _ENOUGH + 1]
    kinds = sample.translate(_kinds())
    return sum(kinds.count(chr(kind)) for kind in _COMMON_KINDS) / len(sample) if sample else 1.0


# The kinds of characters of the BMP, by what one costs: those of the classes from the rarest on, then the common ones.
_RANGES = (
    (200, ((0x3400, 0xA000), (0xE000, 0xF900))),
    (180, ((0xA1, 0x500), (0x3041, 0x3100), (0xAC00, 0xD7A4))),
    (
        120,
        (
            (0x2010, 0x2028),
            (0x2030, 0x205F),
            (0x2100, 0x2300),
            (0x2460, 0x2700),
            (0x3001, 0x3040),
            (0xFF01, 0xFF5F),
        ),
    ),
    (160, ((0x4E00, 0x9FA6),)),
    (50, ((0x20, 0x7F), (0x09, 0x0B), (0x0D, 0x0E))),
)
_LISTED = ((70, _MARKS), (53, "，。、"), (115, _THIRD), (100, _SECOND), (82, _FIRST))
_TENTHS = (240, *(tenths for tenths, _ in _RANGES), *(tenths for tenths, _ in _LISTED), 70)
_COMMON_KINDS = range(len(_RANGES) + 1, len(_TENTHS) - 1)


@cache
def _kinds() -> list[int]:
    """The place in ``_TENTHS`` of what each character of the BMP costs, for ``str.translate``."""
    kinds = [0] * 0x10000
    for kind, (_, ranges) in enumerate(_RANGES, 1):
        for start, end in ranges:
            kinds[start:end] = [kind] * (end - start)
    for kind, (_, chars) in zip(_COMMON_KINDS, _LISTED, strict=True):
        for char in chars:
            kinds[ord(char)] = kind
    kinds[0xA0] = len(_TENTHS) - 1
    return kinds
