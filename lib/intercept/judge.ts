/** Hands a call to the wallet with these params, in the form that the page used, and gives back what the wallet gives. */
export type Pass = (params: unknown) => unknown

/**
 * Who decides about the calls that a layer takes. Asked once for each call, however it was made: forms.ts turns the answer
 * into the shape that the page's form of calling expects.
 */
export interface Judge {
  /** Cheap: asked for every call of every wallet. What is not of concern goes on in the same turn, untouched. */
  concerns(method: unknown): method is string
  /** The result, or whatever `pass` gave back. Rejects with an EIP-1193 error; never throws. */
  answer(method: string, params: unknown, pass: Pass): Promise<unknown>
  /** For the legacy `send(payload)` that answers in the same turn. `undefined` leaves it to the wallet. May throw. */
  answerNow(method: string, params: unknown): { readonly result: unknown } | undefined
}

/** Asks `first`, if it is there by then, and what it passes, `second`. */
export const chain = (first: () => Judge | undefined, second: Judge): Judge => ({
  concerns: (method): method is string => second.concerns(method) || first()?.concerns(method) === true,
  answer(method, params, pass) {
    const asked = first()
    if (!asked?.concerns(method)) return second.answer(method, params, pass)
    const next: Pass = (passed) =>
      second.concerns(method) ? second.answer(method, passed, pass) : pass(passed)
    return asked.answer(method, params, next)
  },
  answerNow(method, params) {
    const asked = first()
    const known = asked?.concerns(method) ? asked.answerNow(method, params) : undefined
    return known ?? (second.concerns(method) ? second.answerNow(method, params) : undefined)
  },
})
