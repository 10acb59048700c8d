import * as v from 'valibot'
import { appendActivity } from '../activity/log.ts'
import { type WriteTransaction, write } from '../db/database.ts'
import { fromOdrl } from '../policy/odrl/fromOdrl.ts'
import { presetRules } from '../policy/presets.ts'
import { PRESETS, type PresetName, type RuleRecord } from '../policy/rule.ts'
import { parseRule, RuleSchema } from '../policy/schema.ts'
import { ruleSentence } from '../policy/sentence.ts'
import { ProvisoError } from '../protocol/errors.ts'
import { firstIssue } from '../protocol/issues.ts'
import { notThereYet } from './sameRules.ts'

/** More than anybody writes, and few enough that a decision stays under a millisecond. */
export const MOST_RULES = 10_000

/** What a person says of a rule. Its id, its source and its date are the worker's. */
export type RuleDraft = Omit<RuleRecord, 'id' | 'source' | 'createdAt'>

/** What a change did to the rules, for taking it back: the page keeps it as long as it offers that. */
export interface RulesChange {
  /** As they were: deleted, replaced or changed. */
  readonly removed: readonly RuleRecord[]
  /** Ids of those that were not there before. */
  readonly added: readonly string[]
}

const DraftSchema = v.omit(RuleSchema, ['id', 'source', 'createdAt'])
const ChangeSchema = v.strictObject({
  removed: v.pipe(v.array(v.unknown()), v.maxLength(MOST_RULES)),
  added: v.pipe(v.array(v.string()), v.maxLength(MOST_RULES)),
})

type Transaction = WriteTransaction<['rules', 'activity']>

const change = <T>(body: (transaction: Transaction) => Promise<T>): Promise<T> =>
  write(['rules', 'activity'], body)

const assertRoom = async (transaction: Transaction): Promise<void> => {
  if ((await transaction.objectStore('rules').count()) <= MOST_RULES) return
  throw new ProvisoError('rule/too-many', 'There would be too many rules.', {
    details: `At most ${MOST_RULES} are kept.`,
    todo: 'Nothing was changed. Delete rules that you no longer need.',
  })
}

const gone = () =>
  new ProvisoError('rule/gone', 'This rule is no longer there.', {
    todo: 'It was deleted or replaced in the meantime. Nothing was changed.',
  })

const parse = <S extends v.GenericSchema>(schema: S, value: unknown): v.InferOutput<S> => {
  const result = v.safeParse(schema, value, { abortEarly: true })
  if (result.success) return result.output
  throw new ProvisoError('rule/invalid', 'The rule is not valid.', {
    details: firstIssue(result.issues, 'rule'),
  })
}

const isPreset = (source: RuleRecord['source']): source is PresetName =>
  (PRESETS as readonly string[]).includes(source)

/** A preset's rules have ids of their own, which the preset will want again: a changed one is another rule. */
const idFor = (before: RuleRecord | undefined): string =>
  before === undefined || isPreset(before.source) ? crypto.randomUUID() : before.id

/**
 * Keeps a rule of the person's: a new one, or `ruleId` changed, which makes it theirs whatever it was before.
 * Throws `rule/invalid`, `rule/gone` or `rule/too-many`.
 */
export const saveRule = (draft: unknown, ruleId?: string, now = Date.now()): Promise<RulesChange> => {
  const said = parse(DraftSchema, draft)
  return change(async (transaction) => {
    const store = transaction.objectStore('rules')
    const before = ruleId === undefined ? undefined : await store.get(ruleId)
    if (ruleId !== undefined && before === undefined) throw gone()
    const id = idFor(before)
    const rule: RuleRecord = { ...said, id, source: 'person', createdAt: before?.createdAt ?? now }
    if (before !== undefined) await store.delete(before.id)
    await store.put(rule)
    await assertRoom(transaction)
    await appendActivity(transaction, {
      kind: 'rule-saved',
      text: `You ${before === undefined ? 'made a' : 'changed a'} rule. ${inWords(rule)}`,
      data: dataOf(rule),
    })
    return { removed: before === undefined ? [] : [before], added: id === before?.id ? [] : [id] }
  })
}

