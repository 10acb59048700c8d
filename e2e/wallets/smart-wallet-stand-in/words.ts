/** What the stand-in's page asks the stand-in's wallet, once the person has approved. */
export interface Approved {
  readonly method: string
  readonly params: readonly unknown[]
  readonly chainId?: number
}

export type Answer =
  | { readonly value: unknown }
  | { readonly error: { readonly code: number; readonly message: string } }

/** Beside an answer: what the wallet can do, and where its chains are. The SDK keeps it. */
export interface Facts {
  readonly chains: Readonly<Record<number, string>>
  readonly capabilities: Readonly<Record<string, unknown>>
}

export interface Reply {
  readonly answer: Answer
  readonly facts: Facts
}

export const REJECTED = { code: 4001, message: 'User denied the request.' } as const
