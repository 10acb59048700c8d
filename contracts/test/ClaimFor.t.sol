// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.29;

import {ITaskEscrow} from "../src/ITaskEscrow.sol";
import {EscrowTest} from "./EscrowTest.sol";
import {Tree} from "./Tree.sol";
import {bound, vm} from "./Vm.sol";

contract ClaimForTest is EscrowTest {
    uint96 private constant OWED = 20_000;

    function test_anybodyPaysAContributorOut() public {
        bytes32 taskId = settled(same(OWED));
        vm.expectEmit(address(escrow));
        emit ITaskEscrow.Paid(taskId, 2, holder(2), OWED, OWED);
        vm.prank(STRANGER);
        vm.assertEq(escrow.claimFor(taskId, claimOf(2, same(OWED))), OWED);
        vm.assertEq(balance(holder(2)), OWED);
        vm.assertEq(balance(STRANGER), 0);
        vm.assertEq(escrow.seat(taskId, 2).account, holder(2));
        vm.assertEq(escrow.seat(taskId, 2).paid, OWED);
        vm.assertEq(escrow.task(taskId).paid, OWED);
    }

    function test_paysTheSameOnlyOnce() public {
        bytes32 taskId = settled(same(OWED));
        escrow.claimFor(taskId, claimOf(0, same(OWED)));
        vm.assertEq(escrow.claimFor(taskId, claimOf(0, same(OWED))), 0);
        vm.assertEq(balance(holder(0)), OWED);
    }

    function testFuzz_paysTheDifferenceCappedAtTheSeatsMaximum(uint96[6] memory cumulatives) public {
        bytes32 taskId = openDefault();
        enrol(taskId, 0, SEATS);
        uint256 highest = 0;
        for (uint32 round = 0; round < cumulatives.length; ++round) {
            uint96[] memory owed = same(uint96(bound(cumulatives[round], 0, 2 * MAX_PER_SEAT)));
            postPayouts(taskId, round, owed);
            escrow.claimFor(taskId, claimOf(1, owed));
            uint256 due = owed[1] < MAX_PER_SEAT ? owed[1] : MAX_PER_SEAT;
            if (due > highest) highest = due;
            vm.assertEq(balance(holder(1)), highest);
        }
    }

    function test_laterClaimsNeedNoEnrolmentProof() public {
        bytes32 taskId = settled(same(OWED));
        escrow.claimFor(taskId, claimOf(0, same(OWED)));
        postPayouts(taskId, 2, same(2 * OWED));
        ITaskEscrow.Claim memory claim = claimOf(0, same(2 * OWED));
        claim.enrolmentProof = new bytes32[](0);
        vm.assertEq(escrow.claimFor(taskId, claim), OWED);
    }

    function test_seatsOfALaterRoot() public {
        bytes32 taskId = openDefault();
        enrol(taskId, 0, 2);
        enrol(taskId, 2, 3);
        postPayouts(taskId, 1, same(OWED));
        ITaskEscrow.Claim memory claim = claimOf(4, same(OWED));
        claim.enrolmentRootIndex = 1;
        claim.enrolmentProof = Tree.proof(seatLeaves(2, 3), 2);
        vm.assertEq(escrow.claimFor(taskId, claim), OWED);
    }

    function test_refusesBeforeAnyPayoutRoot() public {
        bytes32 taskId = openDefault();
        enrol(taskId, 0, SEATS);
        refuses(taskId, claimOf(0, same(OWED)), ITaskEscrow.InvalidPayoutProof.selector);
    }

    function test_refusesAnotherAmount() public {
        bytes32 taskId = settled(same(OWED));
        ITaskEscrow.Claim memory claim = claimOf(0, same(OWED));
        claim.cumulative = OWED + 1;
        refuses(taskId, claim, ITaskEscrow.InvalidPayoutProof.selector);
    }

    function testFuzz_refusesAnotherAccount(address account) public {
        bytes32 taskId = settled(same(OWED));
        vm.assume(account != holder(0));
        ITaskEscrow.Claim memory claim = claimOf(0, same(OWED));
        claim.account = account;
        refuses(taskId, claim, ITaskEscrow.InvalidPayoutProof.selector);
    }

    function test_payoutRootCannotMoveASeatToAnotherAccount() public {
        bytes32 taskId = openDefault();
        enrol(taskId, 0, SEATS);
        ITaskEscrow.Claim memory claim = stolen(taskId, 1);
        refuses(taskId, claim, ITaskEscrow.InvalidEnrolmentProof.selector);
    }

    function test_payoutRootCannotMoveASeatThatWasPaid() public {
        bytes32 taskId = settled(same(OWED));
        escrow.claimFor(taskId, claimOf(0, same(OWED)));
        ITaskEscrow.Claim memory claim = stolen(taskId, 2);
        refuses(taskId, claim, ITaskEscrow.SeatTaken.selector);
    }

    function test_rootCannotGiveSeatsOutsideItsRange() public {
        bytes32 taskId = openDefault();
        enrol(taskId, 0, 2);
        // A second root that claims seat 0 as well, although it covers seat 2 only.
        vm.prank(SETTLEMENT);
        escrow.postEnrolmentRoot(taskId, Tree.seatLeaf(0, STRANGER), 2, 1);
        ITaskEscrow.Claim memory claim = stolen(taskId, 1);
        claim.enrolmentRootIndex = 1;
        refuses(taskId, claim, ITaskEscrow.InvalidEnrolmentProof.selector);
    }

    function test_rootCannotFundSeatsPastItsEnd() public {
        bytes32 taskId = openDefault();
        vm.prank(SETTLEMENT);
        escrow.postEnrolmentRoot(taskId, Tree.seatLeaf(7, STRANGER), 0, 1);
        vm.prank(SETTLEMENT);
        escrow.postPayoutRoot(taskId, 1, ROUND_HASH, Tree.payoutLeaf(7, STRANGER, OWED));
        ITaskEscrow.Claim memory claim;
        claim.seat = 7;
        claim.account = STRANGER;
        claim.cumulative = OWED;
        refuses(taskId, claim, ITaskEscrow.InvalidEnrolmentProof.selector);
    }

    function test_refusesAnEnrolmentRootThatWasNeverPosted() public {
        bytes32 taskId = settled(same(OWED));
        ITaskEscrow.Claim memory claim = claimOf(0, same(OWED));
        claim.enrolmentRootIndex = 1;
        refuses(taskId, claim, ITaskEscrow.InvalidEnrolmentProof.selector);
    }

    function test_refusesAnUnknownTask() public {
        expectRevert(ITaskEscrow.TaskNotOpen.selector, TERMS);
        escrow.claimFor(TERMS, claimOf(0, same(OWED)));
    }

    /// @dev Seat 0, promised to a stranger by a payout root.
    function stolen(bytes32 taskId, uint32 round) private returns (ITaskEscrow.Claim memory claim) {
        vm.prank(SETTLEMENT);
        escrow.postPayoutRoot(taskId, round, ROUND_HASH, Tree.payoutLeaf(0, STRANGER, 2 * OWED));
        claim.account = STRANGER;
        claim.cumulative = 2 * OWED;
    }

    function refuses(bytes32 taskId, ITaskEscrow.Claim memory claim, bytes4 selector) private {
        vm.expectRevert(abi.encodeWithSelector(selector, taskId, claim.seat));
        escrow.claimFor(taskId, claim);
    }
}
