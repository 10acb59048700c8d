import { useEffect, useState } from 'react'
import { analyse } from '../../lib/policy/analysis/analyse.ts'
import type { AnalysisResult } from '../../lib/policy/analysis/result.ts'
import type { RuleRecord } from '../../lib/policy/rule.ts'

/** What can be said of these rules, once it is known; a change stops the comparison that it outdates. */
export const useAnalysis = (
  rules: readonly RuleRecord[],
  allowWithoutNoise: boolean,
): AnalysisResult | undefined => {
  const [known, setKnown] = useState<{ of: readonly RuleRecord[]; result: AnalysisResult }>()
  useEffect(() => {
    const abort = new AbortController()
    void analyse(rules, { now: Date.now(), allowWithoutNoise, signal: abort.signal }).then((result) => {
      if (!abort.signal.aborted) setKnown({ of: rules, result })
    })
    return () => abort.abort()
  }, [rules, allowWithoutNoise])
  return known?.of === rules ? known.result : undefined
}
