import type { Awaited, Decision, Reason, Unmet } from './decision.ts'
import type { Need } from './needs.ts'
import type { ReadyRule } from './readyRule.ts'
import type { PolicyRequest } from './request.ts'
import { namesSpecial, type Subject, speaksOf } from './scope.ts'

/** A reason that depends on facts that are not known. */
interface Open {
  readonly reason: Reason
  /** What can be learned of them. */
  readonly awaits: readonly Awaited[]
  /** Learning it could make the rule speak with its full effect, or make it silent. */
  readonly canSpeak: boolean
  readonly canBeSilent: boolean
}

/** An allowing rule that lacks something, if only to know who asks. */
interface Almost {
  readonly rule: ReadyRule
  readonly speaks: true | undefined
}

/** The needs of a rule that are not met, and those that cannot be judged. */
interface Judged {
  readonly unmet: readonly Unmet[]
  readonly unknown: readonly Need[]
}

const NO_NEEDS: Judged = { unmet: [], unknown: [] }
const ATTESTATIONS: readonly Awaited[] = ['attestations']

const unmetOf = ({ condition, wanted, found }: Need, facts: PolicyRequest): Unmet => {
  const value = found(facts)
  return value === undefined ? { condition, wanted } : { condition, wanted, found: value }
}

const judge = (needs: readonly Need[], facts: PolicyRequest): Judged => {
  if (needs.length === 0) return NO_NEEDS
  const unmet: Unmet[] = []
  const unknown: Need[] = []
  for (const need of needs) {
    const met = need.met(facts)
    if (met === false) unmet.push(unmetOf(need, facts))
    else if (met === undefined) unknown.push(need)
  }
  return { unmet, unknown }
}

const areMet = (needs: readonly Need[], facts: PolicyRequest): boolean => {
  for (const need of needs) if (need.met(facts) !== true) return false
  return true
}

const awaitsOf = (unknown: readonly Need[]): readonly Awaited[] =>
  unknown.flatMap(({ awaits }) => (awaits === undefined ? [] : [awaits]))

/** Everything that rules say of one request. Filled rule by rule, in any order; then `decision` weighs it. */
export class Collected {
  readonly #subject: Subject
  readonly #refusing: Reason[] = []
  readonly #maybeRefusing: Open[] = []
  readonly #asking: Reason[] = []
  /** Ask for now, and could be silent once more is known. */
  readonly #maybeAsking: Open[] = []
  readonly #allowing: Reason[] = []
  readonly #almostAllowing: Almost[] = []
  /** Whether a rule names the special category that is asked for; undefined: one does, if it speaks. */
  #named: boolean | undefined = false

  constructor(subject: Subject) {
    this.#subject = subject
  }

  add(rule: ReadyRule): void {
    const speaks = speaksOf(rule, this.#subject)
    if (speaks === false) return
    if (this.#named !== true && rule.effect !== 'refuse' && namesSpecial(rule, this.#subject))
      this.#named = speaks
    const { facts } = this.#subject
    const isMet = areMet(rule.needs, facts)
    if (rule.effect === 'allow') {
      if (isMet && speaks) this.#allowing.push({ kind: 'rule', ruleId: rule.id, effect: 'allow' })
      else this.#almostAllowing.push({ rule, speaks })
    }
    // Asks or refuses unless its needs are met.
    else if (!isMet || rule.needs.length === 0) this.#addOther(rule, judge(rule.needs, facts), speaks)
  }

  /** Worked out only where nothing stronger decides: of many rules most allow something else. */
  #almost({ rule, speaks }: Almost): Open {
    const { facts } = this.#subject
    const { unmet, unknown } = judge(rule.needs, facts)
    return {
      reason: {
        kind: 'unmet',
        ruleId: rule.id,
        unmet: [...unmet, ...unknown.map((need) => unmetOf(need, facts))],
      },
      awaits: [...awaitsOf(unknown), ...(speaks ? [] : ATTESTATIONS)],
      canSpeak: unmet.length === 0 && unknown.every((need) => need.awaits !== undefined),
      canBeSilent: false,
    }
  }

  #addOther(rule: ReadyRule, { unmet, unknown }: Judged, speaks: true | undefined): void {
    const { id, effect, needs } = rule
    const { facts } = this.#subject
    const named = [...unmet, ...(effect === 'ask' ? unknown.map((need) => unmetOf(need, facts)) : [])]
    const reason: Reason = {
      kind: 'rule',
      ruleId: id,
      effect,
      ...(named.length === 0 ? {} : { unmet: named }),
    }
    const isSure = needs.length === 0 || unmet.length > 0
    if (speaks === true && isSure) {
      if (effect === 'refuse') this.#refusing.push(reason)
      else this.#asking.push(reason)
      return
    }
    const learnable = awaitsOf(unknown)
    const open: Open = {
      reason: {
        ...reason,
        undecided: true,
        ...(unmet.length + unknown.length === 0
          ? {}
          : { unmet: [...unmet, ...unknown.map((need) => unmetOf(need, facts))] }),
      },
      awaits: speaks === undefined ? [...ATTESTATIONS, ...learnable] : learnable,
      canSpeak: isSure || learnable.length > 0,
      canBeSilent: speaks === undefined || learnable.length === unknown.length,
    }
    if (effect === 'refuse') this.#maybeRefusing.push(open)
    else this.#maybeAsking.push({ ...open, reason })
  }

