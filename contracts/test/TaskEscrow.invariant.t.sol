// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.29;

import {ITaskEscrow} from "../src/ITaskEscrow.sol";
import {EscrowScene} from "./EscrowTest.sol";
import {bound, vm} from "./Vm.sol";

/// @notice Takes valid steps in any order with several tasks that share one token, and keeps the books beside them.
contract EscrowHandler is EscrowScene {
    uint256 public deposited;
    uint256 public paid;
    uint256 public refunded;
    bytes32[] public taskIds;
    mapping(bytes32 taskId => uint96[]) private _owed;
    mapping(bytes32 taskId => uint32) private _round;
    mapping(bytes32 taskId => uint48) private _closesAt;

    constructor() {
        begin();
    }

    function escrowAddress() external view returns (address) {
        return address(escrow);
    }

    function escrowBalance() external view returns (uint256) {
        return balance(address(escrow));
    }

    function taskCount() external view returns (uint256) {
        return taskIds.length;
    }

    function openAnother(uint48 duration) external {
        ITaskEscrow.TaskParams memory p = params();
        p.termsHash = keccak256(abi.encode(taskIds.length));
        p.closesAt = uint48(block.timestamp + bound(duration, 1, 60 days));
        bytes32 taskId = open(p);
        enrol(taskId, 0, SEATS);
        deposited += DEPOSIT;
        taskIds.push(taskId);
        _closesAt[taskId] = p.closesAt;
    }

    function settleRound(uint256 which, uint96[5] calldata amounts) external {
        (bytes32 taskId, bool isOpen) = pick(which);
        if (!isOpen) return;
        uint96[] memory owed = new uint96[](SEATS);
        for (uint256 i = 0; i < SEATS; ++i) {
            owed[i] = uint96(bound(amounts[i], 0, 2 * MAX_PER_SEAT));
        }
        _owed[taskId] = owed;
        postPayouts(taskId, ++_round[taskId], owed);
    }

    function claimOne(uint256 which, uint32 seat) external {
        (bytes32 taskId, bool isOpen) = pick(which);
        if (!isOpen || _round[taskId] == 0) return;
        paid += escrow.claimFor(taskId, claimOf(uint32(bound(seat, 0, SEATS - 1)), _owed[taskId]));
    }

    function claimBatch(uint256 which, uint32[4] calldata seats) external {
        (bytes32 taskId, bool isOpen) = pick(which);
        if (!isOpen || _round[taskId] == 0) return;
        ITaskEscrow.Claim[] memory claims = new ITaskEscrow.Claim[](seats.length);
        for (uint256 i = 0; i < seats.length; ++i) {
            claims[i] = claimOf(uint32(bound(seats[i], 0, SEATS - 1)), _owed[taskId]);
        }
        uint256[] memory amounts = escrow.claimMany(taskId, claims);
        for (uint256 i = 0; i < amounts.length; ++i) {
            paid += amounts[i];
        }
    }

    function takeBack(uint256 which) external {
        (bytes32 taskId, bool isOpen) = pick(which);
        if (!isOpen || block.timestamp < _closesAt[taskId] + 30 days) return;
        vm.prank(PUBLISHER);
        refunded += escrow.refund(taskId);
    }

    function passTime(uint32 duration) external {
        vm.warp(block.timestamp + bound(duration, 1, 30 days));
    }

    function pick(uint256 which) private view returns (bytes32 taskId, bool isOpen) {
        if (taskIds.length == 0) return (taskId, false);
        taskId = taskIds[bound(which, 0, taskIds.length - 1)];
        isOpen = !escrow.task(taskId).refunded;
    }
}

contract TaskEscrowInvariantTest {
    EscrowHandler private handler;

    function setUp() public {
        handler = new EscrowHandler();
    }

    function targetContracts() public view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(handler);
    }

    function invariant_whatCameInIsHeldPaidOrRefunded() public view {
        vm.assertEq(handler.escrowBalance() + handler.paid() + handler.refunded(), handler.deposited());
    }

    function invariant_noSeatIsPaidAboveItsMaximumAndSeatsSumToTheTask() public view {
        ITaskEscrow escrow = ITaskEscrow(handler.escrowAddress());
        for (uint256 i = 0; i < handler.taskCount(); ++i) {
            bytes32 taskId = handler.taskIds(i);
            ITaskEscrow.Task memory task = escrow.task(taskId);
            uint256 sum = 0;
            for (uint32 seat = 0; seat < task.seats; ++seat) {
                uint256 paid = escrow.seat(taskId, seat).paid;
                vm.assertLe(paid, task.maxPerSeat, "seat above its maximum");
                sum += paid;
            }
            vm.assertEq(sum, task.paid);
        }
    }
}
