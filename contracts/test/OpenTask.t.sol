// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.29;

import {ITaskEscrow} from "../src/ITaskEscrow.sol";
import {EscrowTest} from "./EscrowTest.sol";
import {bound, vm} from "./Vm.sol";

contract OpenTaskTest is EscrowTest {
    function test_pullsSeatsTimesMaximumPlusBond() public {
        openDefault();
        vm.assertEq(balance(address(escrow)), DEPOSIT);
        vm.assertEq(balance(PUBLISHER), 0);
    }

    function test_idIsHashOfPublisherAndTerms() public {
        vm.assertEq(openDefault(), keccak256(abi.encode(PUBLISHER, TERMS)));
    }

    function test_storesWhatADeviceMustCheck() public {
        ITaskEscrow.Task memory task = escrow.task(openDefault());
        vm.assertEq(task.publisher, PUBLISHER);
        vm.assertEq(task.token, address(token));
        vm.assertEq(task.settlementKey, SETTLEMENT);
        vm.assertEq(task.seats, SEATS);
        vm.assertEq(task.maxPerSeat, MAX_PER_SEAT);
        vm.assertEq(task.bond, BOND);
        vm.assertEq(task.closesAt, closesAt);
        vm.assertEq(task.refundAfter, closesAt + 30 days);
        vm.assertEq(task.openedAtBlock, block.number);
        vm.assertEq(task.paid, 0);
        vm.assertTrue(!task.refunded);
    }

    function test_unknownTaskIsAllZero() public view {
        ITaskEscrow.Task memory task = escrow.task(TERMS);
        vm.assertEq(task.publisher, address(0));
        vm.assertEq(task.refundAfter, 0);
    }

    function test_emitsTaskOpened() public {
        fund(PUBLISHER, DEPOSIT);
        vm.expectEmit(address(escrow));
        emit ITaskEscrow.TaskOpened(keccak256(abi.encode(PUBLISHER, TERMS)), PUBLISHER, TERMS, address(token), DEPOSIT);
        vm.prank(PUBLISHER);
        escrow.openTask(params());
    }

    function test_refusesTheSameTermsTwice() public {
        bytes32 taskId = openDefault();
        fund(PUBLISHER, DEPOSIT);
        expectRevert(ITaskEscrow.TaskExists.selector, taskId);
        vm.prank(PUBLISHER);
        escrow.openTask(params());
    }

    function test_refusesTheSameTermsAfterRefund() public {
        bytes32 taskId = openDefault();
        vm.warp(closesAt + 30 days);
        vm.prank(PUBLISHER);
        escrow.refund(taskId);

        closesAt = uint48(block.timestamp) + 7 days;
        fund(PUBLISHER, DEPOSIT);
        expectRevert(ITaskEscrow.TaskExists.selector, taskId);
        vm.prank(PUBLISHER);
        escrow.openTask(params());
    }

    function test_anotherPublisherCannotTakeATasksId() public {
        fund(STRANGER, DEPOSIT);
        vm.prank(STRANGER);
        bytes32 theirs = escrow.openTask(params());
        vm.assertTrue(theirs != openDefault());
    }

    function test_refusesAnUnfundedPublisher() public {
        fund(PUBLISHER, DEPOSIT - 1);
        vm.prank(PUBLISHER);
        (bool success,) = address(escrow).call(abi.encodeCall(ITaskEscrow.openTask, (params())));
        vm.assertTrue(!success);
        vm.assertEq(escrow.task(keccak256(abi.encode(PUBLISHER, TERMS))).publisher, address(0));
    }

    function test_refusesNoSeats() public {
        refuses(withSeats(0), abi.encodeWithSelector(ITaskEscrow.InvalidSeats.selector, 0));
    }

    function test_refusesTooManySeats() public {
        uint32 seats = escrow.MAX_SEATS() + 1;
        refuses(withSeats(seats), abi.encodeWithSelector(ITaskEscrow.InvalidSeats.selector, seats));
    }

    function test_refusesNoReward() public {
        ITaskEscrow.TaskParams memory p = params();
        p.maxPerSeat = 0;
        refuses(p, abi.encodeWithSelector(ITaskEscrow.InvalidMaxPerSeat.selector));
    }

    function test_refusesNoSettlementKey() public {
        ITaskEscrow.TaskParams memory p = params();
        p.settlementKey = address(0);
        refuses(p, abi.encodeWithSelector(ITaskEscrow.InvalidSettlementKey.selector));
    }

    function test_refusesADeadlineThatIsNotAhead() public {
        ITaskEscrow.TaskParams memory p = params();
        p.closesAt = uint48(block.timestamp);
        refuses(p, abi.encodeWithSelector(ITaskEscrow.InvalidClosesAt.selector, p.closesAt));
    }

    function testFuzz_depositIsExact(uint32 seats, uint96 maxPerSeat, uint96 bond) public {
        ITaskEscrow.TaskParams memory p = withSeats(uint32(bound(seats, 1, escrow.MAX_SEATS())));
        p.maxPerSeat = uint96(bound(maxPerSeat, 1, type(uint96).max));
        p.bond = bond;
        open(p);
        vm.assertEq(balance(address(escrow)), uint256(p.seats) * p.maxPerSeat + bond);
    }

    function withSeats(uint32 seats) private view returns (ITaskEscrow.TaskParams memory p) {
        p = params();
        p.seats = seats;
    }

    function refuses(ITaskEscrow.TaskParams memory p, bytes memory reason) private {
        vm.expectRevert(reason);
        vm.prank(PUBLISHER);
        escrow.openTask(p);
    }
}
