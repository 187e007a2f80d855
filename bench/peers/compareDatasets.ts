import { toRows, type Row, type Snapshot } from '../data/snapshots';
import { requireFromN8n } from '../paths';
import type { Comparison, Peer } from './peer';

interface Item {
	json: Row;
	pairedItem: { item: number };
}

/** What the node's `execute` calls once it has read its parameters. */
interface NodeFunctions {
	checkInput(items: Item[]): Item[];
	findMatches(
		inputA: Item[],
		inputB: Item[],
		fieldsToMatch: Array<{ field1: string; field2: string }>,
		options: Record<string, unknown>,
	): [onlyA: unknown[], same: unknown[], different: unknown[], onlyB: unknown[]];
}

const MODULE = 'n8n-nodes-base/dist/nodes/CompareDatasets/GenericFunctions.js';

/** The parameters of a node that was put on the canvas today and left as it is. */
const DEFAULTS = { nodeVersion: 2.3, fuzzyCompare: false, resolve: 'includeBoth' };

function toItems(snapshot: Snapshot): Item[] {
	return toRows(snapshot).map((json, item) => ({ json, pairedItem: { item } }));
}

export const compareDatasets: Peer = {
	id: 'compare-datasets',
	title: "n8n's Compare Datasets",
	group: 'table',
	about:
		'The code that n8n ships, called as its node calls it: version 2.3 with its defaults, matched by `rowId`. Compares every column.',
	prepare(snapshots): Comparison {
		const { checkInput, findMatches }: NodeFunctions = requireFromN8n(MODULE);
		const previous = toItems(snapshots.previous);
		const current = toItems(snapshots.current);
		return () => {
			const match = [{ field1: 'rowId', field2: 'rowId' }];
			const output = findMatches(checkInput(previous), checkInput(current), match, DEFAULTS);
			const [removed, same, changed, added] = output;
			return {
				counts: {
					added: added.length,
					removed: removed.length,
					changed: changed.length,
					same: same.length,
				},
				output: [previous, current, output],
			};
		};
	},
};
