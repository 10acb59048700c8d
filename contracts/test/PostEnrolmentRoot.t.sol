// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.29;

import {ITaskEscrow} from "../src/ITaskEscrow.sol";
import {EscrowTest} from "./EscrowTest.sol";
import {bound, vm} from "./Vm.sol";

contract PostEnrolmentRootTest is EscrowTest {
    bytes32 private constant ROOT = keccak256("root");

    function test_givesSeatsInOrder() public {
        bytes32 taskId = openDefault();
        vm.assertEq(enrol(taskId, 0, 2), 0);
        vm.assertEq(enrol(taskId, 2, 3), 1);
        vm.assertEq(escrow.task(taskId).enrolledSeats, SEATS);
        vm.assertEq(escrow.task(taskId).enrolmentRoots, 2);

        ITaskEscrow.EnrolmentRoot memory second = escrow.enrolmentRoot(taskId, 1);
        vm.assertEq(second.firstSeat, 2);
        vm.assertEq(second.count, 3);
        vm.assertTrue(second.root != bytes32(0));
    }

    function test_rootThatWasNeverPostedIsZero() public {
        vm.assertEq(escrow.enrolmentRoot(openDefault(), 0).root, bytes32(0));
    }

    function test_emitsEnrolmentRootPosted() public {
        bytes32 taskId = openDefault();
        vm.expectEmit(address(escrow));
        emit ITaskEscrow.EnrolmentRootPosted(taskId, 0, ROOT, 0, 1);
        vm.prank(SETTLEMENT);
        escrow.postEnrolmentRoot(taskId, ROOT, 0, 1);
    }

    function test_cannotGiveASeatAgain() public {
        bytes32 taskId = openDefault();
        enrol(taskId, 0, 2);
        refuses(taskId, ROOT, 1, 1, abi.encodeWithSelector(ITaskEscrow.SeatsNotContiguous.selector, 2, 1));
    }

    function test_cannotLeaveAGap() public {
        bytes32 taskId = openDefault();
        refuses(taskId, ROOT, 1, 1, abi.encodeWithSelector(ITaskEscrow.SeatsNotContiguous.selector, 0, 1));
    }

    function test_cannotGiveMoreSeatsThanAreFunded() public {
        bytes32 taskId = openDefault();
        enrol(taskId, 0, 3);
        refuses(taskId, ROOT, 3, 3, abi.encodeWithSelector(ITaskEscrow.SeatsNotFunded.selector, 2, 3));
    }

    function test_cannotGiveNoSeats() public {
        refuses(openDefault(), ROOT, 0, 0, abi.encodeWithSelector(ITaskEscrow.SeatsNotFunded.selector, SEATS, 0));
    }

    function test_refusesTheEmptyRoot() public {
        refuses(openDefault(), bytes32(0), 0, 1, abi.encodeWithSelector(ITaskEscrow.EmptyRoot.selector));
    }

    function test_refusesAnUnknownTask() public {
        refuses(TERMS, ROOT, 0, 1, abi.encodeWithSelector(ITaskEscrow.TaskNotOpen.selector, TERMS));
    }

    function test_refusesAfterTheTaskClosed() public {
        bytes32 taskId = openDefault();
        vm.warp(closesAt);
        refuses(taskId, ROOT, 0, 1, abi.encodeWithSelector(ITaskEscrow.TaskClosed.selector, taskId));
    }

    function testFuzz_onlyTheSettlementKeyPosts(address caller) public {
        bytes32 taskId = openDefault();
        vm.assume(caller != SETTLEMENT);
        vm.expectRevert(abi.encodeWithSelector(ITaskEscrow.NotSettlementKey.selector, caller));
        vm.prank(caller);
        escrow.postEnrolmentRoot(taskId, ROOT, 0, 1);
    }

    function testFuzz_neverBeyondFundedSeats(uint32[8] memory counts) public {
        bytes32 taskId = openDefault();
        uint32 given = 0;
        for (uint256 i = 0; i < counts.length; ++i) {
            uint32 count = uint32(bound(counts[i], 0, SEATS + 1));
            vm.prank(SETTLEMENT);
            try escrow.postEnrolmentRoot(taskId, ROOT, given, count) {
                given += count;
            } catch {
                vm.assertTrue(count == 0 || given + count > SEATS);
            }
        }
        vm.assertEq(escrow.task(taskId).enrolledSeats, given);
        vm.assertLe(given, SEATS, "more seats than funded");
    }

    function refuses(bytes32 taskId, bytes32 root, uint32 firstSeat, uint32 count, bytes memory reason) private {
        vm.expectRevert(reason);
        vm.prank(SETTLEMENT);
        escrow.postEnrolmentRoot(taskId, root, firstSeat, count);
    }
}
