import { compile, type PolicySettings } from './compile.ts'
import type { Decision } from './decision.ts'
import type { PolicyRequest } from './request.ts'
import type { RuleRecord } from './rule.ts'

/** Decides one request. For many under the same rules, `compile` them once. */
export const decide = (
  rules: readonly RuleRecord[],
  request: PolicyRequest,
  settings: PolicySettings,
): Decision => compile(rules).decide(request, settings)
