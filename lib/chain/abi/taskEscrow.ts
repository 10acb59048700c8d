/** As the compiler says; written by scripts/abi.ts. */
export const taskEscrowAbi = [
  {
    type: 'function',
    name: 'CLAIM_GAS',
    inputs: [],
    outputs: [{ name: '', type: 'uint256', internalType: 'uint256' }],
    stateMutability: 'view',
  },
  {
    type: 'function',
    name: 'MAX_SEATS',
    inputs: [],
    outputs: [{ name: '', type: 'uint32', internalType: 'uint32' }],
    stateMutability: 'view',
  },
  {
    type: 'function',
    name: 'REFUND_GRACE',
    inputs: [],
    outputs: [{ name: '', type: 'uint48', internalType: 'uint48' }],
    stateMutability: 'view',
  },
  {
    type: 'function',
    name: 'claimFor',
    inputs: [
      { name: 'taskId', type: 'bytes32', internalType: 'bytes32' },
      {
        name: 'claim',
        type: 'tuple',
        internalType: 'struct ITaskEscrow.Claim',
        components: [
          { name: 'seat', type: 'uint32', internalType: 'uint32' },
          { name: 'account', type: 'address', internalType: 'address' },
          { name: 'cumulative', type: 'uint96', internalType: 'uint96' },
          { name: 'payoutProof', type: 'bytes32[]', internalType: 'bytes32[]' },
          { name: 'enrolmentRootIndex', type: 'uint256', internalType: 'uint256' },
          { name: 'enrolmentProof', type: 'bytes32[]', internalType: 'bytes32[]' },
        ],
      },
    ],
    outputs: [{ name: '', type: 'uint256', internalType: 'uint256' }],
    stateMutability: 'nonpayable',
  },
  {
    type: 'function',
    name: 'claimMany',
    inputs: [
      { name: 'taskId', type: 'bytes32', internalType: 'bytes32' },
      {
        name: 'claims',
        type: 'tuple[]',
        internalType: 'struct ITaskEscrow.Claim[]',
        components: [
          { name: 'seat', type: 'uint32', internalType: 'uint32' },
          { name: 'account', type: 'address', internalType: 'address' },
          { name: 'cumulative', type: 'uint96', internalType: 'uint96' },
          { name: 'payoutProof', type: 'bytes32[]', internalType: 'bytes32[]' },
          { name: 'enrolmentRootIndex', type: 'uint256', internalType: 'uint256' },
          { name: 'enrolmentProof', type: 'bytes32[]', internalType: 'bytes32[]' },
        ],
      },
    ],
    outputs: [{ name: 'amounts', type: 'uint256[]', internalType: 'uint256[]' }],
    stateMutability: 'nonpayable',
  },
  {
    type: 'function',
    name: 'enrolmentRoot',
    inputs: [
      { name: 'taskId', type: 'bytes32', internalType: 'bytes32' },
      { name: 'index', type: 'uint256', internalType: 'uint256' },
    ],
    outputs: [
      {
        name: '',
        type: 'tuple',
        internalType: 'struct ITaskEscrow.EnrolmentRoot',
        components: [
          { name: 'root', type: 'bytes32', internalType: 'bytes32' },
          { name: 'firstSeat', type: 'uint32', internalType: 'uint32' },
          { name: 'count', type: 'uint32', internalType: 'uint32' },
        ],
      },
    ],
    stateMutability: 'view',
  },
  {
    type: 'function',
    name: 'openTask',
    inputs: [
      {
        name: 'params',
        type: 'tuple',
        internalType: 'struct ITaskEscrow.TaskParams',
        components: [
          { name: 'termsHash', type: 'bytes32', internalType: 'bytes32' },
          { name: 'token', type: 'address', internalType: 'address' },
          { name: 'settlementKey', type: 'address', internalType: 'address' },
          { name: 'seats', type: 'uint32', internalType: 'uint32' },
          { name: 'maxPerSeat', type: 'uint96', internalType: 'uint96' },
          { name: 'bond', type: 'uint96', internalType: 'uint96' },
          { name: 'closesAt', type: 'uint48', internalType: 'uint48' },
        ],
      },
    ],
    outputs: [{ name: 'taskId', type: 'bytes32', internalType: 'bytes32' }],
    stateMutability: 'nonpayable',
  },
  {
    type: 'function',
    name: 'payoutRoot',
    inputs: [{ name: 'taskId', type: 'bytes32', internalType: 'bytes32' }],
    outputs: [
      {
        name: '',
        type: 'tuple',
        internalType: 'struct ITaskEscrow.PayoutRoot',
        components: [
          { name: 'root', type: 'bytes32', internalType: 'bytes32' },
          { name: 'roundHash', type: 'bytes32', internalType: 'bytes32' },
          { name: 'round', type: 'uint32', internalType: 'uint32' },
        ],
      },
    ],
    stateMutability: 'view',
  },
  {
    type: 'function',
    name: 'postEnrolmentRoot',
    inputs: [
      { name: 'taskId', type: 'bytes32', internalType: 'bytes32' },
      { name: 'root', type: 'bytes32', internalType: 'bytes32' },
      { name: 'firstSeat', type: 'uint32', internalType: 'uint32' },
      { name: 'count', type: 'uint32', internalType: 'uint32' },
    ],
    outputs: [{ name: 'index', type: 'uint256', internalType: 'uint256' }],
    stateMutability: 'nonpayable',
  },
  {
    type: 'function',
    name: 'postPayoutRoot',
    inputs: [
      { name: 'taskId', type: 'bytes32', internalType: 'bytes32' },
      { name: 'round', type: 'uint32', internalType: 'uint32' },
      { name: 'roundHash', type: 'bytes32', internalType: 'bytes32' },
      { name: 'root', type: 'bytes32', internalType: 'bytes32' },
    ],
    outputs: [],
    stateMutability: 'nonpayable',
  },
  {
    type: 'function',
    name: 'refund',
    inputs: [{ name: 'taskId', type: 'bytes32', internalType: 'bytes32' }],
    outputs: [{ name: 'amount', type: 'uint256', internalType: 'uint256' }],
    stateMutability: 'nonpayable',
  },
  {
    type: 'function',
    name: 'seat',
    inputs: [
      { name: 'taskId', type: 'bytes32', internalType: 'bytes32' },
      { name: 'index', type: 'uint32', internalType: 'uint32' },
    ],
    outputs: [
      {
        name: '',
        type: 'tuple',
        internalType: 'struct ITaskEscrow.Seat',
        components: [
          { name: 'account', type: 'address', internalType: 'address' },
          { name: 'paid', type: 'uint96', internalType: 'uint96' },
        ],
      },
    ],
    stateMutability: 'view',
  },
  {
    type: 'function',
    name: 'task',
    inputs: [{ name: 'taskId', type: 'bytes32', internalType: 'bytes32' }],
    outputs: [
      {
        name: '',
        type: 'tuple',
        internalType: 'struct ITaskEscrow.Task',
        components: [
          { name: 'publisher', type: 'address', internalType: 'address' },
          { name: 'token', type: 'address', internalType: 'address' },
          { name: 'settlementKey', type: 'address', internalType: 'address' },
          { name: 'seats', type: 'uint32', internalType: 'uint32' },
          { name: 'enrolledSeats', type: 'uint32', internalType: 'uint32' },
          { name: 'enrolmentRoots', type: 'uint32', internalType: 'uint32' },
          { name: 'maxPerSeat', type: 'uint96', internalType: 'uint96' },
          { name: 'bond', type: 'uint96', internalType: 'uint96' },
          { name: 'paid', type: 'uint128', internalType: 'uint128' },
          { name: 'closesAt', type: 'uint48', internalType: 'uint48' },
          { name: 'refundAfter', type: 'uint64', internalType: 'uint64' },
          { name: 'openedAtBlock', type: 'uint48', internalType: 'uint48' },
          { name: 'refunded', type: 'bool', internalType: 'bool' },
        ],
      },
    ],
    stateMutability: 'view',
  },
  {
    type: 'event',
    name: 'ClaimSkipped',
    inputs: [
      { name: 'taskId', type: 'bytes32', indexed: true, internalType: 'bytes32' },
      { name: 'seat', type: 'uint32', indexed: true, internalType: 'uint32' },
    ],
    anonymous: false,
  },
  {
    type: 'event',
    name: 'EnrolmentRootPosted',
    inputs: [
      { name: 'taskId', type: 'bytes32', indexed: true, internalType: 'bytes32' },
      { name: 'index', type: 'uint256', indexed: true, internalType: 'uint256' },
      { name: 'root', type: 'bytes32', indexed: false, internalType: 'bytes32' },
      { name: 'firstSeat', type: 'uint32', indexed: false, internalType: 'uint32' },
      { name: 'count', type: 'uint32', indexed: false, internalType: 'uint32' },
    ],
    anonymous: false,
  },
  {
    type: 'event',
    name: 'Paid',
    inputs: [
      { name: 'taskId', type: 'bytes32', indexed: true, internalType: 'bytes32' },
      { name: 'seat', type: 'uint32', indexed: true, internalType: 'uint32' },
      { name: 'account', type: 'address', indexed: true, internalType: 'address' },
      { name: 'amount', type: 'uint256', indexed: false, internalType: 'uint256' },
      { name: 'cumulative', type: 'uint256', indexed: false, internalType: 'uint256' },
    ],
    anonymous: false,
  },
  {
    type: 'event',
    name: 'PayoutRootPosted',
    inputs: [
      { name: 'taskId', type: 'bytes32', indexed: true, internalType: 'bytes32' },
      { name: 'round', type: 'uint32', indexed: true, internalType: 'uint32' },
      { name: 'roundHash', type: 'bytes32', indexed: false, internalType: 'bytes32' },
      { name: 'root', type: 'bytes32', indexed: false, internalType: 'bytes32' },
    ],
    anonymous: false,
  },
  {
    type: 'event',
    name: 'Refunded',
    inputs: [
      { name: 'taskId', type: 'bytes32', indexed: true, internalType: 'bytes32' },
      { name: 'amount', type: 'uint256', indexed: false, internalType: 'uint256' },
    ],
    anonymous: false,
  },
  {
    type: 'event',
    name: 'TaskOpened',
    inputs: [
      { name: 'taskId', type: 'bytes32', indexed: true, internalType: 'bytes32' },
      { name: 'publisher', type: 'address', indexed: true, internalType: 'address' },
      { name: 'termsHash', type: 'bytes32', indexed: false, internalType: 'bytes32' },
      { name: 'token', type: 'address', indexed: false, internalType: 'address' },
      { name: 'deposit', type: 'uint256', indexed: false, internalType: 'uint256' },
    ],
    anonymous: false,
  },
  { type: 'error', name: 'EmptyRoot', inputs: [] },
  {
    type: 'error',
    name: 'InsufficientGas',
    inputs: [{ name: 'claimIndex', type: 'uint256', internalType: 'uint256' }],
  },
  {
    type: 'error',
    name: 'InvalidClosesAt',
    inputs: [{ name: 'closesAt', type: 'uint48', internalType: 'uint48' }],
  },
  {
    type: 'error',
    name: 'InvalidEnrolmentProof',
    inputs: [
      { name: 'taskId', type: 'bytes32', internalType: 'bytes32' },
      { name: 'seat', type: 'uint32', internalType: 'uint32' },
    ],
  },
  { type: 'error', name: 'InvalidMaxPerSeat', inputs: [] },
  {
    type: 'error',
    name: 'InvalidPayoutProof',
    inputs: [
      { name: 'taskId', type: 'bytes32', internalType: 'bytes32' },
      { name: 'seat', type: 'uint32', internalType: 'uint32' },
    ],
  },
  {
    type: 'error',
    name: 'InvalidSeats',
    inputs: [{ name: 'seats', type: 'uint32', internalType: 'uint32' }],
  },
  { type: 'error', name: 'InvalidSettlementKey', inputs: [] },
  {
    type: 'error',
    name: 'NotPublisher',
    inputs: [{ name: 'caller', type: 'address', internalType: 'address' }],
  },
  {
    type: 'error',
    name: 'NotSettlementKey',
    inputs: [{ name: 'caller', type: 'address', internalType: 'address' }],
  },
  { type: 'error', name: 'ReentrancyGuardReentrantCall', inputs: [] },
  {
    type: 'error',
    name: 'RefundTooEarly',
    inputs: [{ name: 'refundAfter', type: 'uint256', internalType: 'uint256' }],
  },
  {
    type: 'error',
    name: 'RoundNotNewer',
    inputs: [
      { name: 'postedRound', type: 'uint32', internalType: 'uint32' },
      { name: 'round', type: 'uint32', internalType: 'uint32' },
    ],
  },
  {
    type: 'error',
    name: 'SafeERC20FailedOperation',
    inputs: [{ name: 'token', type: 'address', internalType: 'address' }],
  },
  {
    type: 'error',
    name: 'SeatTaken',
    inputs: [
      { name: 'taskId', type: 'bytes32', internalType: 'bytes32' },
      { name: 'seat', type: 'uint32', internalType: 'uint32' },
    ],
  },
  {
    type: 'error',
    name: 'SeatsNotContiguous',
    inputs: [
      { name: 'expectedFirstSeat', type: 'uint32', internalType: 'uint32' },
      { name: 'firstSeat', type: 'uint32', internalType: 'uint32' },
    ],
  },
  {
    type: 'error',
    name: 'SeatsNotFunded',
    inputs: [
      { name: 'available', type: 'uint32', internalType: 'uint32' },
      { name: 'count', type: 'uint32', internalType: 'uint32' },
    ],
  },
  {
    type: 'error',
    name: 'TaskClosed',
    inputs: [{ name: 'taskId', type: 'bytes32', internalType: 'bytes32' }],
  },
  {
    type: 'error',
    name: 'TaskExists',
    inputs: [{ name: 'taskId', type: 'bytes32', internalType: 'bytes32' }],
  },
  {
    type: 'error',
    name: 'TaskNotOpen',
    inputs: [{ name: 'taskId', type: 'bytes32', internalType: 'bytes32' }],
  },
  {
    type: 'error',
    name: 'UnexpectedDeposit',
    inputs: [
      { name: 'expected', type: 'uint256', internalType: 'uint256' },
      { name: 'received', type: 'uint256', internalType: 'uint256' },
    ],
  },
] as const