  decision({ allowWithoutNoise, unreadable }: { allowWithoutNoise: boolean; unreadable: boolean }): Decision {
    const { facts, special } = this.#subject
    const { noise } = facts.task
    const refusing = sorted(this.#refusing)
    if (special && this.#named === false) refusing.push({ kind: 'special', category: facts.category })
    if (!noise && !allowWithoutNoise) refusing.push({ kind: 'no-noise', effect: 'refuse' })
    if (refusing.length > 0) return decided('refuse', refusing)

    const own: Reason[] = []
    if (!noise) own.push({ kind: 'no-noise', effect: 'ask' })
    if (unreadable) own.push({ kind: 'unreadable' })
    const maybeRefusing =
      special && this.#named === undefined
        ? [...this.#maybeRefusing, openSpecial(facts.category)]
        : this.#maybeRefusing
    const asking = [...own, ...this.#asking]
    const open = [...maybeRefusing, ...this.#maybeAsking]
    if (asking.length + open.length === 0 && this.#allowing.length > 0)
      return decided('allow', sorted(this.#allowing))

    const almost =
      this.#allowing.length > 0 ? [] : this.#almostAllowing.map((allowing) => this.#almost(allowing))
    const because = [
      ...sorted([...asking, ...open.map(({ reason }) => reason)]),
      ...sorted(almost.map(({ reason }) => reason)),
    ]
    if (because.length === 0) because.push({ kind: 'no-rule' })
    return decided('ask', because, this.#awaits(asking.length > 0, maybeRefusing, almost))
  }

  /** What is worth learning: it could make the answer a refusal, or an allowance. */
  #awaits(isAsked: boolean, refusing: readonly Open[], almost: readonly Open[]): readonly Awaited[] {
    const worth = new Set(refusing.filter(({ canSpeak }) => canSpeak).flatMap(({ awaits }) => awaits))
    const waiting = [...refusing, ...this.#maybeAsking]
    const hopeful = almost.filter(({ canSpeak }) => canSpeak)
    const couldBeAllowed =
      !isAsked &&
      waiting.every(({ canBeSilent }) => canBeSilent) &&
      (this.#allowing.length > 0 || hopeful.length > 0)
    if (couldBeAllowed)
      for (const { awaits } of [...waiting, ...hopeful]) for (const fact of awaits) worth.add(fact)
    return [...worth].toSorted()
  }
}

const openSpecial = (category: string): Open => ({
  reason: { kind: 'special', category, undecided: true },
  awaits: ATTESTATIONS,
  canSpeak: true,
  canBeSilent: true,
})

const idOf = (reason: Reason): string => ('ruleId' in reason ? reason.ruleId : '')

/** By id, so that the same rules in another order give the very same decision. Proviso's own words come first. */
const sorted = (reasons: readonly Reason[]): Reason[] =>
  reasons.toSorted((a, b) => (idOf(a) < idOf(b) ? -1 : idOf(a) > idOf(b) ? 1 : 0))

const decided = (
  effect: Decision['effect'],
  because: readonly Reason[],
  awaits: readonly Awaited[] = [],
): Decision => {
  const named = because.filter(({ kind }) => kind === 'rule')
  const speaking = named.length > 0 ? named : because.filter(({ kind }) => kind === 'unmet')
  return { effect, because, ruleIds: [...new Set(speaking.map(idOf))], awaits }
}
