package letterdoc

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"

	"balans/law/calendar"
	"balans/testenv/require"
)

// split divides a text into its words; a no-break space is no end of a word.
func split(s string) []string {
	s = strings.NewReplacer("\u202f", "\u00a0", "\u00ad", "").Replace(s)
	return strings.FieldsFunc(norm.NFC.String(s), func(r rune) bool { return unicode.IsSpace(r) && r != '\u00a0' })
}

// wordsOfDocument are the words of a document in the order they are to be read.
func wordsOfDocument(d *Document) (all []string) {
	add := func(texts ...string) {
		for _, s := range texts {
			all = append(all, split(s)...)
		}
	}
	add(d.Sender...)
	if d.Date != 0 && d.Date != calendar.None {
		add("Datum", d.Date.String())
	}
	if len(split(d.Reference)) > 0 {
		add("Referens", d.Reference)
	}
	add(d.To...)
	add(d.Title)
	for _, b := range d.Blocks {
		add(b.Text)
		add(b.Items...)
		add(b.Head...)
		for _, row := range b.Rows {
			add(row...)
		}
	}
	add(d.Footer...)
	return all
}

// leaves are the elements without children, in reading order.
func (n *node) leaves() (all []*node) {
	if len(n.kids) == 0 {
		return []*node{n}
	}
	for _, k := range n.kids {
		all = append(all, k.leaves()...)
	}
	return all
}

// wordsOfTree are the words of the structure tree without the marks of lists.
func wordsOfTree(root *node) (all []string) {
	for _, leaf := range root.leaves() {
		if leaf.tag != "Lbl" {
			all = append(all, split(leaf.text)...)
		}
	}
	return all
}

// outline writes the structure tree in short.
func (n *node) outline() string {
	var kids []string
	for _, k := range n.kids {
		kids = append(kids, k.outline())
	}
	s := n.tag
	for _, key := range []string{"Scope", "ListNumbering"} {
		if v, ok := n.attributes[key]; ok {
			s += ":" + string(v.(name))
		}
	}
	if kids != nil {
		s += "(" + strings.Join(kids, " ") + ")"
	}
	return s
}

func TestPDF_isTagged(t *testing.T) {
	d := sample()
	d.Blocks[5].Rows = d.Blocks[5].Rows[:2]
	root, _ := readPDF(pdf(t, d)).content(t)
	fact := "TR(TH:Row TD)"
	item := "LI(Lbl LBody)"
	three := strings.Join([]string{item, item, item}, " ")
	line := "TR(TH:Row TD TD TD TD)"
	col := "TH:Column"
	want := "Document(P P P P H1 P H2 Table(" + strings.Join([]string{fact, fact, fact, fact}, " ") + ") P H2 Table(Caption TR(" +
		strings.Join([]string{col, col, col, col, col}, " ") + ") " + line + " " + line + ") H2 H3 P L:Disc(" + three + ") H3 P H2 P L:Decimal(" + three + ") P)"
	if got := root.outline(); got != want {
		t.Errorf("the tags are\n%s\nwanted\n%s", got, want)
	}
	var labels []string
	for _, leaf := range root.leaves() {
		if leaf.tag == "Lbl" {
			labels = append(labels, leaf.text)
		}
	}
	if !slices.Equal(labels, []string{"•", "•", "•", "1.", "2.", "3."}) {
		t.Errorf("the marks of the lists: %q", labels)
	}
}

func TestPDF_saysWhatItIs(t *testing.T) {
	f := readPDF(pdf(t, sample()))
	catalog, info := f.dict(f.trailer["Root"]), f.dict(f.trailer["Info"])
	if got := textString(info["Title"]); got != sample().Title {
		t.Errorf("the title is %q", got)
	}
	if textString(catalog["Lang"]) != "sv-SE" || f.dict(catalog["MarkInfo"])["Marked"] != keyword("true") ||
		f.dict(catalog["ViewerPreferences"])["DisplayDocTitle"] != keyword("true") {
		t.Errorf("the catalog is %v", catalog)
	}
	xmp := string(f.get(catalog["Metadata"]).(stream).data)
	for _, want := range []string{"<pdfuaid:part>1</pdfuaid:part>", ">" + sample().Title + "</rdf:li>"} {
		if !strings.Contains(xmp, want) {
			t.Errorf("the XMP does not have %s:\n%s", want, xmp)
		}
	}
	for i, k := range f.list(f.dict(catalog["Pages"])["Kids"]) {
		if page := f.dict(k); page["Tabs"] != name("S") || page["StructParents"] != float64(i) {
			t.Errorf("page %d: %v", i+1, page)
		}
	}
}