/** The log is written in one language, as everything in it. */
const inWords = (rule: RuleRecord): string => `It says: ${ruleSentence(rule, 'en')}`

const dataOf = ({ id, effect, source }: RuleRecord) => ({ ruleId: id, effect, source })

export const deleteRule = (ruleId: string): Promise<RulesChange> =>
  change(async (transaction) => {
    const store = transaction.objectStore('rules')
    const rule = await store.get(ruleId)
    if (rule === undefined) throw gone()
    await store.delete(ruleId)
    await appendActivity(transaction, {
      kind: 'rule-deleted',
      text: `You deleted a rule. ${inWords(rule)}`,
      data: dataOf(rule),
    })
    return { removed: [rule], added: [] }
  })

/** Puts a preset's rules in the place of those of another. What the person said themselves stays. Throws `rule/too-many`. */
export const applyPreset = (name: unknown, now = Date.now()): Promise<RulesChange> => {
  const preset = PRESETS.find((known) => known === name)
  if (preset === undefined) throw new ProvisoError('rule/no-preset', 'There is no such preset.')
  const rules = presetRules(preset, now)
  return change(async (transaction) => {
    const store = transaction.objectStore('rules')
    const removed = (await store.getAll()).filter(({ source }) => isPreset(source))
    for (const { id } of removed) await store.delete(id)
    for (const rule of rules) await store.put(rule)
    await assertRoom(transaction)
    await appendActivity(transaction, {
      kind: 'preset-applied',
      text: `You chose the preset ${PRESET_NAMES[preset]}.`,
      data: { preset, rules: rules.length, replaced: removed.length },
    })
    return { removed, added: idsBeside(rules, removed) }
  })
}

const PRESET_NAMES: Readonly<Record<PresetName, string>> = {
  private: 'Private',
  balanced: 'Balanced',
  open: 'Open',
}

/** Ids that were not there before. */
const idsBeside = (rules: readonly RuleRecord[], before: readonly RuleRecord[]): readonly string[] => {
  const known = new Set(before.map(({ id }) => id))
  return rules.map(({ id }) => id).filter((id) => !known.has(id))
}

/**
 * Adds the rules of an ODRL document: those that can be read in full and are not there yet. Throws `rule/no-import` where
 * there is none, and `rule/too-many`.
 */
export const importRules = (text: unknown, now = Date.now()): Promise<RulesChange> => {
  const { rules, refused } = fromOdrl(text, { now, newId: () => crypto.randomUUID() })
  return change(async (transaction) => {
    const store = transaction.objectStore('rules')
    const fresh = notThereYet(rules, await store.getAll())
    if (fresh.length === 0)
      throw new ProvisoError('rule/no-import', 'There is no rule in it that could be added.', {
        todo: 'Nothing was changed.',
      })
    for (const rule of fresh) await store.put(parseRule({ ...rule, source: 'import' }))
    await assertRoom(transaction)
    await appendActivity(transaction, {
      kind: 'rules-imported',
      text: `You imported rules: ${fresh.length} added, ${refused.length} refused.`,
      data: { added: fresh.length, refused: refused.length, known: rules.length - fresh.length },
    })
    return { removed: [], added: fresh.map(({ id }) => id) }
  })
}

/** Takes a change back. Rules that were changed since come back as they were before it. Throws `rule/invalid`. */
export const undoChange = (value: unknown): Promise<null> => {
  const { removed, added } = parse(ChangeSchema, value)
  const rules = removed.map(parseRule)
  return change(async (transaction) => {
    const store = transaction.objectStore('rules')
    for (const id of added) await store.delete(id)
    for (const rule of rules) await store.put(rule)
    await assertRoom(transaction)
    await appendActivity(transaction, {
      kind: 'rules-undone',
      text: 'You took back a change to your rules.',
      data: { restored: rules.length, deleted: added.length },
    })
    return null
  })
}
