package letterdoc

import (
	"html/template"
	"strconv"
	"strings"
)

// HTML is the letter as an <article>, to be put in a page that has a heading of its own: the title is an
// h2, headings below it h3 and h4. Nothing in the document can become markup. It has no style, no script
// and no id, and uses the classes of desk/staff/assets.
func (d *Document) HTML() template.HTML { return d.html("") }

// HTMLAmong is the same for one of several letters on a page: the regions of its tables are
// named after the letter too, so that no two have one name.
func (d *Document) HTMLAmong(name string) template.HTML { return d.html(name + ": ") }

func (d *Document) html(of string) template.HTML {
	l := d.letter()
	h := htmlWriter{words: l.words, of: of}
	lang := d.Lang
	if lang == "" {
		lang = "sv"
	}
	h.raw(`<article class="letter" lang="`).text(lang).raw("\">\n")
	h.lines("letter__sender", l.sender)
	if l.date != "" || l.reference != "" {
		h.raw(`<dl class="facts">` + "\n")
		if l.date != "" {
			h.raw("<dt>").text(l.words.date).raw(`</dt><dd><time datetime="`).text(l.date).raw(`">`).text(l.date).raw("</time></dd>\n")
		}
		if l.reference != "" {
			h.raw("<dt>").text(l.words.reference).raw("</dt><dd>").text(l.reference).raw("</dd>\n")
		}
		h.raw("</dl>\n")
	}
	h.lines("letter__to", l.to)
	h.element("h2", l.title)
	for i := range l.blocks {
		h.block(&l.blocks[i])
	}
	h.lines("letter__footer", l.footer)
	h.raw("</article>\n")
	return template.HTML(h.out.String())
}

type htmlWriter struct {
	out    strings.Builder
	words  words
	of     string // before the names of regions
	tables int
}

func (h *htmlWriter) raw(s string) *htmlWriter {
	h.out.WriteString(s)
	return h
}

func (h *htmlWriter) text(s string) *htmlWriter {
	template.HTMLEscape(&h.out, []byte(s))
	return h
}

// element writes a text in an element, or nothing when it is empty.
func (h *htmlWriter) element(name, s string) {
	if s != "" {
		h.raw("<" + name + ">").text(s).raw("</" + name + ">\n")
	}
}

// lines writes lines that belong together as a paragraph of a class.
func (h *htmlWriter) lines(class string, lines []string) {
	if len(lines) == 0 {
		return
	}
	h.raw(`<p class="` + class + `">`)
	for i, s := range lines {
		if i > 0 {
			h.raw("<br>")
		}
		h.text(s)
	}
	h.raw("</p>\n")
}

func (h *htmlWriter) block(b *Block) {
	switch b.Kind {
	case Heading2:
		h.element("h3", b.Text)
	case Heading3:
		h.element("h4", b.Text)
	case List, Numbered:
		h.element("p", b.Text)
		name := map[Kind]string{List: "ul", Numbered: "ol"}[b.Kind]
		h.raw("<" + name + ">\n")
		for _, item := range b.Items {
			h.element("li", item)
		}
		h.raw("</" + name + ">\n")
	case Facts:
		h.element("p", b.Text)
		h.raw(`<dl class="facts">` + "\n")
		for _, row := range b.Rows {
			h.raw("<dt>").text(row[0]).raw("</dt><dd>").text(row[1]).raw("</dd>\n")
		}
		h.raw("</dl>\n")
	case Table:
		h.table(b)
	default:
		h.element("p", b.Text)
	}
}

// table writes a table in a region of its own, which can be reached and scrolled with the keyboard when
// the window is narrow.
func (h *htmlWriter) table(b *Block) {
	h.tables++
	name := b.Text
	if name == "" {
		name = h.words.table + " " + strconv.Itoa(h.tables)
	}
	h.raw(`<div class="table-region" role="region" tabindex="0" aria-label="`).text(h.of + name).raw("\">\n<table class=\"table\">\n")
	h.element("caption", b.Text)
	if b.Head != nil {
		h.raw("<thead>\n")
		h.row(b, b.Head, func(i int) string { return "col" })
		h.raw("</thead>\n")
	}
	h.raw("<tbody>\n")
	for _, row := range b.Rows {
		h.row(b, row, func(i int) string {
			if i == 0 && b.rowHeading() {
				return "row"
			}
			return ""
		})
	}
	h.raw("</tbody>\n</table>\n</div>\n")
}

// row writes a row; scope says of which cells are headings, and an empty cell is none.
func (h *htmlWriter) row(b *Block, cells []string, scope func(i int) string) {
	h.raw(`<tr class="table__row">`)
	for i, cell := range cells {
		name, attributes := "td", ""
		if s := scope(i); s != "" && cell != "" {
			name, attributes = "th", ` scope="`+s+`"`
		}
		class := "table__column"
		if b.Numeric[i] {
			class += " table__column--numeric"
		}
		h.raw("<" + name + attributes + ` class="` + class + `">`).text(cell).raw("</" + name + ">")
	}
	h.raw("</tr>\n")
}
