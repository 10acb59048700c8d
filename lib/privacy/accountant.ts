import type { PrivacyEvent } from './events.ts'
import { pldEpsilon } from './pld.ts'
import { rdpEpsilon } from './rdp.ts'

/** Epsilon of `events` at `delta`, an upper bound. */
export type Accountant = (events: readonly PrivacyEvent[], delta: number) => number

/** The accountants by name: `rdp` follows moments and is quick, `pld` follows the whole distribution of the loss and is tight. */
export const ACCOUNTANTS = {
  rdp: rdpEpsilon,
  pld: (events, delta) => pldEpsilon(events, delta),
} as const satisfies Record<string, Accountant>

export type AccountantName = keyof typeof ACCOUNTANTS
