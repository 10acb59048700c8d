/** Languages that have a catalogue. Numbers and dates follow the browser's region only within them. */
const LANGUAGES = ['en']

/** BCP 47 tag for numbers and dates: the browser's, where a catalogue speaks its language, so that a page never mixes two. */
export const locale = (): string => {
  const preferred = typeof navigator === 'undefined' ? 'en' : navigator.language
  return LANGUAGES.includes(preferred.split('-')[0] ?? '') ? preferred : 'en'
}
