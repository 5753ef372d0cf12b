package letter

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode"

	"balans/exchange/letterdoc"
	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/money"
	"balans/law/statute"
	"balans/prevent/benefit"
)

// paper is a letter while it is written: to whom, from whom, on which day, and the words so
// far.
type paper struct {
	to        Recipient
	sender    Sender
	on        calendar.Date
	id        string
	title     string
	reference string
	blocks    []letterdoc.Block
}

// document is the letter. The address window is empty: no address is kept here, and the
// printer that looks it up fills it in.
func (p *paper) document() *letterdoc.Document {
	d := &letterdoc.Document{Title: p.title, Lang: "sv", Author: p.sender.Name, Reference: p.reference, Date: p.on, Sender: []string{p.sender.Name}, Blocks: p.blocks, Footer: p.sender.Contact}
	if p.sender.Unit != "" {
		d.Sender = append(d.Sender, p.sender.Unit)
	}
	return d
}

func (p *paper) begin(reference, title string, args ...any) {
	p.reference, p.title = reference, fmt.Sprintf(title, args...)
	if p.blocks == nil {
		p.blocks = make([]letterdoc.Block, 0, usualBlocks)
	}
}

// usualBlocks is nearly as many as the longest letter has.
const usualBlocks = 64

// blockRoom is where letters are written that nobody keeps when their digest is taken: a run
// orders hundreds of thousands.
var blockRoom = sync.Pool{New: func() any { b := make([]letterdoc.Block, 0, usualBlocks); return &b }}

// about says what the letter is about, and to whom "du" refers. The number is masked in every
// letter, so that what a letter says does not depend on who reads it over the shoulder.
func (p *paper) about(s *Subject) {
	rows := [][]string{{"Gäller", p.to.Party.Masked()}, {"Förmån", s.Benefit.NameSv()}}
	if given(s.From) {
		rows = append(rows, []string{"Tid", span(s.From, s.To)})
	}
	if s.Case != "" {
		rows = append(rows, []string{"Ärende", s.Case})
	}
	if s.Claim != "" {
		rows = append(rows, []string{"Krav", s.Claim})
	}
	p.blocks = append(p.blocks, letterdoc.Block{Kind: letterdoc.Facts, Rows: rows})
	switch {
	case p.to.As == Guardian:
		p.say("Du får brevet för att du är förvaltare för den som ärendet gäller. När det står du i brevet menar vi den personen.")
	case p.to.As == Estate:
		p.say("Den som ärendet gäller har avlidit. Brevet går därför till dödsboet, och när det står du i brevet menar vi dödsboet.")
	case p.to.Party.Kind() == identity.Organisation:
		p.say("När det står du i brevet menar vi organisationen.")
	}
}

func (p *paper) heading(text string) {
	p.blocks = append(p.blocks, letterdoc.Block{Kind: letterdoc.Heading2, Text: text})
}

func (p *paper) say(format string, args ...any) {
	p.blocks = append(p.blocks, letterdoc.Block{Kind: letterdoc.Paragraph, Text: fmt.Sprintf(format, args...)})
}

// words adds text that people have written, a paragraph for each line of it.
func (p *paper) words(text string) {
	for line := range strings.SplitSeq(text, "\n") {
		if line = strings.TrimSpace(line); line != "" {
			p.blocks = append(p.blocks, letterdoc.Block{Kind: letterdoc.Paragraph, Text: line})
		}
	}
}

func (p *paper) list(intro string, items ...string) {
	if len(items) > 0 {
		p.blocks = append(p.blocks, letterdoc.Block{Kind: letterdoc.List, Text: intro, Items: items})
	}
}

func (p *paper) facts(rows ...[]string) {
	p.blocks = append(p.blocks, letterdoc.Block{Kind: letterdoc.Facts, Rows: rows})
}

// law lists the provisions, once each.
func (p *paper) law(intro string, refs ...statute.Ref) { p.list(intro, citedOnce(refs...)...) }

// citedOnce is provisions as they are printed, once each.
func citedOnce(refs ...statute.Ref) (items []string) {
	for i, r := range refs {
		if r != "" && !slices.Contains(refs[:i], r) {
			items = append(items, r.Citation())
		}
	}
	return items
}

// lines shows how the amount came about, day by day, with the sums last.
func (p *paper) lines(lines []Line, s *Sums) {
	head := []string{"Tid", "Du fick", "Du hade rätt till", "För mycket"}
	numeric := []bool{false, true, true, true}
	less := s.NotRecovered+s.Waived != 0
	if less {
		head, numeric = append(head, "Krävs inte tillbaka"), append(numeric, true)
	}
	row := func(name string, paid, entitled, let money.Amount) []string {
		r := []string{name, paid.Kronor(), entitled.Kronor(), (paid - entitled).Kronor()}
		if less {
			r = append(r, let.Kronor())
		}
		return r
	}
	var rows [][]string
	for _, l := range lines {
		rows = append(rows, row(span(l.From, l.To), l.Paid, l.Entitled, l.NotRecovered+l.Waived))
	}
	if len(lines) > 1 {
		rows = append(rows, row("Summa", s.Paid, s.Entitled, s.NotRecovered+s.Waived))
	}
	p.blocks = append(p.blocks, letterdoc.Block{Kind: letterdoc.Table, Text: "Belopp i kronor, före skatt", Head: head, Numeric: numeric, Rows: rows})
}

