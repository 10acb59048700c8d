// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.29;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {MerkleProof} from "@openzeppelin/contracts/utils/cryptography/MerkleProof.sol";
import {ITaskEscrow} from "./ITaskEscrow.sol";

/**
 * @title TaskEscrow
 * @notice Holds what a publisher promises to the contributors of a task: the whole maximum of every seat is locked before
 * the first round, seats are given in write-once roots, and anybody may pay a contributor out.
 * @dev No owner, no upgrade, no constructor arguments and no immutables: its code is the same wherever it is deployed,
 * and a device knows it by its hash. All tasks share one balance per token; a task never pays more than it deposited,
 * because a seat index lies below `seats` and a seat is never paid above `maxPerSeat`.
 *
 * Leaves are OpenZeppelin's double hash: enrolment `(uint32 seat, address account)`, payout
 * `(uint32 seat, address account, uint96 cumulative)`.
 *
 * Tokens that rebase downwards or charge on transfer are not supported; the latter are refused at deposit.
 */
contract TaskEscrow is ITaskEscrow, ReentrancyGuardTransient {
    using SafeERC20 for IERC20;

    /// @inheritdoc ITaskEscrow
    uint32 public constant MAX_SEATS = 1_048_576;
    /// @inheritdoc ITaskEscrow
    uint48 public constant REFUND_GRACE = 30 days;
    /// @inheritdoc ITaskEscrow
    uint256 public constant CLAIM_GAS = 200_000;

    struct TaskState {
        address token;
        uint96 maxPerSeat;
        address settlementKey;
        uint32 seats;
        uint32 enrolledSeats;
        uint32 payoutRound;
        address publisher;
        uint96 bond;
        // Below 2^116: at most 2^20 seats of less than 2^96 each.
        uint128 paid;
        uint48 closesAt;
        uint48 openedAtBlock;
        // At most one root a seat, and at most 2^20 seats.
        uint24 enrolmentRoots;
        bool refunded;
        bytes32 payoutRoot;
        bytes32 roundHash;
    }

    mapping(bytes32 taskId => TaskState) private _tasks;
    mapping(bytes32 taskId => mapping(uint256 index => EnrolmentRoot)) private _enrolmentRoots;
    mapping(bytes32 taskId => mapping(uint32 seat => Seat)) private _seats;

    /// @inheritdoc ITaskEscrow
    function openTask(TaskParams calldata params) external nonReentrant returns (bytes32 taskId) {
        taskId = keccak256(abi.encode(msg.sender, params.termsHash));
        TaskState storage state = _tasks[taskId];
        if (state.publisher != address(0)) revert TaskExists(taskId);
        if (params.seats == 0 || params.seats > MAX_SEATS) revert InvalidSeats(params.seats);
        if (params.maxPerSeat == 0) revert InvalidMaxPerSeat();
        if (params.settlementKey == address(0)) revert InvalidSettlementKey();
        if (params.closesAt <= block.timestamp) revert InvalidClosesAt(params.closesAt);

        state.publisher = msg.sender;
        state.bond = params.bond;
        state.token = params.token;
        state.maxPerSeat = params.maxPerSeat;
        state.settlementKey = params.settlementKey;
        state.seats = params.seats;
        state.closesAt = params.closesAt;
        state.openedAtBlock = uint48(block.number);

        uint256 deposit = _funding(state);
        emit TaskOpened(taskId, msg.sender, params.termsHash, params.token, deposit);

        IERC20 token = IERC20(params.token);
        uint256 before = token.balanceOf(address(this));
        token.safeTransferFrom(msg.sender, address(this), deposit);
        uint256 received = token.balanceOf(address(this)) - before;
        if (received != deposit) revert UnexpectedDeposit(deposit, received);
    }

    /// @inheritdoc ITaskEscrow
    function postEnrolmentRoot(bytes32 taskId, bytes32 root, uint32 firstSeat, uint32 count)
        external
        nonReentrant
        returns (uint256 index)
    {
        TaskState storage state = _settleable(taskId);
        if (block.timestamp >= state.closesAt) revert TaskClosed(taskId);
        if (root == bytes32(0)) revert EmptyRoot();
        uint32 next = state.enrolledSeats;
        if (firstSeat != next) revert SeatsNotContiguous(next, firstSeat);
        if (count == 0 || count > state.seats - next) revert SeatsNotFunded(state.seats - next, count);

        index = state.enrolmentRoots++;
        state.enrolledSeats = next + count;
        _enrolmentRoots[taskId][index] = EnrolmentRoot({root: root, firstSeat: firstSeat, count: count});
        emit EnrolmentRootPosted(taskId, index, root, firstSeat, count);
    }

    /// @inheritdoc ITaskEscrow
    function postPayoutRoot(bytes32 taskId, uint32 round, bytes32 roundHash, bytes32 root) external nonReentrant {
        TaskState storage state = _settleable(taskId);
        if (root == bytes32(0)) revert EmptyRoot();
        if (state.payoutRoot != bytes32(0) && round <= state.payoutRound) {
            revert RoundNotNewer(state.payoutRound, round);
        }
        state.payoutRound = round;
        state.roundHash = roundHash;
        state.payoutRoot = root;
        emit PayoutRootPosted(taskId, round, roundHash, root);
    }

    /// @inheritdoc ITaskEscrow
    function claimFor(bytes32 taskId, Claim calldata claim) external nonReentrant returns (uint256) {
        TaskState storage state = _open(taskId);
        bytes32 root = state.payoutRoot;
        bytes32 leaf = _leaf(abi.encode(claim.seat, claim.account, claim.cumulative));
        if (root == bytes32(0) || !MerkleProof.verifyCalldata(claim.payoutProof, root, leaf)) {
            revert InvalidPayoutProof(taskId, claim.seat);
        }

        Seat storage seat_ = _seats[taskId][claim.seat];
        address holder = seat_.account;
        if (holder == address(0)) {
            _requireEnrolled(taskId, claim);
            seat_.account = claim.account;
        } else if (holder != claim.account) {
            revert SeatTaken(taskId, claim.seat);
        }

        uint96 cap = state.maxPerSeat;
        uint96 cumulative = claim.cumulative < cap ? claim.cumulative : cap;
        uint96 paid = seat_.paid;
        if (cumulative <= paid) return 0;

        uint96 due = cumulative - paid;
        seat_.paid = cumulative;
        state.paid += due;
        emit Paid(taskId, claim.seat, claim.account, due, cumulative);
        IERC20(state.token).safeTransfer(claim.account, due);
        return due;
    }

    /// @inheritdoc ITaskEscrow
    function claimMany(bytes32 taskId, Claim[] calldata claims) external returns (uint256[] memory amounts) {
        amounts = new uint256[](claims.length);
        for (uint256 i = 0; i < claims.length; ++i) {
            // A call of its own, so that one claim's failure (a replaced root, an account that the token blocks) undoes
            // that claim and no other. Each call is guarded; this loop keeps no state. A claim that only runs out of gas
            // must not look like one that failed: else whoever sends too little, or a node's estimate, skips everybody.
            if (gasleft() < CLAIM_GAS + CLAIM_GAS / 63) revert InsufficientGas(i);
            try this.claimFor(taskId, claims[i]) returns (uint256 amount) {
                amounts[i] = amount;
            } catch {
                emit ClaimSkipped(taskId, claims[i].seat);
            }
        }
    }

    /// @inheritdoc ITaskEscrow
    function refund(bytes32 taskId) external nonReentrant returns (uint256 amount) {
        TaskState storage state = _open(taskId);
        if (msg.sender != state.publisher) revert NotPublisher(msg.sender);
        uint256 refundAfter = uint256(state.closesAt) + REFUND_GRACE;
        if (block.timestamp < refundAfter) revert RefundTooEarly(refundAfter);

        amount = _funding(state) - state.paid;
        state.refunded = true;
        emit Refunded(taskId, amount);
        IERC20(state.token).safeTransfer(state.publisher, amount);
    }

    /// @inheritdoc ITaskEscrow
    function task(bytes32 taskId) external view returns (Task memory) {
        TaskState storage state = _tasks[taskId];
        return Task({
            publisher: state.publisher,
            token: state.token,
            settlementKey: state.settlementKey,
            seats: state.seats,
            enrolledSeats: state.enrolledSeats,
            enrolmentRoots: state.enrolmentRoots,
            maxPerSeat: state.maxPerSeat,
            bond: state.bond,
            paid: state.paid,
            closesAt: state.closesAt,
            refundAfter: state.publisher == address(0) ? 0 : uint64(state.closesAt) + REFUND_GRACE,
            openedAtBlock: state.openedAtBlock,
            refunded: state.refunded
        });
    }

    /// @inheritdoc ITaskEscrow
    function seat(bytes32 taskId, uint32 index) external view returns (Seat memory) {
        return _seats[taskId][index];
    }

    /// @inheritdoc ITaskEscrow
    function enrolmentRoot(bytes32 taskId, uint256 index) external view returns (EnrolmentRoot memory) {
        return _enrolmentRoots[taskId][index];
    }

    /// @inheritdoc ITaskEscrow
    function payoutRoot(bytes32 taskId) external view returns (PayoutRoot memory) {
        TaskState storage state = _tasks[taskId];
        return PayoutRoot({root: state.payoutRoot, roundHash: state.roundHash, round: state.payoutRound});
    }

    /// @dev The account of a first claim must hold the seat in the named root, and the seat must be of that root's range:
    /// otherwise a root could give away the seats of another.
    function _requireEnrolled(bytes32 taskId, Claim calldata claim) private view {
        EnrolmentRoot storage enrolled = _enrolmentRoots[taskId][claim.enrolmentRootIndex];
        // A root that was never posted has count 0 and so covers no seat.
        bool covered = claim.seat >= enrolled.firstSeat && claim.seat - enrolled.firstSeat < enrolled.count;
        bytes32 leaf = _leaf(abi.encode(claim.seat, claim.account));
        if (!covered || !MerkleProof.verifyCalldata(claim.enrolmentProof, enrolled.root, leaf)) {
            revert InvalidEnrolmentProof(taskId, claim.seat);
        }
    }

    function _open(bytes32 taskId) private view returns (TaskState storage state) {
        state = _tasks[taskId];
        if (state.publisher == address(0) || state.refunded) revert TaskNotOpen(taskId);
    }

    function _settleable(bytes32 taskId) private view returns (TaskState storage state) {
        state = _open(taskId);
        if (msg.sender != state.settlementKey) revert NotSettlementKey(msg.sender);
    }

    function _funding(TaskState storage state) private view returns (uint256) {
        return uint256(state.seats) * state.maxPerSeat + state.bond;
    }

    function _leaf(bytes memory encoded) private pure returns (bytes32) {
        return keccak256(bytes.concat(keccak256(encoded)));
    }
}
