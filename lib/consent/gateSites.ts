import { onChange } from '../db/changes.ts'
import { database } from '../db/database.ts'
import type { SiteRecord } from '../db/schema.ts'
import { registerGate } from '../platform/gateScript.ts'
import { createSerial } from '../wallets/serial.ts'

/** Where every listed question passes, the gate's script would only cost time. */
const needsGate = ({ off, wallet = {} }: SiteRecord): boolean =>
  off?.until !== null && Object.values(wallet).some((effect) => effect !== 'allow')

const sync = async (): Promise<void> => {
  const sites = (await (await database()).getAll('sites')).filter(needsGate)
  await registerGate(sites.map(({ origin }) => origin))
}

/** Keeps the gate's script on the sites that have a rule on questions to the wallet, now and whenever one changes. */
export const keepGate = (): void => {
  const inOrder = createSerial()
  const run = () => {
    inOrder(sync).catch((error: unknown) => console.error('proviso: the gate could not be set up', error))
  }
  onChange(['sites'], run)
  run()
}
