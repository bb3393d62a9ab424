# ruff: noqa: E501 (XML as the program writes it)
"""TEI documents of our own writing, in the form the program emits, for tests of the view and the writers."""

from __future__ import annotations

from lxml import etree

_HEADER = """<teiHeader><fileDesc>
<titleStmt><title type="main">{title}</title>{sub}{author}</titleStmt>
<extent><measure unit="character" quantity="1234"/><measure unit="byte" quantity="3500"/></extent>
<publicationStmt><publisher>Wengao</publisher><idno type="sha256">{sha}</idno><availability><p>-</p></availability></publicationStmt>
<sourceDesc><bibl>{bibl}<idno type="filename">{file}</idno></bibl></sourceDesc></fileDesc>
<encodingDesc><classDecl><taxonomy xml:id="tax.rules">
<category xml:id="r.damage.pinyin"><catDesc>字后括注的拼音不是原文</catDesc></category>
<category xml:id="r.num.cn-comma"><catDesc>一、</catDesc></category>
</taxonomy></classDecl><appInfo><application ident="wengao" version="0.1.0"><label>Wengao</label></application></appInfo></encodingDesc>
<profileDesc><langUsage><language ident="{lang}">-</language></langUsage>
<settingDesc><setting><placeName>{place}</placeName></setting></settingDesc>
<particDesc><listPerson>{persons}</listPerson></particDesc></profileDesc>
<revisionDesc><change>converted</change></revisionDesc></teiHeader>"""


def tei(
    text: str,
    *,
    title: str = "",
    lang: str = "zh-Hans",
    sub: str = "",
    author: str = "",
    bibl: str = "",
    persons: str = "",
    place: str = "",
    file: str = "sample.txt",
) -> etree._Element:
    """A whole document around ``text``; the values are XML, so markup in them is the caller's affair."""
    header = _HEADER.format(
        title=title,
        lang=lang,
        sub=f'<title type="sub">{sub}</title>' if sub else "",
        author=author,
        bibl=bibl,
        persons=persons,
        place=place,
        file=file,
        sha="ab" * 32,
    )
    whole = f'<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:id="sample" xml:lang="{lang}">{header}{text}</TEI>'
    return etree.fromstring(whole.encode())


