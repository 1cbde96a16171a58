// Builds the small fonts that charts and share images carry, and their advance widths.
//
// PNG files are drawn on servers that may have no fonts at all, so the package holds subsets of
// Noto Sans (SIL Open Font License 1.1): the letters of the interface and of place names in
// English, French, Spanish, Russian and Arabic, figures and signs. The family is renamed to "Milepost Sans",
// because a font of the same name on the server may lack a letter, and the renderer would then set
// the whole line in whatever it finds. (Noto reserves no font name.)
// Run `npm ci && npm run fonts`; the result is committed.

import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import opentype from "opentype.js";
import subsetFont from "subset-font";

const TARGET = "../src/milepost/publishing/fonts";
const LATIN = "node_modules/@expo-google-fonts/noto-sans";
const ARABIC = "node_modules/@expo-google-fonts/noto-sans-arabic";

function range(first, last) {
  return Array.from({ length: last - first + 1 }, (_, index) => String.fromCodePoint(first + index)).join("");
}
// Cyrillic as Russian and its neighbours write it, and the sign for "number".
const CYRILLIC_LETTERS = range(0x400, 0x45f) + "\u0490\u0491\u2116";
// Basic Latin, Latin-1, Latin Extended-A, dashes, quotes, thin spaces, signs.
const LATIN_LETTERS = range(0x20, 0x7e) + range(0xa0, 0x17f) +
  "\u2009\u200e\u200f\u2010\u2011\u2012\u2013\u2014\u2018\u2019\u201c\u201d\u2022\u2026\u202f\u2030\u2032\u2039\u203a\u20ac\u2212\u2264\u2265\u00d7\u2066\u2067\u2068\u2069" +
  CYRILLIC_LETTERS;
const ARABIC_LETTERS = range(0x600, 0x6ff) + range(0x20, 0x7e) + range(0xab, 0xab) + range(0xbb, 0xbb) +
  "\u00a0\u200c\u200d\u200e\u200f\u2013\u2014\u2026\u202f\u2212\u2066\u2067\u2068\u2069";

const FONTS = [
  ["MilepostSans-Regular", `${LATIN}/400Regular/NotoSans_400Regular.ttf`, LATIN_LETTERS],
  ["MilepostSans-SemiBold", `${LATIN}/600SemiBold/NotoSans_600SemiBold.ttf`, LATIN_LETTERS],
  ["MilepostSansArabic-Regular", `${ARABIC}/400Regular/NotoSansArabic_400Regular.ttf`, ARABIC_LETTERS],
  ["MilepostSansArabic-SemiBold", `${ARABIC}/600SemiBold/NotoSansArabic_600SemiBold.ttf`, ARABIC_LETTERS],
];

/** Returns the font with another family name: a new name table, everything else byte for byte. */
function renamed(bytes, family, style) {
  const count = bytes.readUInt16BE(4);
  const tables = Array.from({ length: count }, (_, index) => {
    const at = 12 + 16 * index;
    const offset = bytes.readUInt32BE(at + 8);
    const data = bytes.subarray(offset, offset + bytes.readUInt32BE(at + 12));
    return { tag: bytes.toString("latin1", at, at + 4), data };
  });
  for (const table of tables) if (table.tag === "name") table.data = nameTable(family, style);
  const head = Buffer.alloc(12 + 16 * count);
  bytes.copy(head, 0, 0, 12);
  const parts = [head];
  let offset = head.length;
  tables.forEach((table, index) => {
    const padded = Buffer.concat([table.data, Buffer.alloc((4 - (table.data.length % 4)) % 4)]);
    if (table.tag === "head") padded.writeUInt32BE(0, 8);
    let sum = 0;
    for (let at = 0; at < padded.length; at += 4) sum = (sum + padded.readUInt32BE(at)) >>> 0;
    const at = 12 + 16 * index;
    head.write(table.tag, at, "latin1");
    head.writeUInt32BE(sum, at + 4);
    head.writeUInt32BE(offset, at + 8);
    head.writeUInt32BE(table.data.length, at + 12);
    parts.push(padded);
    offset += padded.length;
  });
  return Buffer.concat(parts);
}

function nameTable(family, style) {
  const full = `${family} ${style}`;
  const names = [[1, family], [2, style === "Regular" ? style : "Bold"], [3, full], [4, full],
    [6, full.replaceAll(" ", "")], [13, "SIL Open Font License 1.1"]];
  const texts = names.map(([id, text]) => [id, Buffer.from(text, "utf16le").swap16()]);
  const head = Buffer.alloc(6 + 12 * texts.length);
  head.writeUInt16BE(texts.length, 2);
  head.writeUInt16BE(head.length, 4);
  let offset = 0;
  texts.forEach(([id, text], index) => {
    [3, 1, 0x409, id, text.length, offset].forEach((value, field) =>
      head.writeUInt16BE(value, 6 + 12 * index + 2 * field));
    offset += text.length;
  });
  return Buffer.concat([head, ...texts.map(([, text]) => text)]);
}

/** Advance widths in thousandths of the type size; Arabic letters as the mean of their forms. */
function widths(bytes, letters) {
  const font = opentype.parse(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
  const table = {};
  for (const letter of letters) {
    const index = font.charToGlyphIndex(letter);
    if (index) table[letter] = Math.round((font.glyphs.get(index).advanceWidth * 1000) / font.unitsPerEm);
  }
  return table;
}

mkdirSync(TARGET, { recursive: true });
const metrics = {};
let total = 0;
for (const [name, path, letters] of FONTS) {
  const original = readFileSync(path);
  const [family, style] = name.replace("MilepostSans", "Milepost Sans").replace("SansA", "Sans A").split("-");
  const small = renamed(Buffer.from(await subsetFont(original, letters, { targetFormat: "truetype" })), family, style);
  writeFileSync(`${TARGET}/${name}.ttf`, small);
  metrics[name] = widths(original, letters);
  total += small.length;
  console.log(`${name}: ${small.length} bytes`);
}
writeFileSync(`${TARGET}/widths.json`, JSON.stringify(metrics) + "\n");
copyFileSync(`${LATIN}/LICENSE_FONT`, `${TARGET}/OFL-NotoSans.txt`);
copyFileSync(`${ARABIC}/LICENSE_FONT`, `${TARGET}/OFL-NotoSansArabic.txt`);
console.log(`${total} bytes in all`);
