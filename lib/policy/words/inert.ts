/** Controls, marks that turn the direction of text, and what draws nothing or what each font draws as it likes. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]+/gu
const STACKED_MARKS = /(\p{M}{2})\p{M}+/gu
/** What our own sentences put around names: a name that has them could seem to end early. */
const QUOTES = /["“”„‟«»「」『』]/gu
const RIGHT_TO_LEFT = /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u

/**
 * Text of somebody else's, made safe inside a sentence of ours: one line, at most `max` characters, nothing invisible,
 * no quotation marks; text that runs from right to left keeps to itself (U+2068 to U+2069).
 */
export const inert = (text: string, max: number): string => {
  const clean = text
    .slice(0, 8 * max)
    .replace(/\s+/gu, ' ')
    .replace(INVISIBLE, '')
    .replace(STACKED_MARKS, '$1')
    .replace(QUOTES, "'")
    .trim()
  const characters = clean.match(/\P{M}\p{M}*/gu) ?? []
  const short =
    characters.length <= max && text.length <= 8 * max
      ? clean
      : `${characters
          .slice(0, max - 1)
          .join('')
          .trimEnd()}…`
  return RIGHT_TO_LEFT.test(short) ? `\u2068${short}\u2069` : short
}
