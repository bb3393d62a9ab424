"""What the report page says, in the reader's language; messages and advice stay as the program words them."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.writers.pages import Words
from pipeline.writers.pages import words as labels

# label: simplified, traditional, English
_WORDS: dict[str, tuple[str, str, str]] = {
    "title": ("转换报告", "轉換報告", "Conversion report"),
    "skip": ("跳到正文", "跳到正文", "Skip to the text"),
    "documents": ("文稿", "文稿", "Documents"),
    "clean": ("写出，无警告", "寫出，無警告", "Written, no warnings"),
    "warned": ("写出，有警告", "寫出，有警告", "Written with warnings"),
    "unchanged": ("未变，沿用", "未變，沿用", "Unchanged"),
    "failed": ("失败", "失敗", "Failed"),
    "warnings": ("警告", "警告", "Warnings"),
    "infos": ("提示", "提示", "Notes"),
    "characters": ("字符", "字元", "Characters"),
    "time": ("用时", "用時", "Time"),
    "work": ("处理合计", "處理合計", "Time of all documents"),
    "rate": ("速度", "速度", "Rate"),
    "per_second": ("件/秒", "件/秒", " per second"),
    "per_minute": ("件/分", "件/分", " per minute"),
    "second": ("秒", "秒", "\u00a0s"),
    "minute": ("分", "分", "\u00a0min"),
    "hour": ("小时", "小時", "\u00a0h"),
    "outcomes": ("结果", "結果", "Outcome"),
    "times": ("每件用时", "每件用時", "Seconds for each document"),
    "spread": (
        "半数不到 {half} 秒，九成不到 {most} 秒，最长 {longest}。",
        "半數不到 {half} 秒，九成不到 {most} 秒，最長 {longest}。",
        "Half took less than {half}\u00a0s, nine in ten less than {most}\u00a0s, the longest {longest}.",
    ),
    "longest": ("最长 {longest}。", "最長 {longest}。", "The longest took {longest}."),
    "full_stop": ("。", "。", "."),
    "figures": ("图中数字", "圖中數字", "The figures"),
    "seconds": ("秒", "秒", "Seconds"),
    "over": ("以上", "以上", " and more"),
    "failures": ("失败的文稿", "失敗的文稿", "Failed documents"),
    "no_failed": ("没有失败的文稿。", "沒有失敗的文稿。", "No document failed."),
    "no_warnings": ("没有警告。", "沒有警告。", "There are no warnings."),
    "nothing": ("没有处理文稿。", "沒有處理文稿。", "No documents were processed."),
    "in_documents": ("件文稿", "件文稿", " documents"),
    "in_document": ("件文稿", "件文稿", " document"),
    "times_sign": ("处", "處", "×"),
    "do": ("怎样处理", "怎樣處理", "What to do"),
    "further": ("另有 ", "另有 ", ""),
    "pieces": (" 件", " 件", " more"),
    "see": ("，见 ", "，見 ", ", in "),
    "slowest": ("最慢的文稿", "最慢的文稿", "Slowest documents"),
    "speed": ("字符/秒", "字元/秒", "Characters/s"),
    "renamed": ("改了名的文稿", "改了名的文稿", "Documents with other names"),
    "renamed_why": (
        "原来的名字已被别的文稿占用。",
        "原來的名字已被別的文稿佔用。",
        "Another document has the name that they would have had.",
    ),
    "document": ("文稿", "文稿", "Document"),
    "message": ("信息", "訊息", "Message"),
    "line": ("第", "第", "line "),
    "line_end": ("行", "行", ""),
    "records": ("逐件记录见", "逐件記錄見", "Every document has a line in"),
}
_FORMS = {
    form: Words({key: row[i] for key, row in _WORDS.items()}) for i, form in enumerate(("hans", "hant", "en"))
}


def words(lang: str) -> Words:
    """The labels for a language, chosen as those of the other pages are."""
    return _FORMS[labels(lang)["form"]]


def duration(seconds: float, said: Mapping[str, str]) -> str:
    """A stretch of time as people write it: 0.04 s, 12.5 s, 3 min 20 s, 1 h 5 min."""
    if seconds < 59.95:
        return f"{seconds:.{2 if seconds < 9.995 else 1}f}{said['second']}"
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours:,}{said['hour']} {minutes}{said['minute']}"
    return f"{minutes}{said['minute']} {rest}{said['second']}"
