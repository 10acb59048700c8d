// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.29;

import {ITaskEscrow} from "../src/ITaskEscrow.sol";
import {EscrowTest} from "./EscrowTest.sol";
import {vm} from "./Vm.sol";

contract PostPayoutRootTest is EscrowTest {
    bytes32 private constant ROOT = keccak256("root");

    function test_keepsTheNewest() public {
        bytes32 taskId = openDefault();
        post(taskId, 0, ROOT);
        post(taskId, 3, keccak256("newer"));
        ITaskEscrow.PayoutRoot memory newest = escrow.payoutRoot(taskId);
        vm.assertEq(newest.root, keccak256("newer"));
        vm.assertEq(newest.roundHash, ROUND_HASH);
        vm.assertEq(newest.round, 3);
    }

    function test_emitsPayoutRootPosted() public {
        bytes32 taskId = openDefault();
        vm.expectEmit(address(escrow));
        emit ITaskEscrow.PayoutRootPosted(taskId, 1, ROUND_HASH, ROOT);
        post(taskId, 1, ROOT);
    }

    function test_roundZeroCountsAsPosted() public {
        bytes32 taskId = openDefault();
        post(taskId, 0, ROOT);
        refuses(taskId, 0, ROOT, abi.encodeWithSelector(ITaskEscrow.RoundNotNewer.selector, 0, 0));
    }

    function testFuzz_roundsStrictlyIncrease(uint32 first, uint32 second) public {
        bytes32 taskId = openDefault();
        post(taskId, first, ROOT);
        if (second <= first) {
            refuses(taskId, second, ROOT, abi.encodeWithSelector(ITaskEscrow.RoundNotNewer.selector, first, second));
        } else {
            post(taskId, second, ROOT);
        }
    }

    function testFuzz_onlyTheSettlementKeyPosts(address caller) public {
        bytes32 taskId = openDefault();
        vm.assume(caller != SETTLEMENT);
        vm.expectRevert(abi.encodeWithSelector(ITaskEscrow.NotSettlementKey.selector, caller));
        vm.prank(caller);
        escrow.postPayoutRoot(taskId, 1, ROUND_HASH, ROOT);
    }

    function test_refusesTheEmptyRoot() public {
        refuses(openDefault(), 1, bytes32(0), abi.encodeWithSelector(ITaskEscrow.EmptyRoot.selector));
    }

    function test_refusesAnUnknownTask() public {
        refuses(TERMS, 1, ROOT, abi.encodeWithSelector(ITaskEscrow.TaskNotOpen.selector, TERMS));
    }

    function test_postsUntilTheRefund() public {
        bytes32 taskId = openDefault();
        vm.warp(closesAt + 30 days);
        post(taskId, 1, ROOT);
        vm.prank(PUBLISHER);
        escrow.refund(taskId);
        refuses(taskId, 2, ROOT, abi.encodeWithSelector(ITaskEscrow.TaskNotOpen.selector, taskId));
    }

    function post(bytes32 taskId, uint32 round, bytes32 root) private {
        vm.prank(SETTLEMENT);
        escrow.postPayoutRoot(taskId, round, ROUND_HASH, root);
    }

    function refuses(bytes32 taskId, uint32 round, bytes32 root, bytes memory reason) private {
        vm.expectRevert(reason);
        post(taskId, round, root);
    }
}
