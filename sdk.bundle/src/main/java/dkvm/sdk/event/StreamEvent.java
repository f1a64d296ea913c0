// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk.event;

/** What a stream brings. */
public sealed interface StreamEvent permits InputEvent, FrameEvent {}