SPEECH = tei(
    """<text xml:id="t"><front>
<fw type="breadcrumb" place="top" source="src:0,9">首页 &gt; 讲话 &gt; 正文</fw>
<docTitle><titlePart type="main" source="src:10,26">在河湾镇水利工作会议上的讲话</titlePart>
<titlePart type="sub" source="src:27,40">——修渠三年的一点体会</titlePart></docTitle>
<docImprint source="src:41,80">来源：<publisher>河湾<choice ana="#r.damage.pinyin"><sic>发(fā)布</sic><corr cert="high">发布</corr></choice></publisher>　发布时间：<date when="2021-03-05">2021-03-05</date></docImprint>
<byline source="src:81,90"><roleName>镇长</roleName>　<docAuthor><persName ref="#per.1">林知远</persName></docAuthor></byline>
<docDate source="src:91,103">（<date when="2021-03-02">2021年3月2日</date>）</docDate>
</front><body>
<opener><salute source="src:104,108">同志们：</salute></opener>
<p xml:id="p1" source="src:109,180" cert="medium">三年前的春天，我们在河湾修第一条渠。<persName ref="#per.2">周老伯</persName>说：<said who="#per.2" direct="true">“水到了田头，<choice ana="#r.damage.pinyin"><sic>话(huà)</sic><corr cert="medium">话</corr></choice>才到了心头。”</said>这句话我一直记着，编号<gap reason="censored" unit="character"><desc>***</desc></gap>的那本账也一直留着。</p>
<div type="section" n="1" xml:id="s1" source="src:181,400"><head ana="#r.num.cn-comma" source="src:181,192"><label><num value="1">一</num>、</label>先把渠修通，再把账算清</head>
<p xml:id="p2" source="src:193,230">去年全镇新修水渠 37 公里，用工 1.2 万个。<fw type="page" place="inline" source="src:215,216">7</fw>账目张贴在每个村口。</p>
<p xml:id="p3" source="src:231,300">下一步要做三件事。<list rend="runon"><label><num value="1">一是</num></label><item>清淤，</item><label><num value="2">二是</num></label><item>护坡，</item><label><num value="3">三是</num></label><item>立规矩。</item></list></p>
<div type="subsection" n="1.1" xml:id="s1.1" source="src:301,350"><head rend="run-in" cert="medium" source="src:301,310"><label>（<num value="1">一</num>）</label>一切先看水。</head><p xml:id="p4" source="src:310,350">水位每天记两次，早一次，晚一次，谁记谁签名。</p></div>
<div type="subsection" n="1.2" xml:id="s1.2" source="src:351,400"><head rend="run-in" cert="medium" source="src:351,360"><label>（<num value="2">二</num>）</label>一切再看人。</head><p xml:id="p5" source="src:360,400">看水的人也要有人看，轮班名单每月换一次。</p></div>
</div>
<div type="section" n="2" xml:id="s2" source="src:401,700"><head source="src:401,412"><label><num value="2">二</num>、</label>把规矩立在前面</head>
<list type="ordinal" source="src:413,560"><label><num value="1">第一</num>，</label><item><p xml:id="p6" source="src:413,450">用水先登记。谁家先种谁家先用，同一天下种的按门牌轮流，写在黑板上，擦了要重写。</p></item>
<label><num value="2">第二</num>，</label><item><p xml:id="p7" source="src:451,500">交费给收据。</p><p xml:id="p8" source="src:501,520">收据一式两份，村里留一份。</p></item>
<label><num value="3">第三</num>，</label><item><p xml:id="p9" source="src:521,560">坏了当天修。</p></item></list>
<list type="bulleted" source="src:561,600"><label>·</label><item><p xml:id="p10">春季：清淤</p></item><label>·</label><item><p xml:id="p11">秋季：护坡</p></item></list>
<stage source="src:601,605">（掌声）</stage>
</div>
<div type="section" n="3" xml:id="s3"><head>余下的话</head>
<p xml:id="p12" source="src:606,660">路要一步一步走，渠要一段一段修。谢谢大家！</p>
<table source="src:661,700"><row><cell>村</cell><cell>公里</cell></row><row><cell>上湾</cell><cell>12.5</cell></row><row><cell>下湾</cell><cell>24.5</cell></row></table>
<closer><signed source="src:701,708">河湾镇人民政府</signed><dateline source="src:709,718"><date when="2021-03-02">2021年3月2日</date></dateline></closer></div>
</body><back><fw type="footer" place="bottom" source="src:720,730">版权所有　转载请注明</fw></back></text>""",
    title="在河湾镇水利工作会议上的讲话",
    sub="——修渠三年的一点体会",
    author='<author ref="#per.1" cert="high"><persName>林知远</persName></author>',
    bibl="<publisher>河湾发布</publisher>"
    '<date type="published" when="2021-03-05"/><date type="delivered" when="2021-03-02"/>'
    '<idno type="docket">河政〔2021〕7号</idno>',
    persons='<person xml:id="per.1" role="author"><persName>林知远</persName><occupation>镇长</occupation></person>'
    '<person xml:id="per.2" role="quoted"><persName>周老伯</persName></person>',
    place="河湾镇",
    file="speeches/river bend.txt",
)