// owed shows the components of what is owed.
func (p *paper) owed(c *Components, interestTo calendar.Date) {
	var rows [][]string
	put := func(name string, a money.Amount) {
		if a != 0 {
			rows = append(rows, []string{name, a.Kronor()})
		}
	}
	put("Kapital", c.Principal)
	put("Kapital som det inte är ränta på", c.Charge)
	interest := "Ränta"
	if given(interestTo) {
		interest = "Ränta till och med " + day(interestTo)
	}
	put(interest, c.Interest)
	put("Avgifter", c.Fee)
	put("Kostnader", c.Cost)
	rows = append(rows, []string{"Summa", c.Total().Kronor()})
	p.blocks = append(p.blocks, letterdoc.Block{Kind: letterdoc.Table, Text: "Skulden, i kronor", Head: []string{"Del", "Kronor"}, Numeric: []bool{false, true}, Rows: rows})
}

// pay says how to pay.
func (p *paper) pay(to *PayTo, amount money.Amount, by calendar.Date) {
	p.facts([]string{"Att betala", kr(amount)}, []string{"Senast", day(by)}, []string{"Till", to.Account}, []string{"OCR eller referens", to.Reference})
}

// yours says that only a part of the claim is asked of this recipient, without naming others.
func (p *paper) yours(yours, total money.Amount) {
	if yours != total {
		p.say("Fler än du svarar för kravet. Av dig begär vi %s.", kr(yours))
	}
}

// kr is an amount as it stands in a sentence.
func kr(a money.Amount) string {
	if a == money.Krona {
		return "1\u00a0krona"
	}
	return a.Kronor() + "\u00a0kronor"
}

var counts = [...]string{"noll", "en", "två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio", "tio"}

// count is a small number as it stands in a sentence.
func count(n int) string {
	if n >= 0 && n < len(counts) {
		return counts[n]
	}
	return strconv.Itoa(n)
}

// named is a benefit as it stands in a sentence: small first letter, unless it is an
// abbreviation.
func named(b benefit.Code) string {
	r := []rune(b.NameSv())
	if len(r) > 1 && unicode.IsLower(r[1]) {
		r[0] = unicode.ToLower(r[0])
	}
	return string(r)
}

var months = [...]string{"", "januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september", "oktober", "november", "december"}

// day is a date as it stands in a sentence: "3 mars 2026".
func day(d calendar.Date) string {
	y, m, n := d.YMD()
	return strconv.Itoa(n) + "\u00a0" + months[m] + "\u00a0" + strconv.Itoa(y)
}

// span is a run of days.
func span(from, to calendar.Date) string {
	y, m, n := from.YMD()
	toYear, toMonth, _ := to.YMD()
	switch {
	case from == to:
		return day(from)
	case y == toYear && m == toMonth:
		return strconv.Itoa(n) + "–" + day(to)
	case y == toYear:
		return strconv.Itoa(n) + "\u00a0" + months[m] + "–" + day(to)
	}
	return day(from) + "–" + day(to)
}

// percent writes a rate: 85000 is "8,5 procent".
func percent(ppm int64) string {
	sign := ""
	if ppm < 0 {
		sign, ppm = "−", -ppm
	}
	text := strings.TrimRight(fmt.Sprintf("%d,%04d", ppm/10_000, ppm%10_000), "0")
	return sign + strings.TrimSuffix(text, ",") + "\u00a0procent"
}

// Digest is the digest of a letter's words: of its parts in the order they are read, not of
// how lines break or a page looks.
func Digest(d *letterdoc.Document) string {
	h := digestRoom.Get().(*digest)
	defer digestRoom.Put(h)
	h.to.Reset()
	h.room = h.room[:0]
	h.put("title", d.Title)
	h.put("lang", d.Lang)
	h.put("author", d.Author)
	h.put("reference", d.Reference)
	h.put("date", d.Date.String())
	h.put("sender", d.Sender...)
	h.put("to", d.To...)
	for i := range d.Blocks {
		b := &d.Blocks[i]
		h.put("block", blockNames[b.Kind])
		h.put("text", b.Text)
		h.put("item", b.Items...)
		h.put("head", b.Head...)
		for _, r := range b.Rows {
			h.put("row", strconv.Itoa(len(r)))
			h.put("cell", r...)
		}
	}
	h.put("footer", d.Footer...)
	h.to.Write(h.room)
	return hex.EncodeToString(h.to.Sum(nil))
}

var digestRoom = sync.Pool{New: func() any { return &digest{to: sha256.New(), room: make([]byte, 0, 4096)} }}

// digest gathers the texts, each with its kind and its length, and hands many on at a time.
type digest struct {
	to   hash.Hash
	room []byte
}

func (h *digest) put(kind string, texts ...string) {
	for _, t := range texts {
		if len(h.room)+len(kind)+len(t)+24 > cap(h.room) {
			h.to.Write(h.room)
			h.room = h.room[:0]
		}
		h.room = append(h.room, kind...)
		h.room = strconv.AppendInt(h.room, int64(len(t)), 10)
		h.room = append(h.room, ':')
		h.room = append(h.room, t...)
		h.room = append(h.room, '\n')
	}
}

// blockNames are part of the digest; they never change.
var blockNames = map[letterdoc.Kind]string{letterdoc.Paragraph: "p", letterdoc.Heading2: "h2", letterdoc.Heading3: "h3", letterdoc.List: "ul",
	letterdoc.Numbered: "ol", letterdoc.Table: "table", letterdoc.Facts: "dl"}

// table is a table whose last column alone is numbers.
func table(caption string, head []string, rows [][]string) letterdoc.Block {
	numeric := make([]bool, len(head))
	numeric[len(head)-1] = true
	return letterdoc.Block{Kind: letterdoc.Table, Text: caption, Head: head, Rows: rows, Numeric: numeric}
}
