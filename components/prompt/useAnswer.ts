import { useEffect, useRef } from 'react'
import { useTask } from '../useView.ts'

export interface Answering {
  readonly isAnswering: boolean
  readonly error: string | undefined
  readonly allow: () => void
  readonly refuse: () => void
}

/** Sends one answer and no second one on top of it. Escape refuses, wherever the focus is. */
export const useAnswer = (decide: (effect: 'allow' | 'refuse') => Promise<unknown>): Answering => {
  const allow = useTask(() => decide('allow'))
  const refuse = useTask(() => decide('refuse'))
  const isAnswering = allow.isRunning || refuse.isRunning
  const refuseOnce = () => {
    if (!isAnswering) void refuse.run()
  }
  useEscape(refuseOnce)
  return {
    isAnswering,
    error: allow.error ?? refuse.error,
    allow: () => void allow.run(),
    refuse: refuseOnce,
  }
}

const useEscape = (refuse: () => void) => {
  const current = useRef(refuse)
  current.current = refuse
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !event.repeat) current.current()
    }
    window.addEventListener('keydown', listen)
    return () => window.removeEventListener('keydown', listen)
  }, [])
}
