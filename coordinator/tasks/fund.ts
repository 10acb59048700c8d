import { privateKeyToAccount } from 'viem/accounts'
import { readContract, writeContract } from 'viem/actions'
import { bytesToHex } from 'viem/utils'
import { erc20Abi } from '../../lib/chain/abi/erc20.ts'
import { taskEscrowAbi } from '../../lib/chain/abi/taskEscrow.ts'
import type { ChainClient } from '../../lib/chain/client.ts'
import { answered, ChainError } from '../../lib/chain/errors.ts'
import { assertFunded } from '../../lib/chain/funding.ts'
import { readTask } from '../../lib/chain/task.ts'
import { balanceOf } from '../../lib/chain/token.ts'
import { type TaskManifest, taskIdOf, termsHash } from '../../lib/protocol/task.ts'
import { mined } from '../chain/send.ts'

/** What opening a task locks: every seat's maximum, and the bond. Base units. */
export const depositOf = ({ reward }: TaskManifest, bond: bigint): bigint =>
  BigInt(reward.seats) * BigInt(reward.maxPerContributor) + bond

/**
 * Opens the task in its escrow and locks its whole reward, unless that was done: repeating it is safe. `bond` is the
 * publisher's own stake, base units. Throws `chain/balance-too-low`, or `chain/…` where the escrow does not end up as
 * the manifest says.
 */
export const fundTask = async (args: {
  readonly client: ChainClient
  readonly manifest: TaskManifest
  readonly publisherKey: Uint8Array
  readonly bond: bigint
}): Promise<void> => {
  const { client, manifest, bond } = args
  const { escrow } = manifest.reward
  if ((await readTask({ client, escrow, taskId: taskIdOf(manifest) })) === undefined)
    await open(client, manifest, privateKeyToAccount(bytesToHex(args.publisherKey)), bond)
  await assertFunded({ client, manifest })
}

const open = async (
  client: ChainClient,
  manifest: TaskManifest,
  account: ReturnType<typeof privateKeyToAccount>,
  bond: bigint,
): Promise<void> => {
  const { reward, publisher, schedule } = manifest
  const { token, escrow } = reward
  const deposit = depositOf(manifest, bond)
  const balance = await balanceOf(client, token, account.address)
  if (balance < deposit)
    throw new ChainError('chain/balance-too-low', 'The publisher holds too little of the token.', {
      details: `It holds ${balance} base units; the task locks ${deposit}.`,
    })
  const common = { account, chain: client.chain } as const
  const approval = { address: token, abi: erc20Abi } as const
  const allowance = await answered(
    readContract(client, { ...approval, functionName: 'allowance', args: [account.address, escrow] }),
  )
  if (allowance < deposit) {
    const hash = await answered(
      writeContract(client, { ...common, ...approval, functionName: 'approve', args: [escrow, deposit] }),
    )
    await mined(client, hash)
  }
  const hash = await answered(
    writeContract(client, {
      ...common,
      address: escrow,
      abi: taskEscrowAbi,
      functionName: 'openTask',
      args: [
        {
          termsHash: termsHash(manifest),
          token,
          settlementKey: publisher.settlementKey,
          seats: reward.seats,
          maxPerSeat: BigInt(reward.maxPerContributor),
          bond,
          closesAt: Math.floor(Date.parse(schedule.closesAt) / 1000),
        },
      ],
    }),
  )
  await mined(client, hash)
}
