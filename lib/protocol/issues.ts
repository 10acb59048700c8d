import * as v from 'valibot'

/** Longest path and longest words, in characters: both may repeat what came from outside. */
const PATH = 120
const WORDS = 200

const cut = (text: string, max: number): string => (text.length > max ? `${text.slice(0, max)}…` : text)

/**
 * The first problem of a value from outside as `where: what.`, so that whoever wrote it finds the field. At most 325 characters,
 * however large the value was.
 *
 * @param root what the value as a whole is called
 */
export const firstIssue = (
  issues: readonly [v.BaseIssue<unknown>, ...v.BaseIssue<unknown>[]],
  root: string,
): string => `${cut(v.getDotPath(issues[0]) ?? root, PATH)}: ${cut(issues[0].message, WORDS)}.`
