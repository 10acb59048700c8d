// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.29;

/**
 * @title ITaskEscrow
 * @notice What publishers, coordinators and devices say to the escrow. Amounts are base units of the task's token, times
 * seconds since 1970.
 */
interface ITaskEscrow {
    /// @param termsHash keccak256 of the task manifest's canonical JSON
    /// @param token ERC-20 that contributors are paid in
    /// @param settlementKey who posts roots
    /// @param seats how many contributors are funded; 1 to `MAX_SEATS`
    /// @param maxPerSeat the most that one seat is ever paid
    /// @param bond the publisher's own stake, returned with the refund
    /// @param closesAt no seat is given from then on
    struct TaskParams {
        bytes32 termsHash;
        address token;
        address settlementKey;
        uint32 seats;
        uint96 maxPerSeat;
        uint96 bond;
        uint48 closesAt;
    }

    /// @dev All zero where the task was never opened.
    struct Task {
        address publisher;
        address token;
        address settlementKey;
        uint32 seats;
        uint32 enrolledSeats;
        uint32 enrolmentRoots;
        uint96 maxPerSeat;
        uint96 bond;
        uint128 paid;
        uint48 closesAt;
        uint64 refundAfter;
        uint48 openedAtBlock;
        bool refunded;
    }

    /// @param account who holds the seat; zero until its first claim
    /// @param paid all that the seat was paid so far
    struct Seat {
        address account;
        uint96 paid;
    }

    /// @dev Covers the seats from `firstSeat` to `firstSeat + count - 1`. All zero where there is no such root.
    struct EnrolmentRoot {
        bytes32 root;
        uint32 firstSeat;
        uint32 count;
    }

    /// @dev The newest; `root` is zero before the first.
    struct PayoutRoot {
        bytes32 root;
        bytes32 roundHash;
        uint32 round;
    }

    /// @param cumulative all that the seat is owed so far, as in the payout root
    /// @param enrolmentRootIndex the enrolment root that holds the seat; read at the seat's first claim only
    struct Claim {
        uint32 seat;
        address account;
        uint96 cumulative;
        bytes32[] payoutProof;
        uint256 enrolmentRootIndex;
        bytes32[] enrolmentProof;
    }

    event TaskOpened(
        bytes32 indexed taskId, address indexed publisher, bytes32 termsHash, address token, uint256 deposit
    );
    event EnrolmentRootPosted(
        bytes32 indexed taskId, uint256 indexed index, bytes32 root, uint32 firstSeat, uint32 count
    );
    event PayoutRootPosted(bytes32 indexed taskId, uint32 indexed round, bytes32 roundHash, bytes32 root);
    event Paid(
        bytes32 indexed taskId, uint32 indexed seat, address indexed account, uint256 amount, uint256 cumulative
    );
    event ClaimSkipped(bytes32 indexed taskId, uint32 indexed seat);
    event Refunded(bytes32 indexed taskId, uint256 amount);

    error TaskExists(bytes32 taskId);
    error TaskNotOpen(bytes32 taskId);
    error TaskClosed(bytes32 taskId);
    error InvalidSeats(uint32 seats);
    error InvalidMaxPerSeat();
    error InvalidSettlementKey();
    error InvalidClosesAt(uint48 closesAt);
    error UnexpectedDeposit(uint256 expected, uint256 received);
    error NotSettlementKey(address caller);
    error NotPublisher(address caller);
    error EmptyRoot();
    error SeatsNotContiguous(uint32 expectedFirstSeat, uint32 firstSeat);
    error SeatsNotFunded(uint32 available, uint32 count);
    error RoundNotNewer(uint32 postedRound, uint32 round);
    error InvalidPayoutProof(bytes32 taskId, uint32 seat);
    error InvalidEnrolmentProof(bytes32 taskId, uint32 seat);
    error SeatTaken(bytes32 taskId, uint32 seat);
    error InsufficientGas(uint256 claimIndex);
    error RefundTooEarly(uint256 refundAfter);

    /// @notice The most seats that one task may have.
    function MAX_SEATS() external view returns (uint32);

    /// @notice Seconds between a task's close and its refund, in which everything owed can be claimed.
    function REFUND_GRACE() external view returns (uint48);

    /// @notice Gas that `claimMany` grants to every claim; the dearest, a first one in the largest trees, takes about half.
    function CLAIM_GAS() external view returns (uint256);

    /**
     * @notice Opens a task and pulls `seats * maxPerSeat + bond` from the caller, who is its publisher. Once per terms,
     * for ever.
     * @return taskId `keccak256(abi.encode(publisher, termsHash))`
     */
    function openTask(TaskParams calldata params) external returns (bytes32 taskId);

    /**
     * @notice Gives the next `count` seats to the accounts in a tree. Cannot be changed afterwards.
     * @param firstSeat must be the first seat not given yet
     * @return index of the root among the task's enrolment roots
     */
    function postEnrolmentRoot(bytes32 taskId, bytes32 root, uint32 firstSeat, uint32 count)
        external
        returns (uint256 index);

    /**
     * @notice States what every seat is owed up to a round; replaces the statement before it.
     * @param roundHash EIP-712 digest of the signed round
     */
    function postPayoutRoot(bytes32 taskId, uint32 round, bytes32 roundHash, bytes32 root) external;

    /**
     * @notice Pays a seat what it is owed and was not paid yet. Anybody may call; the money goes to the seat's account.
     * @return amount paid now; 0 where nothing was due
     */
    function claimFor(bytes32 taskId, Claim calldata claim) external returns (uint256 amount);

    /**
     * @notice As `claimFor`, for many seats of one task. A claim that fails is skipped and leaves the others alone; reverts
     * only where too little gas is left to try the next.
     * @return amounts paid now, in the order of `claims`
     */
    function claimMany(bytes32 taskId, Claim[] calldata claims) external returns (uint256[] memory amounts);

    /**
     * @notice Returns the bond and all that no seat was paid to the publisher, after close and grace. Ends the task.
     */
    function refund(bytes32 taskId) external returns (uint256 amount);

    function task(bytes32 taskId) external view returns (Task memory);

    function seat(bytes32 taskId, uint32 index) external view returns (Seat memory);

    function enrolmentRoot(bytes32 taskId, uint256 index) external view returns (EnrolmentRoot memory);

    function payoutRoot(bytes32 taskId) external view returns (PayoutRoot memory);
}
