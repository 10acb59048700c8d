/** Scripts that are told apart by name; letters of others count as one more. */
const NAMES = [
  'Latin',
  'Cyrillic',
  'Greek',
  'Armenian',
  'Georgian',
  'Cherokee',
  'Hebrew',
  'Arabic',
  'Devanagari',
  'Thai',
  'Han',
  'Hiragana',
  'Katakana',
  'Bopomofo',
  'Hangul',
] as const
export type Script = (typeof NAMES)[number] | 'other'

const TESTS = NAMES.map((name) => [name, new RegExp(`\\p{Script=${name}}`, 'u')] as const)
const LETTER = /\p{L}/u
/** Marks and signs that every script uses. */
const SHARED = /[\p{Script=Common}\p{Script=Inherited}]/u
const ASCII_ONLY = /^[\0-\x7f]*$/

const scriptOf = (letter: string): Script => TESTS.find(([, test]) => test.test(letter))?.[0] ?? 'other'

/** Scripts of the letters of a text, each once. */
export const scriptsOf = (text: string): readonly Script[] => {
  if (ASCII_ONLY.test(text)) return /[a-z]/i.test(text) ? ['Latin'] : []
  const letters = [...new Set(text)].filter((char) => LETTER.test(char) && !SHARED.test(char))
  return [...new Set(letters.map(scriptOf))]
}

/** Scripts that are written together: Japanese, Chinese and Korean, each with Latin. */
const TOGETHER: readonly (readonly Script[])[] = [
  ['Latin', 'Han', 'Hiragana', 'Katakana'],
  ['Latin', 'Han', 'Bopomofo'],
  ['Latin', 'Han', 'Hangul'],
]

/** Whether letters of these scripts do not stand beside each other in one word that somebody writes in good faith. */
export const isMixed = (scripts: readonly Script[]): boolean =>
  scripts.length > 1 && !TOGETHER.some((family) => scripts.every((script) => family.includes(script)))

/** Letters that are drawn as Latin ones, and what they are read as; from the tables of Unicode's UTS 39. */
const LOOK_ALIKES: Readonly<Record<string, string>> = Object.fromEntries(
  [
    ['аӓӑα', 'a'],
    ['АΑ', 'A'],
    ['ВΒ', 'B'],
    ['сϲ', 'c'],
    ['СϹ', 'C'],
    ['ԁժ', 'd'],
    ['еёҽ', 'e'],
    ['ЕΕ', 'E'],
    ['ƒ', 'f'],
    ['ɡց', 'g'],
    ['һհ', 'h'],
    ['НΗ', 'H'],
    ['іїιıӏ', 'i'],
    ['ІΙӀ', 'I'],
    ['јϳ', 'j'],
    ['Ј', 'J'],
    ['кκ', 'k'],
    ['КΚ', 'K'],
    ['МΜ', 'M'],
    ['ո', 'n'],
    ['Ν', 'N'],
    ['оοօ', 'o'],
    ['ОΟՕ', 'O'],
    ['рρ', 'p'],
    ['РΡ', 'P'],
    ['ԛզ', 'q'],
    ['ѕ', 's'],
    ['ЅՏ', 'S'],
    ['τ', 't'],
    ['ТΤ', 'T'],
    ['υս', 'u'],
    ['ՍԱ', 'U'],
    ['ѵν', 'v'],
    ['ѡԝω', 'w'],
    ['хχ', 'x'],
    ['ХΧ', 'X'],
    ['уγү', 'y'],
    ['УΥҮ', 'Y'],
    ['Ζ', 'Z'],
  ].flatMap(([letters = '', read = '']) => [...letters].map((letter) => [letter, read])),
)

/** Latin letters and figures that stand for others at a glance. */
const GLANCE: readonly (readonly [RegExp, string])[] = [
  [/rn/g, 'm'],
  [/vv/g, 'w'],
  [/[il1|]/g, 'l'],
  [/[o0]/g, 'o'],
]

/** How a text is read by somebody who takes every letter for the Latin one that it is drawn as. */
export const readsAs = (text: string): string =>
  [...text.normalize('NFKC')].map((char) => LOOK_ALIKES[char] ?? char).join('')

/** What two names have in common that are taken for one another. */
export const glance = (text: string): string => {
  const plain = readsAs(text)
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[\p{M}\p{P}\p{Z}\p{Cf}]/gu, '')
  return GLANCE.reduce((read, [letters, as]) => read.replace(letters, as), plain)
}

/** Whether every letter is drawn as a Latin one and none is one. */
export const posesAsLatin = (text: string): boolean => {
  const letters = [...text].filter((char) => LETTER.test(char))
  return (
    letters.length > 1 &&
    letters.every((letter) => letter in LOOK_ALIKES) &&
    !scriptsOf(text).includes('Latin')
  )
}
