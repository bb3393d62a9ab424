"""Measures how encodings are found out: ``python tests/bench/encodings.py [DIR]`` (default: ../shared/eval/sources).

Cuts seeded excerpts from the UTF-8 texts in DIR, encodes and damages them, and prints how many are decoded right,
wrong or refused for each case; then the same for text in other languages and for binary data, and the speed.
"""

from __future__ import annotations

import random
import sys
import time
import zlib
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from pipeline.readers import ReadError
from pipeline.readers.decode import Decoded, decode

ENCODINGS = ("utf-8", "gb18030", "big5hkscs", "utf-16-le", "utf-16-be", "utf-32-le")
LENGTHS = (40, 200, 2000, 200_000)
DAMAGES = ("clean", "one bad", "five bad", "cut")
EXCERPTS = 8
FOREIGN = {
    "French": (
        "Mesdames, Messieurs, l'été dernier nous avons été reçus à la mairie où l'on a évoqué la création d'une école "
        "près de la forêt. Le préfet a déclaré que les travaux débuteraient après Noël, malgré la sécheresse prolongée.",
        ("cp1252", "iso8859-15", "mac-roman", "cp850"),
    ),
    "German": (
        "Meine Damen und Herren, für die Bürger unserer Gemeinde möchte ich die nächsten Schritte erläutern: Straßen, "
        "Brücken und Schulen müssen zügig überprüft werden. Außerdem „fördern“ wir Bäume, Gärten und öffentliche Plätze.",
        ("cp1252", "cp850"),
    ),
    "Polish": (
        "Szanowni państwo, chciałbym złożyć wyjaśnienia dotyczące budżetu gminy na przyszły rok oraz możliwości "
        "zwiększenia środków na drogi i świetlice. Prosimy także o zgłaszanie uwag do końca miesiąca.",
        ("cp1250", "iso8859-2"),
    ),
    "Russian": (
        "Уважаемые товарищи! Сегодня мы открываем новую библиотеку в нашем посёлке. Благодарю всех, кто помогал "
        "строителям, привозил книги и сажал деревья вокруг здания. Надеюсь, что дети будут приходить сюда каждый день.",
        ("cp1251", "koi8-r", "cp866", "iso8859-5"),
    ),
    "Greek": (
        "Αγαπητοί συμπολίτες, σήμερα εγκαινιάζουμε το νέο σχολείο της πόλης μας. Ευχαριστώ όλους όσοι εργάστηκαν για "
        "να ολοκληρωθεί το έργο έγκαιρα και σας προσκαλώ να επισκεφθείτε τις αίθουσες.",
        ("cp1253", "iso8859-7"),
    ),
    "Japanese": (
        "皆様、本日はお忙しい中お集まりいただき、誠にありがとうございます。新しい図書館の建設について、これまでの経緯と"
        "今後の予定をご説明いたします。まず、昨年度の調査結果によりますと、市民の七割が開館時間の延長を希望しています。",
        ("shift_jis", "euc_jp", "utf-16-le"),
    ),
    "Korean": (
        "존경하는 주민 여러분, 오늘 우리 마을 도서관의 문을 열게 되어 매우 기쁩니다. 그동안 도와주신 모든 분들께 "
        "감사드리며, 앞으로도 많은 관심과 참여를 부탁드립니다. 다음 달부터는 야간에도 이용하실 수 있습니다.",
        ("euc_kr", "cp949", "johab", "utf-16-le"),
    ),
    "Thai": (
        "ท่านผู้มีเกียรติทุกท่าน วันนี้เราเปิดห้องสมุดแห่งใหม่ของหมู่บ้าน ขอขอบคุณทุกคนที่ช่วยกันสร้างและบริจาคหนังสือ",
        ("cp874",),
    ),
    "English with “quotes”": (
        "Ladies and gentlemen – it’s a “new” beginning for our town. We don’t forget those who built the bridge; "
        "we’ll thank them all at the river’s edge tomorrow… and then we go on with the work.",
        ("cp1252", "mac-roman"),
    ),
}  # fmt: skip


