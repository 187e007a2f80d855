/**
 * The elements of Adaptive Cards 1.4 that the alert is made of (adaptivecards.io/explorer). Type aliases, because the
 * message goes into an item of n8n as it is.
 */
type Spacing = 'none' | 'small' | 'default' | 'medium' | 'large';
export type CardColor = 'default' | 'good' | 'attention' | 'warning' | 'accent';

/** A piece of text that is never read as Markdown. */
export type TextRun = {
	type: 'TextRun';
	text: string;
	weight?: 'bolder';
	size?: 'small' | 'medium' | 'large';
	color?: CardColor;
	isSubtle?: boolean;
};

export type RichTextBlock = {
	type: 'RichTextBlock';
	inlines: TextRun[];
	horizontalAlignment?: 'right';
	spacing?: Spacing;
	separator?: boolean;
};

export type Column = {
	type: 'Column';
	/** Part of the width. */
	width: number;
	items: CardElement[];
	verticalContentAlignment?: 'center';
};

export type ColumnSet = {
	type: 'ColumnSet';
	columns: Column[];
	spacing?: Spacing;
	separator?: boolean;
};

export type Container = {
	type: 'Container';
	items: CardElement[];
	style?: 'emphasis' | 'attention' | 'warning';
	bleed?: boolean;
	spacing?: Spacing;
	separator?: boolean;
};

export type CardElement = RichTextBlock | ColumnSet | Container;

export type OpenUrl = { type: 'Action.OpenUrl'; title: string; url: string };

export type AdaptiveCard = {
	type: 'AdaptiveCard';
	$schema: string;
	version: string;
	/** Where cards of this version are not known. */
	fallbackText: string;
	/** Read by Microsoft Teams: as wide as the channel. */
	msteams: { width: 'Full' };
	body: CardElement[];
	actions?: OpenUrl[];
};
