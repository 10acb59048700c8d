import { sameAddress } from '../protocol/hex.ts'
import type { TaskManifest } from '../protocol/task.ts'
import type { RuleRecord } from './rule.ts'

/** What a decision is made from. Pure data: no clock, no storage. */
export interface PolicyInput {
  readonly origin: string
  readonly task: TaskManifest
  /** Milliseconds since 1970. */
  readonly now: number
  /** The person's general word on tasks without noise. */
  readonly allowWithoutNoise: boolean
}

export interface PolicyDecision {
  readonly effect: 'allow' | 'ask' | 'refuse'
  /** Rules that determined it; empty where none did. */
  readonly ruleIds: readonly string[]
  /** Why, in sentences for the person. */
  readonly reasons: readonly string[]
}

/** Whether a rule speaks of this request at all. */
const matches = (rule: RuleRecord, { origin, task, now }: PolicyInput): boolean =>
  rule.expiresAt > now &&
  rule.origin === origin &&
  (rule.publisher === undefined || sameAddress(rule.publisher, task.publisher.address)) &&
  (rule.purposes === undefined || task.purposes.every((purpose) => rule.purposes?.includes(purpose))) &&
  (rule.category === undefined || rule.category === task.data.category)

/** The first condition of an allow rule that the task does not meet, as a sentence. */
const unmetCondition = (rule: RuleRecord, { task }: PolicyInput): string | undefined => {
  if (rule.privacy === undefined || rule.privacy.mechanism === 'none') return undefined
  if (task.privacy.mechanism === 'none') return 'You allowed this with noise, and this task adds none.'
  if (rule.privacy.maxEpsilon !== undefined && task.privacy.maxEpsilon > rule.privacy.maxEpsilon)
    return `You allowed this up to ε ${rule.privacy.maxEpsilon}, and this task may spend ε ${task.privacy.maxEpsilon}.`
  return undefined
}

/**
 * Decides a request under the person's rules. All matching rules are collected; refuse > ask > allow, so neither order
 * nor number of rules matters; an allow whose conditions fail becomes ask and names the condition; no match is ask.
 * A task without noise is refused unless the person has allowed such tasks, and is never allowed unasked.
 */
export const decide = (rules: readonly RuleRecord[], input: PolicyInput): PolicyDecision => {
  const relevant = rules.filter((rule) => matches(rule, input))
  const refusing = relevant.filter((rule) => rule.effect === 'refuse')
  if (refusing.length > 0)
    return {
      effect: 'refuse',
      ruleIds: refusing.map(({ id }) => id),
      reasons: ['One of your rules refuses this site.'],
    }

  const withoutNoise = input.task.privacy.mechanism === 'none'
  if (withoutNoise && !input.allowWithoutNoise)
    return { effect: 'refuse', ruleIds: [], reasons: ['Your settings refuse tasks that add no noise.'] }

  const reasons: string[] = []
  const asking = relevant.filter((rule) => rule.effect === 'ask')
  if (asking.length > 0) reasons.push('One of your rules says to ask you.')
  if (withoutNoise) reasons.push('This task adds no noise, so you are always asked.')
  const allowing = relevant.filter((rule) => rule.effect === 'allow')
  const met = allowing.filter((rule) => {
    const unmet = unmetCondition(rule, input)
    if (unmet !== undefined) reasons.push(unmet)
    return unmet === undefined
  })
  if (asking.length === 0 && !withoutNoise && met.length > 0)
    return {
      effect: 'allow',
      ruleIds: met.map(({ id }) => id),
      reasons: ['You chose to remember this answer.'],
    }
  if (relevant.length === 0) reasons.push('No rule of yours speaks of this site and purpose.')
  return { effect: 'ask', ruleIds: asking.map(({ id }) => id), reasons: [...new Set(reasons)] }
}
