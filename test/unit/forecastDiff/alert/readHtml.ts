import { defaultTreeAdapter, parse, type DefaultTreeAdapterTypes } from 'parse5';

export interface ReadHtml {
	elements: string[];
	attributes: Array<{ name: string; value: string }>;
	/** Text of the body, as it stands. */
	text: string;
	title: string;
	/** Codes of the HTML standard's parse errors. */
	errors: string[];
}

/** Reads a document as a browser would. */
export function readHtml(html: string): ReadHtml {
	const errors: string[] = [];
	const document = parse(html, { onParseError: ({ code }) => errors.push(code) });
	const read: ReadHtml = { elements: [], attributes: [], text: '', title: '', errors };

	function walk(node: DefaultTreeAdapterTypes.Node, within: string): void {
		if (defaultTreeAdapter.isTextNode(node)) {
			if (within === 'title') read.title += node.value;
			else if (within !== 'style') read.text += node.value;
			return;
		}
		if (defaultTreeAdapter.isElementNode(node)) {
			read.elements.push(node.tagName);
			read.attributes.push(...node.attrs.map(({ name, value }) => ({ name, value })));
			for (const child of node.childNodes) walk(child, node.tagName);
			return;
		}
		if ('childNodes' in node) for (const child of node.childNodes) walk(child, within);
	}
	walk(document, '');
	return read;
}
