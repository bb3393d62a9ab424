"""The one table of messages: every code with its level, its wording, why it matters and what to do."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from pipeline.model import Diagnostic

_VALUE = re.compile(r"\{\w+\}")

Level = Literal["error", "warning", "info"]


@dataclass(frozen=True, slots=True)
class Rule:
    """One row: ``what`` is a ``str.format`` template filled from ``Diagnostic.values``."""

    code: str
    level: Level
    what: str
    why: str
    fix: str

    @property
    def outline(self) -> str:
        """The wording with … for each value."""
        return _VALUE.sub("…", self.what)


RULES: tuple[Rule, ...] = (
    # --- reading the file
    Rule(
        "SRC100",
        "error",
        "no such file or folder",
        "Nothing can be converted from a path that does not exist.",
        "Check the spelling; put quotation marks around a path with spaces.",
    ),
    Rule(
        "SRC101",
        "error",
        "{share} of the bytes are not {encoding}, the first one {byte} at byte {offset}",
        "Text decoded with a wrong encoding is garbage that looks like text.",
        "Leave --encoding out to have the encoding found out, or name another one.",
    ),
    Rule(
        "SRC102",
        "error",
        "this is {kind}, not text",
        "Characters cannot be read from a binary file without knowing its format.",
        "Give the file the suffix of its format ('wengao formats' lists them), or save it as plain text in UTF-8.",
    ),
    Rule(
        "SRC103",
        "warning",
        "{count} characters that XML forbids replaced by U+FFFD, the first one {char}",
        "Control characters cannot stand in XML. They are replaced one for one, so all positions stay right.",
        "Look at the place: such characters often stand where something was lost in an earlier conversion.",
    ),
    Rule(
        "SRC104",
        "error",
        "the file holds no text",
        "An empty file, or one of white space only, gives no document.",
        "Fetch the file again or remove it from the input.",
    ),
    Rule(
        "SRC105",
        "error",
        "no reader for {suffix} files",
        "The format is chosen by the file's suffix.",
        "'wengao formats' lists what can be read. Save the document as .txt, or rename a text file to .txt.",
    ),
    Rule(
        "SRC106",
        "error",
        "cannot be read: {reason}",
        "The operating system refused to hand over the file.",
        "Check its permissions and whether the disk is still there.",
    ),
    Rule(
        "SRC107",
        "error",
        "XML that this program did not make: {found}",
        "Only TEI of the form described in the README can be rendered; other XML would come out wrong.",
        "Give the original text instead, or a TEI file written by --to tei (corrected by hand if you like).",
    ),
    Rule(
        "SRC108",
        "error",
        "not well-formed XML: {reason}",
        "A slip in a correction by hand, such as a missing end tag, makes the whole file unreadable.",
        "Repair the place named; an XML editor shows it.",
    ),
    Rule(
        "SRC109",
        "info",
        "files left out, hidden or of an unknown kind: {count}",
        "In a folder only files of a known suffix are converted.",
        "Name a file itself to see why it cannot be read; 'wengao formats' lists the suffixes.",
    ),
    Rule(
        "SRC110",
        "error",
        "no documents in this folder",
        "A run that converts nothing is more often a wrong path than a wish.",
        "Check the path; 'wengao formats' lists the suffixes that are looked for.",
    ),
    Rule(
        "SRC111",
        "warning",
        "{count} bytes that are not {encoding} replaced by U+FFFD, at byte {offsets}",
        "Each stands for characters that were damaged before this program saw the file.",
        "Fetch the file again if you can; otherwise the places are marked in the TEI.",
    ),
    Rule(
        "SRC112",
        "error",
        "the encoding cannot be told ({found}): name it with --encoding",
        "Text decoded with a wrong encoding is garbage that looks like text, so a doubtful guess is not used.",
        "Run again with --encoding gb18030 (mainland files), big5hkscs (Taiwan, Hong Kong) or utf-16.",
    ),
    Rule(
        "SRC113",
        "info",
        "read as {encoding}{declared}",
        "The file is not UTF-8, or not what it declares to be; its bytes decided.",
        "If the text looks wrong, name the encoding with --encoding.",
    ),
    Rule(
        "SRC114",
        "error",
        "{kind} files are not read: {advice}",
        "The format hides its text and numbers so deep that only an office program reads them in full.",
        "Convert the file as the message says, then run again.",
    ),
    Rule(
        "SRC115",
        "error",
        "reading {kind} needs {package}: pip install 'wengao[{extra}]'",
        "What not everybody needs is not installed by default.",
        "Run the command that the message gives, then run again.",
    ),
    Rule(
        "SRC116",
        "error",
        "{what} is over the limit of {limit} ({option})",
        "Limits keep one hostile or broken file from taking all memory or time.",
        "If the file is honest, raise the limit with the option named.",
    ),
    Rule(
        "SRC117",
        "error",
        "not a readable {kind} file: {reason}",
        "The container is damaged, or is something else with the wrong suffix.",
        "Open it in its own program, save it again, or fetch it again.",
    ),
    Rule(
        "SRC118",
        "error",
        "no text layer: {reason}",
        "Scanned pages are pictures; this program does not recognise characters.",
        "Run OCR first (for instance ocrmypdf -l chi_sim), then convert its result.",
    ),
    Rule(
        "SRC119",
        "warning",
        "pages without text: {pages}",
        "They are empty or pictures; what a picture shows is not in the output.",
        "Look at those pages; run OCR on them where they hold text.",
    ),
    Rule(
        "SRC120",
        "info",
        "tracked changes taken as accepted: {inserted} insertions, {deleted} deletions",
        "The final wording is the text; deleted words are not in it.",
        "Accept or reject the changes in the office program if another wording is wanted.",
    ),
    Rule(
        "SRC121",
        "info",
        "not text, left out: {found}",
        "Pictures, embedded objects and the like have no characters.",
        "Look at them in the original if they matter.",
    ),
    Rule(
        "SRC122",
        "error",
        "encrypted: {kind} needs a password",
        "Without it there is no text to read.",
        "Save a copy without password.",
    ),
    Rule(
        "SRC123",
        "warning",
        "left out, its path is unsafe: {path}",
        "A path that leads out of the archive, or a link or device in it, is how hostile archives write elsewhere.",
        "Look at the archive; unpack it by hand if you trust it.",
    ),
    Rule(
        "SRC124",
        "error",
        "no {what} among {columns}: name it with {option}",
        "The column is not in the file, or which one holds the text could not be told.",
        "Give the option that the message names, with one of the columns that it lists.",
    ),
    Rule(
        "SRC125",
        "error",
        "row {row}: {reason}",
        "One row that cannot be read costs only itself.",
        "Repair the row in the file.",
    ),
    Rule(
        "SRC126",
        "warning",
        "main text not found; the whole page is kept as text",
        "No part of the page stood out by its paragraphs, so nothing was set aside.",
        "Look at the output; mark lines as furniture in a .fix.yaml file beside the page.",
    ),
    Rule(
        "SRC127",
        "error",
        "{count} characters of the container are in no line, the first ones: {text}",
        "Every character that a reader of the document sees must be in the text or reported.",
        "This is a fault of the program: please report it with the file.",
    ),
    Rule(
        "SRC128",
        "error",
        "stopped after {seconds} seconds (--timeout)",
        "One document must not hold up the others.",
        "Raise --timeout if the document is honest.",
    ),
    Rule(
        "SRC129",
        "info",
        "left out of the archive: {found}",
        "Only documents of a known kind are converted.",
        "Nothing; 'wengao formats' lists what is read.",
    ),
    Rule(
        "SRC130",
        "warning",
        "hardly any Chinese in it when read as {encoding}",
        "The encoding may be wrong, or the text is in another language.",
        "Look at the output; name the encoding with --encoding.",
    ),
    Rule(
        "SRC131",
        "error",
        "this file holds many documents",
        "The command works on one document.",
        "Run convert on it as a file, or name one document in it as reports do: corpus.jsonl/a.",
    ),
    Rule(
        "SRC132",
        "info",
        "left out, since one JSON object without a text is no document: no {what} among {columns} ({option} names it)",
        "Settings and descriptions lie as JSON beside texts; in a folder they are no fault.",
        "Nothing; give --text-field if one of its columns is the text.",
    ),
    Rule(
        "SRC133",
        "warning",
        "its UTF-8 was once taken for {encoding} and written so; read back",
        "Every character can be read back, and Chinese comes out.",
        "Look at the output.",
    ),
    Rule(
        "SRC134",
        "error",
        "the font {font} is neither in the file nor on this machine",
        "Characters that no font draws are dropped before this program sees them, so the text would not be whole.",
        "Install a font with Chinese characters (Debian: fonts-noto-cjk), then run again.",
    ),
    # --- a person's corrections
    Rule(
        "FIX100",
        "info",
        "corrections taken from {place}: {count}",
        "What a person said of a line wins over what was detected.",
        "Nothing.",
    ),
    Rule(
        "FIX101",
        "error",
        "{place}: {reason}",
        "A correction file that cannot be read would be left out in silence, so its document is not written.",
        "Repair the file named; the README shows its form.",
    ),
    Rule(
        "FIX102",
        "error",
        "{place}: unknown key {key} in {within}{hint}; allowed: {allowed}",
        "A key with a slip in it would be left out in silence.",
        "Write one of the keys that are allowed, or delete the entry.",
    ),
    Rule(
        "FIX103",
        "error",
        "{place}: lines: {line}: {reason}",
        "A correction belongs to one line of text; after a change of the source the numbers may be others.",
        "Take the number from 'wengao explain FILE'.",
    ),
    Rule(
        "FIX104",
        "error",
        "{place}: line {line}: {role}{hint}; allowed: {allowed}",
        "A role with a slip in it would be left out in silence.",
        "Write one of the roles that are allowed.",
    ),
    Rule(
        "FIX105",
        "error",
        "{place}: {key}: {reason}",
        "A value that cannot be used would be left out in silence.",
        "Write a value of the form named.",
    ),
    Rule(
        "FIX106",
        "error",
        "correction not carried out: line {line} as {role}: {reason}",
        "Corrections win over detection, but two of them may contradict each other or the order of a text.",
        "Look at 'wengao explain FILE' and correct the lines around it too, or delete the correction.",
    ),
    Rule(
        "FIX107",
        "warning",
        "{file}: no source for these corrections",
        "The source was renamed, moved or deleted; its corrections are not used.",
        "Give the file the name of its source, with .fix.yaml in the place of the suffix.",
    ),
    # --- lines and blocks
    Rule(
        "SEG101",
        "info",
        "paragraphs joined: {count} broken lines",
        "The source breaks its lines at a fixed width; a paragraph is what the author wrote in one piece.",
        "Look at 'wengao explain FILE' if a paragraph seems too long or too short.",
    ),
    Rule(
        "SEG102",
        "info",
        "every sentence is a paragraph of its own",
        "The source has a line break after each sentence, so its real paragraphs cannot be known.",
        "Nothing, or restore the paragraphs in the source.",
    ),
    # --- damage
    Rule(
        "SEG103",
        "info",
        "one line cut into {count} blocks",
        "The text came without line breaks; it was cut at its salutation and where numbers count up.",
        "Look at the cuts in `wengao explain FILE`; paragraphs without a number stay in one piece.",
    ),
    Rule(
        "DAM101",
        "info",
        "repair proposed: {sic} → {corr}",
        "The reading shows the repair, the TEI keeps both: sic is the source, corr the proposal.",
        "Correct or delete the corr element in the TEI file if the proposal is wrong.",
    ),
    Rule(
        "DAM102",
        "warning",
        "{count} characters lost in the source (U+FFFD or private use)",
        "Characters were lost before this program saw the text; they cannot be restored from it.",
        "Fetch the text again from where it came from, with the right encoding.",
    ),
    Rule(
        "DAM103",
        "info",
        "redaction kept: {text}",
        "Signs such as * or × that stand for names or numbers are part of the document.",
        "Nothing.",
    ),
    # --- title, date, speaker
    Rule(
        "MET101",
        "warning",
        "no title found",
        "Without a title the document is listed under its file name.",
        "Add a title line to the source, or a titlePart to the TEI file.",
    ),
    Rule(
        "MET102",
        "info",
        "no date found",
        "The document states no date of publication, delivery or signature, and none is guessed.",
        "Add one to the TEI header (sourceDesc/bibl/date) if you know it.",
    ),
    Rule(
        "MET103",
        "warning",
        "dates disagree: {dates}",
        "The title, the imprint and the signature may name different days; the imprint's is used.",
        "Check which one is meant and correct the TEI header.",
    ),
    Rule(
        "MET104",
        "warning",
        "no such date: {text}",
        "A day such as 2月30日 is a slip in the source; it is kept as text and not used as a date.",
        "Correct it in the TEI file: date/@when.",
    ),
    Rule(
        "MET106",
        "warning",
        "no reading text: only navigation, footers and the like",
        "Every line of the file was taken for page furniture.",
        "Check that the right page was saved; 'wengao explain FILE' shows why each line was set aside.",
    ),
    # --- outline
    Rule(
        "OUT101",
        "warning",
        "numbering gap: {found} follows {last}",
        "A missing number means that a heading was lost, misread or misnumbered.",
        "Compare the source around this line; numbers are never changed.",
    ),
    Rule(
        "OUT102",
        "warning",
        "number repeated: {found}",
        "Two headings of one series have the same number, so references to it are ambiguous.",
        "Compare the source; numbers are never changed.",
    ),
    Rule(
        "OUT103",
        "warning",
        "numbering starts again at {found} without a heading above it",
        "A second series at the same level usually belongs under a heading that is missing or unnumbered.",
        "Look for a heading above this line that was taken for a paragraph.",
    ),
    Rule(
        "OUT104",
        "info",
        "heading of low certainty: {text}",
        "The line could also be a paragraph or a point of a list.",
        "Look at 'wengao explain FILE', and correct the TEI file if it is wrong.",
    ),
    Rule(
        "OUT105",
        "warning",
        "the same text twice: part {n} equals part {twin}",
        "Compilations from the web often repeat a text; both are kept.",
        "Remove one from the source if you count or publish the texts.",
    ),
    Rule(
        "PRT101",
        "info",
        "compilation of {count} texts",
        "The file holds several texts; each has its own title and outline.",
        "Nothing.",
    ),
    # --- TEI
    Rule(
        "TEI101",
        "error",
        "not valid against schemas/wengao.rng: {element}: {what}",
        "Output that breaks the schema cannot be trusted by any other TEI tool, so nothing is written.",
        "In a TEI file corrected by hand: repair the element named. In a conversion: please report it.",
    ),
    Rule(
        "TEI102",
        "error",
        "breaks a rule of schemas/wengao.sch: {element}: {what}",
        "The Schematron holds what a grammar cannot say, such as that every pointer has a target.",
        "In a TEI file corrected by hand: repair the element named. In a conversion: please report it.",
    ),
    Rule(
        "TEI103",
        "warning",
        "the source {file} has changed since this file was made from it",
        "Its checksum differs, so it cannot be shown that nothing was lost.",
        "Convert the source again, or name the folder of the right one with --source.",
    ),
    Rule(
        "TEI104",
        "info",
        "the source {file} is not here: not compared with it",
        "Schema and Schematron were checked; that nothing was lost can only be seen beside the source.",
        "Name the folder of the source with --source.",
    ),
    Rule(
        "LOS101",
        "error",
        "text lost or changed: {message}",
        "The characters of the TEI must be those of the source, in order. This document is not written.",
        "In a TEI file corrected by hand: put corrections in corr beside sic. In a conversion: please report it.",
    ),
    # --- the run
    Rule(
        "RUN101",
        "error",
        "internal error: {kind}: {text}",
        "This is a fault of the program, not of the document. The other documents are not touched by it.",
        "Please report it with the file and the output of -v, which shows where it happened.",
    ),
    Rule(
        "RUN102",
        "error",
        "cannot write {path}: {reason}",
        "The document was converted but not saved; what was there before is unchanged.",
        "Check permissions and free space, or name another folder with --output.",
    ),
    Rule(
        "RUN103",
        "error",
        "template {template}: {reason}",
        "A template of --templates fails on this document; none of its outputs are written.",
        "Repair the template at the line named, or delete it to use the built-in one.",
    ),
    Rule(
        "RUN104",
        "info",
        "written as {name}, since {taken} is taken or no name for every system",
        "Two inputs would have had the same output, or the name holds what some system refuses; nothing is overwritten.",
        "Rename the input if you want another name.",
    ),
    Rule(
        "RUN105",
        "error",
        "its worker process died: {cause}",
        "Something in this document made the process crash, or the system ended it. The others are not touched by it.",
        "Run it alone with --jobs 1 to see where; SIGKILL mostly means that the machine ran out of memory.",
    ),
    Rule(
        "RUN106",
        "error",
        "needs more memory than {limit} (--max-memory)",
        "One document must not take the memory of the others.",
        "Raise --max-memory if the document is honest and the machine has it.",
    ),
    Rule(
        "RUN107",
        "warning",
        "left as it is, since {path} was changed after it was written",
        "Somebody may have corrected it by hand, and that work must not be lost.",
        "Move it away, or run again with --force to overwrite it.",
    ),
    Rule(
        "RUN108",
        "info",
        "outputs of inputs that are gone: {count} (--prune removes them)",
        "An earlier run wrote them; their inputs are not there any more.",
        "Run again with --prune to remove them.",
    ),
    Rule(
        "RUN109",
        "info",
        "outputs of inputs that are gone removed: {count}",
        "That is what --prune does.",
        "Nothing.",
    ),
    Rule(
        "RUN110",
        "error",
        "what pass one of the data set kept is damaged: {reason}",
        "The data files cannot be written from it. The part concerned was removed, everything else is kept.",
        "Run the same command again: it makes that part anew.",
    ),
    Rule(
        "RUN111",
        "info",
        "rows left out by --filter {condition}: {count}",
        "They are in no data file.",
        "Nothing, if that is what the filter is for.",
    ),
    Rule(
        "RUN120",
        "error",
        "profile {profile}: {key} does not come to an end on this line: {pattern}",
        "A pattern such as (?:a|aa)+$ has more ways to read a line than can be tried; it took the document's time.",
        "Write the pattern so that each character can be matched in one way only: a+$ for (?:a|aa)+$.",
    ),
)

RULE: dict[str, Rule] = {rule.code: rule for rule in RULES}


def wording(diagnostic: Diagnostic) -> str:
    """Say a diagnostic in words: the row's template with the values filled in."""
    return RULE[diagnostic.code].what.format(**dict(diagnostic.values))


def level(diagnostic: Diagnostic) -> Level:
    """Look up whether a diagnostic is an error, a warning or an info."""
    return RULE[diagnostic.code].level