def excerpts(text: str, encoding: str, length: int, rng: random.Random) -> list[bytes]:
    """Pieces of about ``length`` bytes, whole characters, each with at least four Chinese ones."""
    size = max(length // len("中".encode(encoding)), 1)
    found = []
    for _ in range(EXCERPTS if length < 10_000 else 1):
        for _ in range(20):
            at = rng.randrange(max(len(text) - size, 1))
            piece = text[at : at + size]
            if sum("\u4e00" <= char <= "\u9fff" for char in piece) >= 4:
                found.append(piece.encode(encoding, "ignore"))
                break
    return found


def damaged(data: bytes, damage: str, rng: random.Random) -> bytes:
    if damage == "cut":
        return data[rng.randrange(1, 3) : -rng.randrange(1, 3)]
    out = bytearray(data)
    for _ in range({"clean": 0, "one bad": 1, "five bad": 5}[damage]):
        out[rng.randrange(len(out))] = rng.randrange(0x80, 0x100)
    return bytes(out)


def outcome(data: bytes, encoding: str, clean: bool) -> str:
    """Whether bytes of an encoding ("" for none that is Chinese) are decoded right, wrong, with a doubt, or refused."""
    try:
        found = decode(data, None)
    except ReadError:
        return "refused"
    if found.encoding == encoding and (not clean or found.text == data.decode(encoding)):
        return "right"
    return "doubted" if any(item.code == "SRC130" for item in found.diagnostics) else "wrong"


def chinese(folder: Path, lengths: Sequence[int] = LENGTHS) -> None:
    """Print a row for each encoding, length and damage, and one for all of each length."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.txt"))]
    print(f"{'encoding':10} {'bytes':>7} {'damage':9} right  wrong doubted refused")
    fit = {
        encoding: [t for t in texts if len(t.encode(encoding, "ignore").decode(encoding)) > 0.995 * len(t)]
        for encoding in ENCODINGS
    }
    for length in lengths:
        whole: Counter[str] = Counter()
        for encoding in ENCODINGS:
            for damage in DAMAGES:
                rng = random.Random(f"{encoding} {length} {damage}")
                results: Counter[str] = Counter()
                for text in fit[encoding]:
                    for piece in excerpts(text, encoding, length, rng):
                        results[outcome(damaged(piece, damage, rng), encoding, damage == "clean")] += 1
                show(f"{encoding:10} {length:7} {damage:9}", results)
                whole += results
        show(f"{'all':10} {length:7} {'':9}", whole)


def show(label: str, results: Counter[str]) -> None:
    total = max(results.total(), 1)
    shares = "  ".join(f"{results[name] / total:6.1%}" for name in ("right", "wrong", "doubted", "refused"))
    print(f"{label} {shares}  of {results.total()}")


def others() -> None:
    rng = random.Random(2)
    for language, (text, encodings) in FOREIGN.items():
        for encoding in encodings:
            results: Counter[str] = Counter()
            for length in (12, 40, 100, 200, 2000):
                for _ in range(40):
                    data = (text * 12).encode(encoding, "ignore")
                    at = rng.randrange(len(text.encode(encoding, "ignore")))
                    piece = data[at : at + length]
                    if not piece.isascii():
                        results[outcome(piece, "", False)] += 1
            show(f"{language:22} {encoding:10}", results)
    program = Path(sys.executable).read_bytes()
    packed = zlib.compress(program[: 1 << 20])
    for name, source in (("random", rng.randbytes(1 << 16)), ("program", program), ("compressed", packed)):
        for zeros in (True, False):
            results = Counter()
            for length in (12, 40, 200, 2000, 60_000):
                for _ in range(100):
                    at = rng.randrange(len(source))
                    piece = source[at : at + length]
                    piece = piece if zeros else piece.replace(b"\0", b"\xfe")
                    if not valid(piece):
                        results[outcome(piece, "", False)] += 1
            show(f"{name:22} {'' if zeros else 'no NUL':10}", results)


def valid(data: bytes) -> bool:
    """Whether bytes are text in UTF-8, by chance or not."""
    try:
        return "\0" not in data.decode()
    except UnicodeDecodeError:
        return False


def speed(folder: Path) -> None:
    text = "".join(path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.txt")))
    for encoding in ENCODINGS:
        for size in (2000, 10_000_000):
            data = (text * (size // len(text) + 1)).encode(encoding, "ignore")[: size // 12 * 12]
            began, rounds, found = time.process_time(), 0, Decoded("", "")
            while time.process_time() - began < 0.5:
                found, rounds = decode(data, None), rounds + 1
            seconds = (time.process_time() - began) / rounds
            print(
                f"{encoding:10} {len(data):9} bytes {seconds * 1000:8.2f} ms {len(data) / seconds / 1e6:7.1f} MB/s  {found.encoding}"
            )


if __name__ == "__main__":
    where = Path(sys.argv[1] if len(sys.argv) > 1 else "../shared/eval/sources")
    chinese(where)
    others()
    speed(where)
