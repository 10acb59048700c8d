import { useCallback, useEffect, useRef, useState } from 'react'
import { subscribe, type View } from '../lib/views/view.ts'

/** What a view says now. `undefined` until the first answer; an error keeps the last good one. */
export interface Live<T> {
  readonly value: T | undefined
  readonly isReady: boolean
  readonly error: unknown
}

/** At most this often is a view read again while its stores keep changing: milliseconds. Training writes many times a second. */
const READ_INTERVAL = 200

/**
 * Reads a view and keeps it current. Reads never overlap: changes during one cause exactly one more.
 * `argument` must be a primitive, since a new value starts anew. `first` is a read that was begun before React was.
 */
export const useView = <T, A extends string | number | undefined = undefined>(
  view: View<readonly [argument?: A], T>,
  argument?: A,
  first?: Promise<T>,
): Live<T> => {
  const [live, setLive] = useState<Live<T>>({ value: undefined, isReady: false, error: undefined })
  const begun = useRef(first)

  useEffect(() => {
    let isOver = false
    let isReading = false
    let isStale = false
    let timer: ReturnType<typeof setTimeout> | undefined
    const run = async () => {
      if (isReading) {
        isStale = true
        return
      }
      isReading = true
      // What changed between a read begun early and the subscription was not heard.
      isStale = begun.current !== undefined
      try {
        const value = await (begun.current ?? view(argument))
        if (!isOver) setLive({ value, isReady: true, error: undefined })
      } catch (error) {
        if (!isOver) setLive(({ value }) => ({ value, isReady: true, error }))
      }
      begun.current = undefined
      timer = setTimeout(() => {
        isReading = false
        if (isStale && !isOver) void run()
      }, READ_INTERVAL)
    }
    void run()
    const stop = subscribe(view, () => void run())
    return () => {
      isOver = true
      clearTimeout(timer)
      stop()
    }
  }, [view, argument])

  return live
}

/** A value that changes every `ms` while the page is open, for what depends on the clock. */
export const useNow = (ms: number): number => {
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), ms)
    return () => clearInterval(timer)
  }, [ms])
  return now
}

export interface Task<A extends readonly unknown[]> {
  readonly isRunning: boolean
  /** What happened and what to do, in one sentence or two; for an alert. */
  readonly error: string | undefined
  readonly run: (...args: A) => Promise<boolean>
}

/** An action with its state, started by a button: never twice at once. `run` says whether it succeeded. */
export const useTask = <A extends readonly unknown[]>(action: (...args: A) => Promise<unknown>): Task<A> => {
  const [state, setState] = useState<{ isRunning: boolean; error: string | undefined }>({
    isRunning: false,
    error: undefined,
  })
  const current = useRef(action)
  current.current = action
  const isBusy = useRef(false)
  const run = useCallback(async (...args: A) => {
    if (isBusy.current) return false
    isBusy.current = true
    setState({ isRunning: true, error: undefined })
    try {
      await current.current(...args)
      setState({ isRunning: false, error: undefined })
      return true
    } catch (error) {
      setState({ isRunning: false, error: error instanceof Error ? error.message : String(error) })
      return false
    } finally {
      isBusy.current = false
    }
  }, [])
  return { ...state, run }
}
