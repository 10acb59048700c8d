import type { AbiFunction } from 'viem'
import { keccak256 } from 'viem/utils'
import { expect, it } from 'vitest'
import { buildContracts } from '../../../scripts/local/contracts.ts'
import { TASK_ESCROW_CODE_HASHES } from '../escrowCode.ts'
import { erc20Abi } from './erc20.ts'
import { taskEscrowAbi } from './taskEscrow.ts'

const { TaskEscrow, TestUSD } = await buildContracts()

it("is the compiled escrow's interface (if not: node scripts/abi.ts)", () => {
  expect(taskEscrowAbi).toEqual(TaskEscrow.abi)
})

it("names the compiled escrow's code first (if not: put its hash into escrowCode.ts)", () => {
  expect(TASK_ESCROW_CODE_HASHES[0]).toBe(keccak256(TaskEscrow.deployedBytecode))
})

const shape = ({ name, stateMutability, inputs, outputs }: AbiFunction) => ({
  name,
  reads: stateMutability === 'view' || stateMutability === 'pure',
  inputs: inputs.map(({ type }) => type),
  outputs: outputs.map(({ type }) => type),
})

it.each(erc20Abi.map((item) => item.name))('has ERC-20 %s as OpenZeppelin has it', (name) => {
  const theirs = TestUSD.abi.filter((item) => item.type === 'function').find((item) => item.name === name)
  expect(theirs?.type).toBe('function')
  if (theirs !== undefined) expect(erc20Abi.map(shape)).toContainEqual(shape(theirs))
})
