import { useCallback, useEffect, useSyncExternalStore } from 'react'

export const STEPS = ['what', 'rules', 'wallet', 'data'] as const
export type StepName = (typeof STEPS)[number] | 'done'

const REMEMBERED = 'proviso:onboarding'

const listen = (changed: () => void) => {
  window.addEventListener('hashchange', changed)
  return () => window.removeEventListener('hashchange', changed)
}

const stepOf = (hash: string): StepName | undefined => {
  const place = hash.replace(/^#\/?/, '')
  return place === 'done' ? 'done' : STEPS[Number(place) - 1]
}

const hashOf = (step: StepName): string => (step === 'done' ? '#/done' : `#/${STEPS.indexOf(step) + 1}`)

/** The step in the address, or else the one at which the person left off. */
export const useStep = (): { readonly step: StepName; readonly go: (step: StepName) => void } => {
  const hash = useSyncExternalStore(listen, () => window.location.hash)
  const step = stepOf(hash) ?? stepOf(localStorage.getItem(REMEMBERED) ?? '') ?? 'what'
  useEffect(() => {
    if (step === 'done') localStorage.removeItem(REMEMBERED)
    else localStorage.setItem(REMEMBERED, hashOf(step))
  }, [step])
  const go = useCallback((next: StepName) => {
    window.location.hash = hashOf(next)
  }, [])
  return { step, go }
}
