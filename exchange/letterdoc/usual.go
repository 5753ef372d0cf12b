package letterdoc

import "strings"

// usualLetter reports, without setting anything, that a letter is one that PDF does not refuse: its
// characters are those of nearly every letter, and its head and foot are no more than there plainly is
// room for. What it does not vouch for is set, to find out.
func (d *Document) usualLetter() bool {
	if d.Lang != "" && d.Lang != "sv" && d.Lang != "en" || !hasInk(d.Title) || !isUsual(d.Title) || !isUsual(d.Reference) {
		return false
	}
	if !oneLineEach(d.Sender, senderLines, senderStyle, aboutAt-left-5*mm) || !oneLineEach(d.Footer, footerLines, smallStyle, textRoom) ||
		!oneLineEach(d.To, toLines, bodyStyle, aboutRoom) || !fitsOneLine(d.Reference, bodyStyle, aboutRoom) {
		return false
	}
	for i := range d.Blocks {
		if !d.Blocks[i].isUsual() {
			return false
		}
	}
	return true
}

// isUsual reports that the block is of a known kind, that its columns have room, and that its
// characters are usual ones.
func (b *Block) isUsual() bool {
	if b.Kind > Facts || !isUsual(b.Text) || !areUsual(b.Items) || !areUsual(b.Head) {
		return false
	}
	width := len(b.Head)
	for _, row := range b.Rows {
		width = max(width, len(row))
		if !areUsual(row) {
			return false
		}
	}
	return b.Kind != Table || width < 2 || columnRoom(width) >= width*columnLeast
}

// oneLineEach reports that there is room for texts, each of which is one line.
func oneLineEach(texts []string, most int, s style, room int) bool {
	if len(texts) > most {
		return false
	}
	for _, t := range texts {
		if !isUsual(t) || !fitsOneLine(t, s, room) {
			return false
		}
	}
	return true
}

// fitsOneLine reports that a text is one line in either face, which it is when it is set smaller too.
func fitsOneLine(text string, s style, room int) bool {
	for _, f := range faces() {
		if f.measure(text) > room*1000/s.size {
			return false
		}
	}
	return true
}

// hasInk reports that a text is not empty when it is clean.
func hasInk(text string) bool {
	for i := range len(text) {
		if text[i] > ' ' && text[i] < 0x7F {
			return true
		}
	}
	return false
}

func areUsual(texts []string) bool {
	for _, t := range texts {
		if !isUsual(t) {
			return false
		}
	}
	return true
}

// isUsual reports that clean leaves every character of a text as it is, but for spaces, and that the
// font has them all: those of Latin-1 that print, the dash of intervals and the minus sign. It reads
// their UTF-8 as bytes, because every text of every letter passes here.
func isUsual(text string) bool {
	for i := 0; i < len(text); i++ {
		c := text[i]
		if c >= ' ' && c < 0x7F {
			continue
		}
		rest := text[i+1:]
		switch {
		case c == 0xC2 && len(rest) > 0 && rest[0] >= 0xA0 && rest[0] <= 0xBF && rest[0] != 0xAD, // U+00A0 to U+00BF without the soft hyphen
			c == 0xC3 && len(rest) > 0 && rest[0] >= 0x80 && rest[0] <= 0xBF: // U+00C0 to U+00FF
			i++
		case strings.HasPrefix(text[i:], "–"), strings.HasPrefix(text[i:], "−"):
			i += len("–") - 1
		default:
			return false
		}
	}
	return true
}
