package org.yipiao.delivery;

/** 告知结果 What became of one message to a payer; a passing fault is thrown as {@code CallFailed} instead. */
sealed interface Told {
    record Sent(String msgId) implements Told {}

    /** This payer can not be reached by this channel; trying again does not help. */
    record Unreachable(String why) implements Told {}

    /** The channel does not take the message as we write it: a person has to look. */
    record Rejected(String why) implements Told {}
}
