/**
 * C0 and C1 controls, bidirectional marks and overrides, characters that draw nothing (fillers and the blank of Braille
 * among them), halves of pairs, and those that each font draws as it likes.
 */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]+/gu
/** Towers of combining marks, which climb over neighbouring lines. */
const STACKED_MARKS = /(\p{M}{2})\p{M}+/gu

/** What most names are: nothing in it has to be taken out. */
const PLAIN = /^(?! )(?:[!-~]| (?! |$))*$/

/** A character with its marks and skin tone. `Intl.Segmenter` knows more, and takes milliseconds for every name. */
const CHARACTER = /\P{M}[\p{M}\p{EMod}]*/gu

/**
 * Text of a publisher or a site, made safe to put inside a sentence of ours: one line, no controls, no direction
 * overrides, at most `max` characters. Whoever shows it isolates it with `<bdi>`.
 */
export const inert = (text: string, max: number): string => {
  if (PLAIN.test(text) && text.length <= max) return text
  const clean = text.replace(/\s+/gu, ' ').replace(INVISIBLE, '').replace(STACKED_MARKS, '$1').trim()
  const characters = clean.match(CHARACTER) ?? []
  if (characters.length <= max) return clean
  return `${characters
    .slice(0, max - 1)
    .join('')
    .trimEnd()}…`
}

/** What joins letters in scripts that need it, and pictures into one. There it says nothing that is not seen. */
const JOINED =
  /(?<=[\p{Script=Arabic}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Tamil}\p{Script=Malayalam}\p{Script=Sinhala}\p{M}])[\u200c\u200d]|\p{Extended_Pictographic}[\ufe0e\ufe0f\p{EMod}]*(?:\u200d\p{Extended_Pictographic}[\ufe0e\ufe0f\p{EMod}]*)*/gu
const UNSEEN = new RegExp(INVISIBLE.source, 'u')
const TOWER = new RegExp(STACKED_MARKS.source, 'u')

/** Whether `inert` has to take out what nobody puts into a name in good faith. */
export const hasHidden = (text: string): boolean => {
  const rest = text.replace(/[\t\n\r]/g, ' ').replace(JOINED, '')
  return UNSEEN.test(rest) || TOWER.test(rest)
}

/** Longest single line that is kept of a text of many. */
const LINE = 400

/**
 * A text of many lines, such as a message to sign, made safe as `inert` does, with its lines and the spaces that begin
 * them. What passes `lines` or `characters` is cut, and an ellipsis says so.
 */
export const inertLines = (
  text: string,
  { lines, characters }: { readonly lines: number; readonly characters: number },
): string => {
  const all = text.slice(0, characters).split(/\r\n|[\n\r\u2028\u2029]/u)
  const isCut = text.length > characters || all.length > lines
  const shown = all
    .slice(0, lines)
    .map((line) => `${/^ {0,24}/.exec(line)?.[0] ?? ''}${inert(line, LINE)}`.trimEnd())
  return [...shown, ...(isCut ? ['…'] : [])].join('\n')
}

/**
 * The name of a vocabulary term in words: `dpv:ScientificResearch` reads "scientific research". Terms reach us only
 * as letters and digits (lib/protocol/task.ts).
 */
export const termWords = (term: string): string =>
  term
    .slice(term.indexOf(':') + 1)
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
