import { writeFileSync } from 'node:fs';

const KIBIBYTE = 1024;

/** Linux forgets the peak of a process that asks for it; without that the making of the data would count as well. */
export function forgetPeak(): boolean {
	try {
		writeFileSync('/proc/self/clear_refs', '5');
		return true;
	} catch {
		return false;
	}
}

export function peakBytes(): number {
	return process.resourceUsage().maxRSS * KIBIBYTE;
}
