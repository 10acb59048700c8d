// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.29;

import {MerkleProof} from "@openzeppelin/contracts/utils/cryptography/MerkleProof.sol";
import {ITaskEscrow} from "../src/ITaskEscrow.sol";
import {EscrowTest} from "./EscrowTest.sol";
import {BlockListToken} from "./HostileTokens.sol";
import {Tree} from "./Tree.sol";
import {bound, vm} from "./Vm.sol";

contract ClaimManyTest is EscrowTest {
    uint96 private constant OWED = 20_000;

    function test_paysEverySeat() public {
        bytes32 taskId = settled(same(OWED));
        uint256[] memory amounts = escrow.claimMany(taskId, claimsOf(same(OWED)));
        for (uint32 seat = 0; seat < SEATS; ++seat) {
            vm.assertEq(amounts[seat], OWED);
            vm.assertEq(balance(holder(seat)), OWED);
        }
    }

    function test_paysNothingForWhatWasPaid() public {
        bytes32 taskId = settled(same(OWED));
        escrow.claimFor(taskId, claimOf(3, same(OWED)));
        uint256[] memory amounts = escrow.claimMany(taskId, claimsOf(same(OWED)));
        vm.assertEq(amounts[3], 0);
        vm.assertEq(amounts[4], OWED);
        vm.assertEq(balance(holder(3)), OWED);
    }

    function test_skipsClaimsOfAReplacedRoot() public {
        bytes32 taskId = settled(same(OWED));
        ITaskEscrow.Claim[] memory claims = claimsOf(same(2 * OWED));
        claims[1] = claimOf(1, same(OWED));
        postPayouts(taskId, 2, same(2 * OWED));
        vm.expectEmit(address(escrow));
        emit ITaskEscrow.ClaimSkipped(taskId, 1);
        uint256[] memory amounts = escrow.claimMany(taskId, claims);
        vm.assertEq(amounts[0], 2 * OWED);
        vm.assertEq(amounts[1], 0);
        vm.assertEq(balance(holder(1)), 0);
    }

    function test_oneBlockedAccountDoesNotHoldUpTheOthers() public {
        BlockListToken hostile = new BlockListToken();
        token = hostile;
        bytes32 taskId = settled(same(OWED));
        hostile.blockAccount(holder(2));
        uint256[] memory amounts = escrow.claimMany(taskId, claimsOf(same(OWED)));
        vm.assertEq(amounts[2], 0);
        vm.assertEq(amounts[4], OWED);
        vm.assertEq(escrow.seat(taskId, 2).paid, 0);
        vm.assertEq(escrow.task(taskId).paid, 4 * OWED);
    }

    function testFuzz_tooLittleGasPaysNobodyRatherThanSome(uint256 gas) public {
        bytes32 taskId = settled(same(OWED));
        ITaskEscrow.Claim[] memory claims = claimsOf(same(OWED));
        (bool success,) = address(escrow).call{gas: bound(gas, 50_000, 1_000_000)}(
            abi.encodeCall(ITaskEscrow.claimMany, (taskId, claims))
        );
        vm.assertEq(escrow.task(taskId).paid, success ? SEATS * OWED : 0);
    }

    function test_aFirstClaimInTheLargestTreesFitsItsAllowance() public {
        bytes32 taskId = openDefault();
        bytes32[] memory path = new bytes32[](20);
        bytes32 enrolment = MerkleProof.processProof(path, Tree.seatLeaf(0, holder(0)));
        bytes32 payout = MerkleProof.processProof(path, Tree.payoutLeaf(0, holder(0), OWED));
        vm.prank(SETTLEMENT);
        escrow.postEnrolmentRoot(taskId, enrolment, 0, 1);
        vm.prank(SETTLEMENT);
        escrow.postPayoutRoot(taskId, 1, ROUND_HASH, payout);
        uint256 before = gasleft();
        escrow.claimFor(taskId, ITaskEscrow.Claim(0, holder(0), OWED, path, 0, path));
        vm.assertLe((before - gasleft()) * 3 / 2, escrow.CLAIM_GAS(), "no reserve for dearer tokens");
        vm.assertEq(balance(holder(0)), OWED);
    }

    function testFuzz_neverReverts(bytes32 taskId, ITaskEscrow.Claim[] calldata claims) public {
        uint256[] memory amounts = escrow.claimMany(taskId, claims);
        vm.assertEq(amounts.length, claims.length);
    }

    function claimsOf(uint96[] memory owed) private pure returns (ITaskEscrow.Claim[] memory claims) {
        claims = new ITaskEscrow.Claim[](owed.length);
        for (uint32 seat = 0; seat < owed.length; ++seat) {
            claims[seat] = claimOf(seat, owed);
        }
    }
}