func TestPDF_artifactsAreNumbersAndRepeatedHeads(t *testing.T) {
	_, pieces := readPDF(pdf(t, sample())).content(t)
	got := map[int][]string{}
	for _, p := range pieces {
		if p.mark < 0 {
			got[p.page] = append(got[p.page], p.text)
		}
	}
	if len(got) != 3 || !slices.Equal(got[0], []string{"Sida 1 (3)"}) || !slices.Equal(got[2], []string{"Sida 3 (3)", "Exempelmyndigheten", "2026-000123-7"}) {
		t.Errorf("the artifacts are %v", got)
	}
	if head := strings.Join(got[1], " "); !strings.HasPrefix(head, "Månad Utbetalt Rätt") || !strings.HasSuffix(head, "Sida 2 (3) Exempelmyndigheten 2026-000123-7") {
		t.Errorf("on the second page: %q", head)
	}
}

// hidden finds text that is outside of the margins, on other text, or so near it that the two read as one.
func hidden(t reporter, pieces []piece) {
	const slack = 0.02 // points: widths are rounded
	for i, p := range pieces {
		if p.x < 25*mm/1000.0-slack || p.x+p.wide > (25+160)*mm/1000.0+slack || p.y < 20 || p.y > 842-40 {
			t.Errorf("page %d: %q is outside of the margins: %.1f to %.1f, at %.1f", p.page+1, p.text, p.x, p.x+p.wide, p.y)
		}
		for _, q := range pieces[i+1:] {
			if p.page == q.page && p.x+p.wide > q.x+slack && q.x+q.wide > p.x+slack && p.y+0.72*p.size > q.y && q.y+0.72*q.size > p.y {
				t.Errorf("page %d: %q stands on %q", p.page+1, p.text, q.text)
			}
			if p.page == q.page && p.y == q.y && max(p.x, q.x) < min(p.x+p.wide, q.x+q.wide)+4 {
				t.Errorf("page %d: %q stands close to %q", p.page+1, p.text, q.text)
			}
		}
	}
}

func TestPDF_headingStaysWithWhatFollows(t *testing.T) {
	for fill := range 45 {
		d := &Document{Title: "Brev", Blocks: make([]Block, fill)}
		for i := range d.Blocks {
			d.Blocks[i].Text = "Rad"
		}
		d.Blocks = append(d.Blocks, Block{Kind: Heading2, Text: "Rubrik"}, Block{Kind: Heading3, Text: "Under"},
			Block{Kind: Table, Text: "Tabell", Head: []string{"A", "B"}, Rows: [][]string{{"först", "x"}, {"sedan " + strings.Repeat("ord ", 80), "y"}}})
		_, pieces := readPDF(pdf(t, d)).content(t)
		page := map[string]int{}
		for _, p := range pieces {
			if p.mark >= 0 && !strings.HasPrefix(p.text, "Rad") {
				page[strings.Fields(p.text)[0]] = p.page // of its last line
			}
		}
		if page["Rubrik"] != page["Under"] || page["Under"] != page["Tabell"] || page["Tabell"] != page["A"] || page["A"] != page["först"] {
			t.Errorf("after %d paragraphs the heading is left alone: %v", fill, page)
		}
		if page["sedan"] != page["ord"] {
			t.Errorf("after %d paragraphs a row is divided: %v", fill, page)
		}
		hidden(t, pieces)
	}
}

// onPage is the pages that the pieces with a text stand on, and how many lines on each.
func onPage(pieces []piece, text string) map[int]int {
	n := map[int]int{}
	for _, p := range pieces {
		if strings.Contains(p.text, text) && p.mark >= 0 {
			n[p.page]++
		}
	}
	return n
}

