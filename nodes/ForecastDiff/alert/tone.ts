import type { Change } from '../engine/types';

/** What the colour and the symbol of a row say. Never the colour alone: not everybody sees it. */
export type Tone = 'up' | 'down' | 'flat' | 'currency';

export const ARROWS: Record<Tone, string> = { up: '▲', down: '▼', flat: '●', currency: '⇄' };

export function toneOfChange({ kind, direction }: Pick<Change, 'kind' | 'direction'>): Tone {
	if (kind === 'currency_changed') return 'currency';
	return direction === 'none' ? 'flat' : direction;
}

export function toneOfDelta(delta: number): Tone {
	if (delta === 0) return 'flat';
	return delta > 0 ? 'up' : 'down';
}
