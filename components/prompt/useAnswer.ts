import { useEffect, useRef, useState } from 'react'
import { useTask } from '../useView.ts'

export interface Answering {
  readonly isAnswering: boolean
  readonly error: string | undefined
  readonly allow: () => void
  readonly refuse: () => void
}

/** Sends one answer and, once it was taken, no other. Escape refuses, wherever the focus is. */
export const useAnswer = (decide: (effect: 'allow' | 'refuse') => Promise<unknown>): Answering => {
  const task = useTask(decide)
  const [isTaken, setTaken] = useState(false)
  const isAnswering = task.isRunning || isTaken
  const answer = async (effect: 'allow' | 'refuse') => {
    if (!isAnswering && (await task.run(effect))) setTaken(true)
  }
  useEscape(() => void answer('refuse'))
  return {
    isAnswering,
    error: task.error,
    allow: () => void answer('allow'),
    refuse: () => void answer('refuse'),
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