func TestPDF_noPageHasOneLineOfAParagraph(t *testing.T) {
	divided := 0
	for i := range 180 {
		fill := 18 + i/2%10
		d := &Document{Title: "Brev", Blocks: make([]Block, fill)}
		for i := range d.Blocks {
			d.Blocks[i].Text = "Rad"
		}
		if i%2 == 1 {
			d.Blocks[0].Kind = Heading2 // is higher
		}
		d.Blocks = append(d.Blocks, Block{Text: strings.Repeat("stycke ", 12*(2+i/20))})
		_, pieces := readPDF(pdf(t, d)).content(t)
		pages := onPage(pieces, "stycke")
		for page, n := range pages {
			if n < 2 {
				t.Errorf("after %d paragraphs page %d has %d line of the last", fill, page+1, n)
			}
		}
		if len(pages) > 1 {
			divided++
		}
	}
	if divided == 0 {
		t.Error("no paragraph was divided")
	}
}

func TestPDF_partsHaveTheirPlaces(t *testing.T) {
	d := sample()
	d.Sender = append(d.Sender, "rad 4", "rad 5")
	d.To = append(d.To, "rad 5", "rad 6", "rad 7", "rad 8")
	d.Footer = slices.Repeat(d.Footer, 4)
	d.Sender[0] = strings.Repeat("Myndigheten ", 3)
	d.Reference += strings.Repeat(" 2026-000124-8", 4)
	_, pieces := readPDF(pdf(t, d)).content(t)
	hidden(t, pieces)
	_, pieces = readPDF(pdf(t, sample())).content(t)
	for _, c := range []struct {
		text           string
		x, top, bottom float64 // millimetres from the left and from the top
	}{
		{"Exempelmyndigheten ", 25, 15, 23}, {"Datum ", 115, 15, 30}, {"2026-000123-7", 115, 25, 40},
		{"Kim Åkesson Öberg ", 115, 47, 54}, {"123 45 Exempelstad", 115, 60, 90}, {"Du ska betala", 25, 90, 105},
		{"exempelmyndigheten.example", 25, 270, 290},
	} {
		i := slices.IndexFunc(pieces, func(p piece) bool { return strings.HasPrefix(p.text, c.text) })
		if i < 0 {
			t.Errorf("no line begins with %q", c.text)
			continue
		}
		const inMillimetres = 25.4 / 72
		p := pieces[i]
		if x, y := p.x*inMillimetres, 297-p.y*inMillimetres; p.page != 0 || x < c.x-0.1 || x > c.x+0.1 || y < c.top || y > c.bottom {
			t.Errorf("%q stands on page %d at %.1f, %.1f mm", c.text, p.page+1, x, y)
		}
	}
}

func TestPDF_windowIsFreeForThePrinter(t *testing.T) {
	d := sample()
	d.To = nil
	_, pieces := readPDF(pdf(t, d)).content(t)
	for _, p := range pieces {
		if top := 297 - (p.y+p.size)*25.4/72; p.page == 0 && top > 47 && top < 90 {
			t.Errorf("%q stands in the place of the window, %.1f mm from the top", p.text, top)
		}
	}
}

// someWords draws texts of words, with long words, no-break spaces, accents and what markup is made of.
func someWords(most int) *rapid.Generator[string] {
	word := rapid.OneOf(
		rapid.SampledFrom([]string{"och", "återkrav", "Å", "12\u00a0345", "kronor", "<b>", "&amp;", "(", ")", "\\", "–", "−5", "§", "€", "Ž", "ł", "a\u030angst", "bo\u00adstads", "1\u202f000", "Ω", "\r", "И", "\t"}),
		rapid.StringMatching(`[a-zåäö]{1,12}`),
		rapid.StringMatching(`[A-ZÅÄÖa-z0-9/.]{60,140}`))
	return rapid.Map(rapid.SliceOfN(word, 0, most), func(w []string) string { return strings.Join(w, " ") })
}

