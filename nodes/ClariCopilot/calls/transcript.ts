import { readNumber, readRecords, readText } from '../../shared/json/read';
import type { Call } from './callPages';
import type { Speaker } from './speakers';
import { speakerOf } from './speakers';

/** What somebody said in one go. Times in seconds from the start of the call. */
export interface Turn {
	speaker: string;
	email: string | null;
	side: Speaker['side'];
	start: number | null;
	end: number | null;
	text: string;
	/** What trackers and AI found in it, as Copilot gives it. */
	annotations: Array<Record<string, unknown>>;
}

/** The turns of a transcript with the names of the speakers. */
export function turnsOf(call: Call, speakers: ReadonlyMap<string, Speaker>): Turn[] {
	return readRecords(call.transcript).map((turn) => {
		const { name, email, side } = speakerOf(speakers, turn.personId);
		return {
			speaker: name,
			email,
			side,
			start: readNumber(turn.start) ?? null,
			end: readNumber(turn.end) ?? null,
			text: readText(turn.text) ?? '',
			annotations: readRecords(turn.annotations),
		};
	});
}

/** A transcript to read: a paragraph for each change of speaker, with time and name before it. */
export function transcriptText(turns: readonly Turn[]): string {
	const paragraphs: string[] = [];
	let before: string | undefined;
	for (const { speaker, start, text } of turns) {
		const last = paragraphs.length - 1;
		if (speaker === before) paragraphs[last] = `${paragraphs[last] ?? ''} ${text}`;
		else paragraphs.push(`[${clock(start ?? 0)}] ${speaker}: ${text}`);
		before = speaker;
	}
	return paragraphs.join('\n');
}

/** Seconds as `hh:mm:ss`. */
function clock(seconds: number): string {
	const whole = Math.max(0, Math.floor(seconds));
	const parts = [Math.floor(whole / 3_600), Math.floor(whole / 60) % 60, whole % 60];
	return parts.map((part) => String(part).padStart(2, '0')).join(':');
}
