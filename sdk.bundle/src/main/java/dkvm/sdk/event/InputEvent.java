// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk.event;

/** An event of an input device, small enough to travel in a message. */
public sealed interface InputEvent extends StreamEvent permits KeyEvent, TextEvent {}