// lines draws short lines for the head and the foot.
func lines(most int) *rapid.Generator[[]string] {
	return rapid.SliceOfN(rapid.StringMatching(`[A-ZÅÄÖa-zåäö ]{0,20}`), 0, most)
}

// documents draws letters that a page has room for.
var documents = rapid.Custom(func(t *rapid.T) *Document {
	d := &Document{
		Title: "T" + someWords(6).Draw(t, "title"), Reference: rapid.SampledFrom([]string{"", "2026-1"}).Draw(t, "reference"),
		Date:   rapid.SampledFrom([]calendar.Date{0, calendar.None, 20000}).Draw(t, "date"),
		Sender: lines(4).Draw(t, "sender"), To: lines(6).Draw(t, "to"), Footer: lines(4).Draw(t, "footer"),
	}
	for range rapid.IntRange(0, 12).Draw(t, "blocks") {
		b := Block{Kind: Kind(rapid.IntRange(0, int(Facts)).Draw(t, "kind")), Text: someWords(60).Draw(t, "text")}
		switch b.Kind {
		case List, Numbered:
			b.Items = rapid.SliceOfN(someWords(30), 0, 12).Draw(t, "items")
		case Facts:
			b.Rows = rapid.SliceOfN(rapid.SliceOfN(someWords(8), 0, 3), 0, 8).Draw(t, "facts")
		case Table:
			n := rapid.IntRange(0, 7).Draw(t, "columns")
			b.Numeric = rapid.SliceOfN(rapid.Bool(), 0, n).Draw(t, "numeric")
			b.Head = rapid.SliceOfN(someWords(2), 0, n).Draw(t, "head")
			b.Rows = rapid.SliceOfN(rapid.SliceOfN(someWords(rapid.SampledFrom([]int{2, 2, 2, 60}).Draw(t, "long")), 0, n), 0, 40).Draw(t, "rows")
		}
		d.Blocks = append(d.Blocks, b)
	}
	return d
})

func TestPDF_everyWordInOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := documents.Draw(t, "document")
		var out bytes.Buffer
		if err := d.PDF(&out); err != nil {
			t.Fatal(err)
		}
		root, pieces := readPDF(out.Bytes()).content(t)
		if got, want := wordsOfTree(root), wordsOfDocument(d); !slices.Equal(got, want) {
			t.Errorf("the words are\n%q\nwanted\n%q", got, want)
		}
		hidden(t, pieces)
	})
}

func TestPDF_refusesWhatCannotBeSet(t *testing.T) {
	for _, c := range []struct {
		what string
		doc  Document
		want string
		r    rune
	}{
		{"no title", Document{Title: " \u00ad"}, "Title: a letter must have a title", 0},
		{"a character the font lacks", Document{Title: "T", Blocks: []Block{{}, {Kind: Table, Head: []string{"A"}, Rows: [][]string{{"a"}, {"b", "x 漢"}}}}},
			"block 2, row 2, column 2: the font has no character U+6F22", '漢'},
		{"a control character", Document{Title: "T", To: []string{"a\x1b[2J"}}, "To, line 1: the font has no character U+FFFD", unreadable},
		{"bytes that are not UTF-8", Document{Title: "T\xff"}, "Title: the font has no character U+FFFD", unreadable},
		{"a language that is none", Document{Title: "T", Lang: "sv)>>"}, "Lang: it is not a language", 0},
		{"a kind that is none", Document{Title: "T", Blocks: []Block{{Text: "a"}, {Kind: 99, Text: "b"}}}, "block 2: its kind is none", 0},
		{"too many columns", Document{Title: "T", Blocks: []Block{{}, {Kind: Table, Head: slices.Repeat([]string{"k"}, 30)}}}, "block 2: the table has 30 columns", 0},
		{"too long an address", Document{Title: "T", To: slices.Repeat([]string{"rad"}, 9)}, "To: there are 9 lines, and there is room for 8", 0},
	} {
		var out bytes.Buffer
		err := c.doc.PDF(&out)
		var e *Error
		if !errors.As(err, &e) || !strings.Contains(err.Error(), c.want) || e.Rune != c.r {
			t.Errorf("%s: %v, wanted %s", c.what, err, c.want)
		}
		if out.Len() > 0 {
			t.Errorf("%s: %d bytes were written", c.what, out.Len())
		}
		if asked := c.doc.Check(); asked == nil || err == nil || asked.Error() != err.Error() {
			t.Errorf("%s: asked first it is %v, and then %v", c.what, asked, err)
		}
	}
}

