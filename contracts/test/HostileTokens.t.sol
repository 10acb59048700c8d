// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.29;

import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {ITaskEscrow} from "../src/ITaskEscrow.sol";
import {EscrowTest} from "./EscrowTest.sol";
import {FalseToken, FeeToken, ReentrantToken} from "./HostileTokens.sol";
import {vm} from "./Vm.sol";

contract HostileTokensTest is EscrowTest {
    uint96 private constant OWED = 20_000;

    function test_refusesATokenThatChargesOnTransfer() public {
        token = new FeeToken();
        fund(PUBLISHER, DEPOSIT);
        vm.expectRevert(abi.encodeWithSelector(ITaskEscrow.UnexpectedDeposit.selector, DEPOSIT, DEPOSIT - 1));
        vm.prank(PUBLISHER);
        escrow.openTask(params());
    }

    function test_refusesADepositThatReturnsFalse() public {
        FalseToken hostile = new FalseToken();
        token = hostile;
        fund(PUBLISHER, DEPOSIT);
        hostile.fail();
        vm.expectRevert(abi.encodeWithSelector(SafeERC20.SafeERC20FailedOperation.selector, address(token)));
        vm.prank(PUBLISHER);
        escrow.openTask(params());
    }

    function test_aPaymentThatReturnsFalseIsNotRecorded() public {
        FalseToken hostile = new FalseToken();
        token = hostile;
        bytes32 taskId = settled(same(OWED));
        hostile.fail();
        vm.expectRevert(abi.encodeWithSelector(SafeERC20.SafeERC20FailedOperation.selector, address(token)));
        escrow.claimFor(taskId, claimOf(0, same(OWED)));
        vm.assertEq(escrow.seat(taskId, 0).paid, 0);
        vm.assertEq(escrow.task(taskId).paid, 0);
    }

    function test_refusesATokenWithoutCode() public {
        ITaskEscrow.TaskParams memory p = params();
        p.token = STRANGER;
        vm.prank(PUBLISHER);
        (bool success,) = address(escrow).call(abi.encodeCall(ITaskEscrow.openTask, (p)));
        vm.assertTrue(!success);
    }

    function test_aTokenCannotClaimAgainWhileItIsPaid() public {
        (ReentrantToken hostile, bytes32 taskId) = reentrant();
        hostile.arm(address(escrow), abi.encodeCall(ITaskEscrow.claimFor, (taskId, claimOf(0, same(OWED)))));
        escrow.claimFor(taskId, claimOf(0, same(OWED)));
        vm.assertTrue(!hostile.reentered());
        vm.assertEq(balance(holder(0)), OWED);
    }

    function test_aTokenCannotClaimForOthersWhileABatchIsPaid() public {
        (ReentrantToken hostile, bytes32 taskId) = reentrant();
        ITaskEscrow.Claim[] memory batch = new ITaskEscrow.Claim[](1);
        batch[0] = claimOf(1, same(OWED));
        hostile.arm(address(escrow), abi.encodeCall(ITaskEscrow.claimMany, (taskId, batch)));
        batch[0] = claimOf(0, same(OWED));
        vm.assertEq(escrow.claimMany(taskId, batch)[0], OWED);
        vm.assertEq(balance(holder(1)), 0);
    }

    function test_aTokenCannotRefundTwice() public {
        (ReentrantToken hostile, bytes32 taskId) = reentrant();
        hostile.arm(address(escrow), abi.encodeCall(ITaskEscrow.refund, (taskId)));
        vm.warp(closesAt + 30 days);
        vm.prank(PUBLISHER);
        escrow.refund(taskId);
        vm.assertTrue(!hostile.reentered());
        vm.assertEq(balance(address(escrow)), 0);
    }

    function test_aTokenCannotPayADepositTwice() public {
        ReentrantToken hostile = new ReentrantToken();
        token = hostile;
        fund(PUBLISHER, DEPOSIT);
        hostile.arm(address(escrow), abi.encodeCall(ITaskEscrow.openTask, (params())));
        vm.prank(PUBLISHER);
        escrow.openTask(params());
        vm.assertTrue(!hostile.reentered());
    }

    function reentrant() private returns (ReentrantToken hostile, bytes32 taskId) {
        hostile = new ReentrantToken();
        token = hostile;
        taskId = settled(same(OWED));
    }
}
