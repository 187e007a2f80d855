import { waitUnlessCancelled } from '../../shared/http/wait';
import type { ClariSession } from '../transport';

/**
 * Pauses, but not past the deadline.
 *
 * @returns `false` when the execution was cancelled
 */
export async function pauseUntil(
	session: ClariSession,
	ms: number,
	deadline: number,
): Promise<boolean> {
	return await waitUnlessCancelled(
		Math.min(ms, Math.max(0, deadline - Date.now())),
		session.signal,
	);
}