// FuzzForms: no document, however strange, is a panic; what can be written can be read.
func FuzzForms(f *testing.F) {
	f.Add("Titel", "sv", "a\x00b\u00ad<script>", "x|y||z\nå", uint8(Table), int32(20000))
	f.Add("", "", "\xff", "", uint8(77), int32(0))
	f.Fuzz(func(t *testing.T, title, lang, text, rows string, kind uint8, date int32) {
		b := Block{Kind: Kind(kind), Text: text, Items: strings.Split(rows, "\n"), Head: strings.Split(text, "|"), Numeric: []bool{kind > 7, true}}
		for row := range strings.SplitSeq(rows, "\n") {
			b.Rows = append(b.Rows, strings.Split(row, "|"))
		}
		d := &Document{Title: title, Lang: lang, Author: text, Date: calendar.Date(date), Sender: b.Items, To: b.Items, Footer: b.Items}
		for k := Paragraph; k <= Facts+1; k++ {
			d.Blocks = append(d.Blocks, b)
			b.Kind = k
		}
		if again := clean(clean(text)); again != clean(text) {
			t.Errorf("cleaned twice %q is %q", clean(text), again)
		}
		d.Text()
		d.HTML()
		for _, part := range []*[]string{nil, &d.To, &d.Sender, &d.Footer} {
			if part != nil {
				*part = nil // so that letters come through whose head has no room
			}
			var out bytes.Buffer
			err := d.PDF(&out)
			if err == nil {
				readPDF(out.Bytes()).content(t)
			}
			if asked := d.Check(); (asked == nil) != (err == nil) {
				t.Errorf("asked first it is %v, and then %v", asked, err)
			}
		}
	})
}

// program runs a program of poppler on a letter.
func program(t *testing.T, d *Document, program string, args ...string) string {
	t.Helper()
	path := require.Program(t, program, "poppler-utils")
	file := filepath.Join(t.TempDir(), "letter.pdf")
	if err := os.WriteFile(file, pdf(t, d), 0o644); err != nil {
		t.Fatal(err)
	}
	for i := range args {
		args[i] = strings.Replace(args[i], "FILE", file, 1)
	}
	cmd := exec.Command(path, args...)
	var out, complaints bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &complaints
	if err := cmd.Run(); err != nil || complaints.Len() > 0 {
		t.Fatalf("%s: %v\n%s", program, err, complaints.String())
	}
	return out.String()
}

func TestPDF_popplerReadsIt(t *testing.T) {
	d := sample()
	info := program(t, d, "pdfinfo", "FILE")
	for _, want := range []string{"Title:           " + d.Title, "Tagged:          yes", "Pages:           3", "(A4)", "PDF version:     1.7"} {
		if !strings.Contains(info, want) {
			t.Errorf("pdfinfo does not say %q:\n%s", want, info)
		}
	}
	text := strings.Join(strings.Fields(program(t, d, "pdftotext", "FILE", "-")), " ")
	for _, want := range []string{"Kim Åkesson Öberg c/o Šibanc Ängsvägen 3 B 123 45 Exempelstad", "– ”det stod ju inte” –", "(8 500 kr/mån)"} {
		if !strings.Contains(text, want) {
			t.Errorf("pdftotext does not give %q:\n%s", want, text)
		}
	}
	fonts := strings.Split(strings.TrimSpace(program(t, d, "pdffonts", "FILE")), "\n")[2:]
	for _, line := range fonts {
		if !strings.Contains(line, "CID TrueType      Identity-H       yes yes yes") {
			t.Errorf("a font that is not embedded as a part with a map to Unicode: %s", line)
		}
	}
	if len(fonts) != 2 {
		t.Errorf("%d fonts", len(fonts))
	}
}
