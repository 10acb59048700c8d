import { once } from 'node:events'
import { ProvisoError } from '../../lib/protocol/errors.ts'
import type { Evaluator } from '../context.ts'
import { createCoordinator } from '../coordinator.ts'
import { openSqliteEngine } from '../engine/sqlite.ts'
import { heldOutEvaluator } from '../heldOut.ts'
import { readIdxImages } from '../heldOutImages.ts'
import { readCsvTable } from '../heldOutTable.ts'
import { type Command, integer, required, type Values } from './command.ts'
import { readKey } from './keys.ts'

const evaluatorFrom = async (values: Values): Promise<Evaluator | undefined> => {
  const images = values['eval-images']
  const labels = values['eval-labels']
  const table = values['eval-table']
  if ((images === undefined) !== (labels === undefined))
    throw new ProvisoError('cli/missing-option', '--eval-images and --eval-labels go together.')
  const sets = await Promise.all([
    ...(images === undefined || labels === undefined ? [] : [readIdxImages(images, labels)]),
    ...(table === undefined ? [] : [readCsvTable(table)]),
  ])
  return sets.length === 0 ? undefined : heldOutEvaluator(sets)
}

/** One JSON object a line on standard output. */
const logLine = (event: string, facts: Readonly<Record<string, string | number | boolean>> = {}): void =>
  console.log(JSON.stringify({ at: new Date().toISOString(), event, ...facts }))

export const serveCommand: Command = {
  words: ['serve'],
  summary: 'run rounds, answer devices, post roots and pay; ends cleanly on SIGINT and SIGTERM',
  options: {
    'key-env': 'NAME of the environment variable with the settlement key; its account pays the fees',
    'key-file': 'PATH of a file with that key, instead',
    rpc: 'URL of a node of the tasks’ chain',
    db: 'PATH of the database (default coordinator.db); several processes may share it',
    port: 'to listen on (default 8787; 0 takes any free one)',
    host: 'to listen on (default 127.0.0.1); put a TLS proxy before it',
    'round-seconds': 'the longest that a round stays open (default 3600)',
    'payout-every': 'pay after every so many rounds, and after the last (default 1)',
    'eval-images': 'PATH of held-out images, IDX, gzipped or not',
    'eval-labels': 'PATH of their labels, IDX',
    'eval-table': 'PATH of held-out rows, CSV, for tasks that read tables',
  },
  run: async (values) => {
    const rpcUrl = required(values, 'rpc')
    const settlementKey = await readKey('key', { env: values['key-env'], file: values['key-file'] })
    const evaluator = await evaluatorFrom(values)
    const engine = openSqliteEngine(values.db ?? 'coordinator.db')
    const coordinator = await createCoordinator({
      engine,
      rpcUrl,
      settlementKey,
      log: logLine,
      roundSeconds: integer(values, 'round-seconds', 3600, 1),
      payoutEvery: integer(values, 'payout-every', 1, 1),
      ...(evaluator === undefined ? {} : { evaluator }),
    })
    const url = await coordinator.listen(integer(values, 'port', 8787), values.host ?? '127.0.0.1')
    logLine('listening', { url })
    await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')])
    await coordinator.close()
    await engine.close()
    logLine('stopped')
  },
}
