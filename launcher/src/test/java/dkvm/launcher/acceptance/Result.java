// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher.acceptance;

/**
 * What a program did.
 *
 * @param code its exit code
 * @param out what it wrote on stdout
 * @param err what it wrote on stderr
 */
record Result(int code, String out, String err) {}
