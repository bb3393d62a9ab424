"""What the site says in its own words, in every language it speaks: one row of the table for each phrase.

Where a number stands, ``{n}`` holds its place; where English needs a form of its own for one, it stands before ``|``.
The words of a single document's page are in ``writers.pages`` and belong to the site as well.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from pipeline.writers import pages

LANGUAGES = ("zh-Hans", "zh-Hant", "en")

# phrase: simplified, traditional, English
WORDS: dict[str, tuple[str, str, str]] = {
    # around every page
    "archive": ("文献库", "文獻庫", "Archive"),
    "menu": ("主导航", "主導覽", "Main menu"),
    "home": ("首页", "首頁", "Home"),
    "crumbs": ("所在位置", "所在位置", "You are here"),
    "years": ("年份", "年份", "Years"),
    "speakers": ("讲话者", "講話者", "Speakers"),
    "sources": ("来源", "來源", "Sources"),
    "kinds": ("体裁", "體裁", "Kinds"),
    "subjects": ("主题", "主題", "Subjects"),
    "search": ("检索", "檢索", "Search"),
    "data": ("数据", "資料", "Data"),
    "about_site": ("说明", "說明", "About"),
    "feed": ("订阅更新", "訂閱更新", "Feed"),
    "made_with": ("由文稿（Wengao）生成", "由文稿（Wengao）產生", "Made with Wengao 文稿"),
    "licence": ("授权", "授權", "Licence"),
    "contact": ("联系", "聯絡", "Contact"),
    "published_by": ("出版者", "出版者", "Published by"),
    "edited_by": ("编者", "編者", "Edited by"),
    # home
    "holdings": ("馆藏概况", "館藏概況", "What the archive holds"),
    "latest": ("最近的文献", "最近的文獻", "Latest texts"),
    "per_year": ("各年篇数", "各年篇數", "Texts per year"),
    "texts_n": ("{n} 篇", "{n} 篇", "{n} text|{n} texts"),
    "characters_n": ("{n} 字", "{n} 字", "{n} character|{n} characters"),
    "years_range": ("{first}–{last} 年", "{first}–{last} 年", "{first}–{last}"),
    "year_n": ("{n} 年", "{n} 年", "{n}"),
    "speakers_n": ("{n} 位讲话者", "{n} 位講話者", "{n} speaker|{n} speakers"),
    "sources_n": ("{n} 个来源", "{n} 個來源", "{n} source|{n} sources"),
    # lists
    "browse_years": ("按年份浏览", "按年份瀏覽", "Browse by year"),
    "browse_speakers": ("按讲话者浏览", "按講話者瀏覽", "Browse by speaker"),
    "browse_sources": ("按来源浏览", "按來源瀏覽", "Browse by source"),
    "browse_kinds": ("按体裁浏览", "按體裁瀏覽", "Browse by kind"),
    "browse_subjects": ("按主题浏览", "按主題瀏覽", "Browse by subject"),
    "no_speaker": ("未署名", "未署名", "No speaker named"),
    "no_source": ("来源未详", "來源未詳", "Source unknown"),
    "no_kind": ("体裁未详", "體裁未詳", "Kind unknown"),
    "narrow": ("缩小范围", "縮小範圍", "Narrow the list"),
    # kinds
    "kind_speech": ("讲话", "講話", "Speech"),
    "kind_document": ("文件", "文件", "Document"),
    "kind_law": ("法规", "法規", "Law"),
    "kind_transcript": ("实录", "實錄", "Transcript"),
    "kind_article": ("文章", "文章", "Article"),
    "kind_poem": ("诗词", "詩詞", "Poem"),
    "compilation": ("文集", "文集", "Compilation"),
    # a text
    "within": ("收入", "收入", "Part of"),
    "speaker": ("讲话者", "講話者", "Speaker"),
    "script": ("字形", "字形", "Script"),
    "script_hans": ("简体", "简体", "简体"),
    "script_hant": ("繁體", "繁體", "繁體"),
    "script_tw": ("繁體（臺灣）", "繁體（臺灣）", "繁體（臺灣）"),
    "script_hk": ("繁體（香港）", "繁體（香港）", "繁體（香港）"),
    "converted_page": (
        "本页文字由机器转换字形，引用请以底本为准。",
        "本頁文字由機器轉換字形，引用請以底本為準。",
        "The script of this page was converted by machine; cite the original.",
    ),
    "unsure_structure": ("此处结构存疑", "此處結構存疑", "The structure is uncertain here"),
    "previous": ("上一篇", "上一篇", "Previous"),
    "next": ("下一篇", "下一篇", "Next"),
    "cite": ("引用", "引用", "Cite"),
    "downloads": ("下载", "下載", "Download"),
    "plain_text": ("纯文本", "純文字", "Plain text"),
    "source_view": ("原文对照", "原文對照", "Source beside text"),
    "source_lines": ("原文各行", "原文各行", "Lines of the source"),
    "source_became": ("转换结果", "轉換結果", "What they became"),
    # search
    "search_label": ("要找的字句", "要找的字句", "Words to find"),
    "search_hint": (
        "简体、繁体皆可；空格隔开的各个词都要出现；标点不计。",
        "簡體、繁體皆可；空格隔開的各個詞都要出現；標點不計。",
        "Simplified or traditional; words with blanks between them must all occur; punctuation does not count.",
    ),
    "search_go": ("检索", "檢索", "Search"),
    "search_filters": ("筛选", "篩選", "Filters"),
    "search_year": ("年份", "年份", "Year"),
    "search_speaker": ("讲话者", "講話者", "Speaker"),
    "search_source": ("来源", "來源", "Source"),
    "search_kind": ("体裁", "體裁", "Kind"),
    "search_any": ("不限", "不限", "Any"),
    "search_loading": ("正在检索…", "正在檢索…", "Searching…"),
    "search_found": (
        "{texts} 篇，共 {hits} 处",
        "{texts} 篇，共 {hits} 處",
        "Texts: {texts} · places: {hits}",
    ),
    "search_none": ("没有找到“{query}”。", "沒有找到「{query}」。", "Nothing found for “{query}”."),
    "search_none_filtered": (
        "在所选范围内没有找到“{query}”。",
        "在所選範圍內沒有找到「{query}」。",
        "Nothing found for “{query}” within the filters.",
    ),
    "search_no_word": (
        "请输入至少一个字；标点不能检索。",
        "請輸入至少一個字；標點不能檢索。",
        "Type at least one letter; punctuation cannot be searched.",
    ),
    "search_failed": (
        "索引文件 {file} 未能载入，结果无法给出。请检查文件是否齐全，再检索一次。",
        "索引檔案 {file} 未能載入，結果無法給出。請檢查檔案是否齊全，再檢索一次。",
        "The index file {file} could not be loaded, so there is no result. See whether it is there, and search again.",
    ),
    "search_more": ("再显示 {n} 篇", "再顯示 {n} 篇", "Show {n} more"),
    "search_places": ("{n} 处", "{n} 處", "{n} ×"),
    "search_clear": ("取消筛选", "取消篩選", "Clear filters"),
    "search_results": ("检索结果", "檢索結果", "Results"),
    "search_no_script": (
        "检索需要 JavaScript，而它没有开启。可以从这些目录查找：",
        "檢索需要 JavaScript，而它沒有開啟。可以從這些目錄查找：",
        "The search needs JavaScript, which is off. These lists lead to all texts:",
    ),
    # source beside text
    "source_place": ("位置", "位置", "Place"),
    "line_title": ("标题", "標題", "Title"),
    "line_byline": ("署名", "署名", "Byline"),
    "line_imprint": ("题注", "題注", "Imprint"),
    "line_date": ("日期", "日期", "Date"),
    "line_salute": ("称呼", "稱呼", "Salutation"),
    "line_paragraph": ("段落", "段落", "Paragraph"),
    "line_heading": ("小标题", "小標題", "Heading"),
    "line_label": ("序号", "序號", "Label"),
    "line_item": ("列项", "列項", "Item"),
    "line_speaker": ("发言人", "發言人", "Speaker"),
    "line_stage": ("现场说明", "現場說明", "Stage note"),
    "line_signed": ("署名", "署名", "Signature"),
    "line_dateline": ("日期", "日期", "Dateline"),
    "line_cell": ("表格单元", "表格儲存格", "Cell"),
    "line_furniture": ("页面杂项", "頁面雜項", "Page furniture"),
    "line_note": ("注释", "註釋", "Note"),
    "cert_medium": ("较可信", "較可信", "fairly certain"),
    "cert_low": ("存疑", "存疑", "uncertain"),
    # data
    "data_whole": ("整库下载", "整庫下載", "The whole archive"),
    "data_schema": ("数据格式", "資料格式", "Format of the data"),
    "data_cite": ("如何引用本库", "如何引用本庫", "How to cite the archive"),
    "data_each": ("单篇下载", "單篇下載", "Single texts"),
    "data_each_help": (
        "每篇文献的页面末尾都可下载该篇的 TEI、Markdown、JSON 和纯文本，"
        "以及供文献管理软件导入的 BibTeX、RIS、CSL-JSON。文件与页面同名，放在同一文件夹内。",
        "每篇文獻的頁面末尾都可下載該篇的 TEI、Markdown、JSON 和純文字，"
        "以及供書目管理軟體匯入的 BibTeX、RIS、CSL-JSON。檔案與頁面同名，放在同一資料夾內。",
        "At the end of its page, every text can be downloaded as TEI, Markdown, JSON and plain text, "
        "and its reference as BibTeX, RIS and CSL-JSON. The files lie beside the page and have its name.",
    ),
    "file_csv": ("全部文献的目录（表格）", "全部文獻的目錄（表格）", "A table of all texts"),
    "file_bib": ("全部文献的引文（BibTeX）", "全部文獻的引文（BibTeX）", "References to all texts (BibTeX)"),
    "file_ris": ("全部文献的引文（RIS）", "全部文獻的引文（RIS）", "References to all texts (RIS)"),
    "file_csl": (
        "全部文献的引文（CSL-JSON）",
        "全部文獻的引文（CSL-JSON）",
        "References to all texts (CSL-JSON)",
    ),
    "file_rng": ("TEI 的模式（RELAX NG）", "TEI 的綱要（RELAX NG）", "Schema of the TEI (RELAX NG)"),
    "file_sch": (
        "TEI 的附加规则（Schematron）",
        "TEI 的附加規則（Schematron）",
        "Further rules of the TEI (Schematron)",
    ),
    "file_schema": (
        "JSON 的模式（JSON Schema）",
        "JSON 的綱要（JSON Schema）",
        "Schema of the JSON (JSON Schema)",
    ),
    # about
    "principles": ("编辑凡例", "編輯凡例", "Editorial principles"),
    "principle_correction": ("校勘", "校勘", "Correction"),
    "principle_correction_text": (
        "受损的文字保留原样（sic），另附拟定的读法（corr）及其可信程度。",
        "受損的文字保留原樣（sic），另附擬定的讀法（corr）及其可信程度。",
        "Damaged characters are kept in sic; the proposed reading is in corr, with its certainty.",
    ),
    "principle_normalization": ("规范", "規範", "Normalization"),
    "principle_normalization_text": (
        "底本一字不改。字形与全角半角的转换只用于由此生成的页面。",
        "底本一字不改。字形與全形半形的轉換只用於由此產生的頁面。",
        "No character of the source is changed. Script and width are converted only in output made from this file.",
    ),
    "principle_quotation": ("引号", "引號", "Quotation"),
    "principle_quotation_text": (
        "引号作为正文的字符保留。",
        "引號作為正文的字元保留。",
        "Quotation marks are kept as characters of the text.",
    ),
    "principle_hyphenation": ("断行", "斷行", "Line ends"),
    "principle_hyphenation_text": (
        "段落中间被底本断开的行已经接上。",
        "段落中間被底本斷開的行已經接上。",
        "Lines that the source broke inside a paragraph are joined.",
    ),
    "principle_segmentation": ("分段", "分段", "Segmentation"),
    "principle_segmentation_text": (
        "底本的每个字符都依次保存在正文中，空白除外；导航等页面杂项放在 fw 中。段落之间的空白没有意义。",
        "底本的每個字元都依次保存在正文中，空白除外；導覽等頁面雜項放在 fw 中。段落之間的空白沒有意義。",
        "Every character of the source is in text, in order, white space aside; navigation and other page furniture "
        "is in fw. White space between blocks is not significant.",
    ),
    "principle_interpretation": ("标记", "標記", "Interpretation"),
    "principle_interpretation_text": (
        "标记由规则生成。source 指出元素来自底本的哪些字符，ana 指出所用的规则，不完全可信之处以 cert 说明。",
        "標記由規則產生。source 指出元素來自底本的哪些字元，ana 指出所用的規則，不完全可信之處以 cert 說明。",
        "The markup was made by rule. source gives the characters an element was made of, ana the rule, "
        "cert its certainty where it is not high.",
    ),
    # 404
    "not_found": ("没有这一页", "沒有這一頁", "There is no such page"),
    "not_found_help": (
        "地址可能有误，或该页已移走。请从首页或检索页查找。",
        "網址可能有誤，或該頁已移走。請從首頁或檢索頁查找。",
        "The address may be mistyped, or the page has moved. Try the home page or the search.",
    ),
}

_FORM = {"zh-Hans": 0, "zh-Hant": 1, "en": 2}


@cache
def words(language: str) -> Mapping[str, str]:
    """All phrases in one of ``LANGUAGES``: those of a document's page and those of the site."""
    form = _FORM[language]
    return pages.Words({**pages.words(language), **{key: row[form] for key, row in WORDS.items()}})


def fill(phrase: str, n: object = "", **values: object) -> str:
    """A phrase with its values; ``n`` decides which of two English forms is meant.

    Raises:
        KeyError: the phrase has a place for which there is no value.
    """
    one, bar, many = phrase.partition("|")
    return (many if bar and str(n) != "1" else one).format(n=n, **values)