COMPILATION = tei(
    """<text xml:id="t"><front><docTitle><titlePart type="main">读书会发言稿三篇</titlePart></docTitle></front><group>
<text xml:id="t1" n="1"><front><docTitle><titlePart type="main">读书会发言稿　篇一</titlePart></docTitle><byline>一组　<docAuthor><persName>何清</persName></docAuthor></byline></front>
<body><p xml:id="p1">书要慢慢读，一天读十页，一年也有三千多页。</p>
<div type="section" n="1" xml:id="t1.s1"><head><label><num value="1">一</num>、</label>读在前面</head><p xml:id="p2">先读目录，再读正文。</p>
<div type="subsection" n="1.1" xml:id="t1.s1.1"><head><label>（<num value="1">一</num>）</label>目录是地图</head><p xml:id="p3">有了地图，走丢了也找得回来。</p></div></div></body></text>
<fw type="counter" place="inline">第1页</fw>
<text xml:id="t2" n="2"><front><docTitle><titlePart type="main">读书会发言稿　篇二</titlePart></docTitle></front>
<body><div type="section" n="1" xml:id="t2.s1"><head>写在后面</head><p xml:id="p4">读完写一百字，不多也不少。</p></div>
<div type="section" n="2" xml:id="t2.s2"><head>说给人听</head><p xml:id="p5">说得出来，才算读进去了。</p></div></body></text>
<text xml:id="t3" n="3"><front><docTitle><titlePart type="main">读书会发言稿　篇三</titlePart></docTitle></front>
<body><p xml:id="p6">我只说一句：书架要放在客厅，不要放在仓库。</p></body></text>
</group><back><fw type="related" place="bottom">上一篇　下一篇</fw></back></text>""",
    title="读书会发言稿三篇",
    bibl='<date type="published" when="2020-06"/>',
)

TRANSCRIPT = tei(
    """<text xml:id="t"><front><docTitle><titlePart type="main">老街茶館訪談錄</titlePart></docTitle></front><body>
<stage>（茶館裡，雨聲）</stage>
<sp who="#per.1"><speaker>記者：</speaker><p xml:id="p1">這間茶館開了多少年？</p></sp>
<sp who="#per.2"><speaker>陳掌櫃（店主）：</speaker><p xml:id="p2">從我祖父算起，七十二年。</p><stage>（笑）</stage><p xml:id="p3">灶沒有熄過一天。</p>
<list type="ordinal"><label><num value="1">一是</num></label><item><p xml:id="p4">水好；</p></item><label><num value="2">二是</num></label><item><p xml:id="p5">人和。</p></item></list></sp>
<sp who="#per.1"><speaker>記者：</speaker><p xml:id="p6">往後呢？</p></sp>
<sp who="#per.2"><speaker>陳掌櫃（店主）：</speaker><p xml:id="p7">茶涼了再續，路長了再走。</p></sp>
</body></text>""",
    title="老街茶館訪談錄",
    lang="zh-Hant",
    persons='<person xml:id="per.1" role="speaker"><persName>記者</persName></person>'
    '<person xml:id="per.2" role="speaker"><persName>陳掌櫃</persName><occupation>店主</occupation></person>',
)

ENGLISH = tei(
    """<text xml:id="t"><front><docTitle><titlePart type="main">Remarks at the opening of the ferry pier</titlePart></docTitle></front><body>
<opener><salute>Friends,</salute></opener>
<p xml:id="p1">The old pier stood for forty years, and nobody here can say how many
 mornings began on it.</p>
<div type="section" n="1" xml:id="s1"><head><label><num value="1">1</num>.</label> What we kept</head><p xml:id="p2">We kept the bell, the bench and the price of the ticket.</p></div>
<div type="section" n="2" xml:id="s2"><head><label><num value="2">2</num>.</label> What we changed</head><p xml:id="p3">Everything below the water line.</p></div>
<closer><signed>A. Keeper</signed><dateline><date when="2018-05-04">4 May 2018</date></dateline></closer>
</body></text>""",
    title="Remarks at the opening of the ferry pier",
    lang="en",
    author="<author><persName>A. Keeper</persName></author>",
    bibl='<publisher>Harbour Office</publisher><date type="delivered" when="2018-05-04"/>',
)

SAMPLES = {"speech": SPEECH, "compilation": COMPILATION, "transcript": TRANSCRIPT, "english": ENGLISH}
