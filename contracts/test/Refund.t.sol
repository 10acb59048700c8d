// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.29;

import {ITaskEscrow} from "../src/ITaskEscrow.sol";
import {EscrowTest} from "./EscrowTest.sol";
import {bound, vm} from "./Vm.sol";

contract RefundTest is EscrowTest {
    function test_returnsEverythingOfATaskNobodyWorkedOn() public {
        bytes32 taskId = openDefault();
        vm.warp(closesAt + 30 days);
        vm.prank(PUBLISHER);
        vm.assertEq(escrow.refund(taskId), DEPOSIT);
        vm.assertEq(balance(PUBLISHER), DEPOSIT);
        vm.assertTrue(escrow.task(taskId).refunded);
    }

    function testFuzz_returnsBondAndWhatNoSeatWasPaid(uint96 owed) public {
        owed = uint96(bound(owed, 0, MAX_PER_SEAT));
        bytes32 taskId = settled(same(owed));
        escrow.claimFor(taskId, claimOf(0, same(owed)));
        vm.warp(closesAt + 30 days);

        vm.expectEmit(address(escrow));
        emit ITaskEscrow.Refunded(taskId, DEPOSIT - owed);
        vm.prank(PUBLISHER);
        escrow.refund(taskId);
        vm.assertEq(balance(PUBLISHER), DEPOSIT - owed);
        vm.assertEq(balance(address(escrow)), 0);
    }

    function test_leavesOtherTasksAlone() public {
        bytes32 taskId = openDefault();
        fund(STRANGER, DEPOSIT);
        vm.prank(STRANGER);
        escrow.openTask(params());
        vm.warp(closesAt + 30 days);
        vm.prank(PUBLISHER);
        escrow.refund(taskId);
        vm.assertEq(balance(address(escrow)), DEPOSIT);
    }

    function testFuzz_notBeforeTheGraceEnds(uint256 early) public {
        bytes32 taskId = openDefault();
        uint256 refundAfter = uint256(closesAt) + 30 days;
        vm.warp(bound(early, 1, refundAfter - 1));
        vm.expectRevert(abi.encodeWithSelector(ITaskEscrow.RefundTooEarly.selector, refundAfter));
        vm.prank(PUBLISHER);
        escrow.refund(taskId);
    }

    function test_onlyOnce() public {
        bytes32 taskId = openDefault();
        vm.warp(closesAt + 30 days);
        vm.prank(PUBLISHER);
        escrow.refund(taskId);
        expectRevert(ITaskEscrow.TaskNotOpen.selector, taskId);
        vm.prank(PUBLISHER);
        escrow.refund(taskId);
    }

    function testFuzz_onlyThePublisher(address caller) public {
        bytes32 taskId = openDefault();
        vm.assume(caller != PUBLISHER);
        vm.warp(closesAt + 30 days);
        vm.expectRevert(abi.encodeWithSelector(ITaskEscrow.NotPublisher.selector, caller));
        vm.prank(caller);
        escrow.refund(taskId);
    }

    function test_endsClaims() public {
        bytes32 taskId = settled(same(20_000));
        vm.warp(closesAt + 30 days);
        vm.prank(PUBLISHER);
        escrow.refund(taskId);
        expectRevert(ITaskEscrow.TaskNotOpen.selector, taskId);
        escrow.claimFor(taskId, claimOf(0, same(20_000)));
    }
}
