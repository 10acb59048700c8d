import { compile, type PolicySettings } from '../policy/compile.ts'
import { EXAMPLES, type ExampleName, presetExamples, presetRules } from '../policy/presets.ts'
import type { PolicyRequest } from '../policy/request.ts'
import { type Effect, PRESETS, type PresetName, type RuleRecord } from '../policy/rule.ts'

/** One example and what each preset makes of it: decided, not described. */
export interface PresetRow {
  readonly example: ExampleName
  readonly request: PolicyRequest
  readonly effects: Readonly<Record<PresetName, Effect>>
}

export const presetRows = (settings: PolicySettings, now: number): readonly PresetRow[] => {
  const policies = PRESETS.map((name) => [name, compile(presetRules(name, now))] as const)
  const examples = PRESETS.flatMap((name) => presetExamples(name, now))
  return EXAMPLES.flatMap((name) => {
    const request = examples.find(({ example }) => example === name)?.request
    if (request === undefined) return []
    const effects = policies.map(([preset, policy]) => [preset, policy.decide(request, settings).effect])
    return [{ example: name, request, effects: Object.fromEntries(effects) as PresetRow['effects'] }]
  })
}

/** What choosing a preset does to the rules. */
export interface PresetChange {
  readonly after: readonly RuleRecord[]
  readonly gone: readonly RuleRecord[]
  readonly coming: readonly RuleRecord[]
  /** Rules that the person made, remembered or imported: they stay. */
  readonly staying: number
}

/** What it says, whichever preset says it. */
const says = ({ effect, who, what, needs }: RuleRecord): string => JSON.stringify([effect, who, what, needs])

export const presetChange = (rules: readonly RuleRecord[], preset: PresetName, now: number): PresetChange => {
  const isPreset = ({ source }: RuleRecord) => (PRESETS as readonly string[]).includes(source)
  const [old, next] = [rules.filter(isPreset), presetRules(preset, now)]
  const staying = rules.filter((rule) => !isPreset(rule))
  const isIn = (list: readonly RuleRecord[]) => {
    const known = new Set(list.map(says))
    return (rule: RuleRecord) => known.has(says(rule))
  }
  const [wasThere, isThere] = [isIn(old), isIn(next)]
  return {
    after: [...staying, ...next],
    gone: old.filter((rule) => !isThere(rule)),
    coming: next.filter((rule) => !wasThere(rule)),
    staying: staying.length,
  }
}
