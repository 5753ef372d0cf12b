package directive

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"balans/exchange/lettertext"
	"balans/law/calendar"
)

// ErrNoLetter: the text has no title of an appropriation letter.
var ErrNoLetter = errors.New("this is no appropriation letter: no line says “Regleringsbrev för budgetåret …”")

// Read reads a letter. It fails only when the text is no letter at all; what cannot be
// read in a letter is listed in it.
func Read(d *lettertext.Document) (*Letter, error) {
	r := &reader{doc: d, l: &Letter{Decided: calendar.None}, roles: make([]TextLine, len(d.Lines)), unit: thousands}
	for i := range d.Lines {
		line := &d.Lines[i]
		text := line.Text
		if line.Cells != nil {
			text = strings.Join(line.Cells, "\t")
		}
		r.roles[i] = TextLine{No: line.No, Text: text}
	}
	if !r.findTitle() {
		return nil, ErrNoLetter
	}
	r.occasions()
	for _, s := range r.segments() {
		r.part = s.part
		r.segment(s)
	}
	r.finish()
	return r.l, nil
}

type reader struct {
	doc   *lettertext.Document
	l     *Letter
	roles []TextLine
	// titleEnd is the index of the last line of the title.
	titleEnd int
	part     string // where we are, for the roles of lines
	unit     unit
	// headingUnit is what the heading of the segment says that amounts are counted in, 0
	// when it does not.
	headingUnit unit
	pages       map[int]bool // see pageStarts
	row3        earlierCells // the row of earlier assignments that is being put together
	found       map[kind]bool
}

// kind is what a segment of the letter holds.
type kind int

const (
	headKind kind = iota
	groupKind
	unknownKind
	goalKind
	assignmentKind
	appropriationKind
	frameKind
	closedKind
	authorisationKind
	loanKind
	planKind
	feeKind
	foreignFeeKind
	targetKind
	otherKind
	signatureKind
	copyKind
)

// titles are the headings by which the segments are known, whatever their numbers.
var titles = []struct {
	kind  kind
	title string
	part  string
}{
	{goalKind, "VERKSAMHET", "goals"},
	{goalKind, "Mål och återrapporteringskrav", "goals"},
	{goalKind, "Mål och återrapportering", "goals"},
	{goalKind, "Verksamhetsstyrning", "goals"},
	{goalKind, "Organisationsstyrning", "goals"},
	{assignmentKind, "Uppdrag", "assignments"},
	{groupKind, "FINANSIERING", "finance"},
	{groupKind, "Anslag", "finance"},
	{appropriationKind, "Tilldelade anslag/anslagsposter", "appropriations"},
	{appropriationKind, "Anslag/anslagsposter", "appropriations"},
	{appropriationKind, "Tilldelade anslag", "appropriations"},
	{groupKind, "Finansiella villkor", "frames"},
	{frameKind, "Finansiella villkor för anslag/anslagsposter", "frames"},
	{frameKind, "Finansiella villkor för anslag", "frames"},
	{closedKind, "Avslutade anslagsposter", "closed"},
	{closedKind, "Avslutade anslag/anslagsposter", "closed"},
	{authorisationKind, "Beställningsbemyndiganden", "authorisations"},
	{authorisationKind, "Bemyndiganden", "authorisations"},
	{groupKind, "Övriga villkor", "other conditions"},
	{loanKind, "Låneramar och krediter", "loans"},
	{loanKind, "Låneram och krediter", "loans"},
	{planKind, "Utbetalningsplan", "plan"},
	{groupKind, "Avgifter och bidrag", "fees"},
	{feeKind, "Beräknad budget för avgiftsbelagd verksamhet där intäkterna disponeras", "fees"},
	{foreignFeeKind, "Beräknad budget för avgiftsbelagd verksamhet där intäkterna inte disponeras", "fees not disposed of"},
	{targetKind, "Ekonomiskt mål för avgiftsbelagd verksamhet", "fee targets"},
	{targetKind, "Ekonomiska mål för avgiftsbelagd verksamhet", "fee targets"},
	{otherKind, "ÖVRIGA BESTÄMMELSER", "other provisions"},
	{signatureKind, "På regeringens vägnar", "signatures"},
	{copyKind, "Kopia till", "copies"},
	{copyKind, "Kopior till", "copies"},
}

var numbered = regexp.MustCompile(`^(\d{1,2}(?:\.\d{1,2}){0,3})\.?\s+(\p{Lu}.*)$`)

// segment is a part of the letter between two headings.
type segment struct {
	kind     kind
	part     string
	heading  int // index of its line, -1 for what stands before the first
	from, to int // indexes of its other lines
}

// segments finds the numbered and capital headings and cuts the letter at them.
func (r *reader) segments() []segment {
	r.found = map[kind]bool{}
	all := []segment{{kind: headKind, part: "", heading: -1}}
	for i := range r.doc.Lines {
		k, part, number, title, ok := r.headingOf(i)
		if !ok {
			continue
		}
		all[len(all)-1].to = i
		if n := r.above(i); n >= 0 && number == strings.TrimSpace(r.doc.Lines[n].Text) {
			all[len(all)-1].to = n
			r.mark(n, Heading)
		}
		all = append(all, segment{kind: k, part: part, heading: i, from: i + 1})
		r.found[k] = true
		r.l.Sections = append(r.l.Sections, Section{Line: i + 1, Number: number, Title: title})
	}
	all[len(all)-1].to = len(r.doc.Lines)
	return all
}

// above is the index of a section number on a line of its own just above a line, -1 when
// there is none.
func (r *reader) above(i int) int {
	for n := i - 1; n >= 0 && n >= i-3; n-- {
		if text := strings.TrimSpace(r.doc.Lines[n].Text); sectionNumber.MatchString(text) {
			return n
		} else if text != "" {
			break
		}
	}
	return -1
}

var sectionNumber = regexp.MustCompile(`^\d{1,2}(?:\.\d{1,2}){0,3}$`)

// isCapital reports whether a heading is set in capitals, but for a letter or two that
// were mistaken for small ones.
func isCapital(text string) bool {
	upper, lower := 0, 0
	for _, c := range text {
		if unicode.IsUpper(c) {
			upper++
		} else if unicode.IsLower(c) {
			lower++
		}
	}
	return upper > 4 && lower*5 <= upper
}

// headingOf tells whether a line opens a segment.
func (r *reader) headingOf(i int) (k kind, part, number, title string, ok bool) {
	line := &r.doc.Lines[i]
	text, deep := line.Text, 2
	if cells := cellsOf(line); cells != nil {
		if text, deep, ok = rowOfHeading(cells); !ok {
			return
		}
		ok = false
	}
	if text == "" || line.Item || strings.ContainsAny(text, "\t|") || len(text) > 200 || i >= r.l.Line-1 && i <= r.titleEnd {
		return
	}
	title = text
	if r.above(i) >= 0 {
		number = strings.TrimSpace(r.doc.Lines[r.above(i)].Text)
	}
	if m := numbered.FindStringSubmatch(text); m != nil && !strings.HasSuffix(text, ".") {
		number, title = m[1], m[2]
	}
	bare := title
	if before, _, found := strings.Cut(title, " (belopp"); found {
		bare = before
	}
	capital := number == "" && isCapital(text)
	// The nearest of the titles is meant; "Anslag" is not "Uppdrag".
	best := -1
	for n, t := range titles {
		own := t.kind == signatureKind || t.kind == copyKind || t.kind == frameKind // these may have neither number nor capitals
		if number == "" && !capital && !own && line.Level == 0 || number == "" && isCapital(t.title) != capital && line.Level == 0 {
			continue
		}
		d := distance([]rune(plain(bare)), []rune(plain(t.title)), slack(len(plain(t.title))))
		if d >= 0 && (best < 0 || d < best) {
			best, k, part = d, titles[n].kind, titles[n].part
		}
	}
	if best >= 0 {
		return k, part, number, title, true
	}
	// "1. Något" opens an item of a list or a heading inside a part; so does a row "1", "Något".
	if number != "" && title != text && strings.Count(title, " ") < 14 && !strings.HasSuffix(title, ":") && deep > 1 && (strings.Contains(number, ".") || !strings.HasPrefix(text, number+".")) {
		return unknownKind, "section " + number, number, title, true
	}
	return 0, "", "", "", false
}

func (r *reader) segment(s segment) {
	if s.heading >= 0 {
		r.mark(s.heading, Heading)
		r.headingUnit, _ = unitOf(r.doc.Lines[s.heading].Text)
	}
	paras := r.paras(s.from, s.to)
	switch s.kind {
	case headKind:
		r.head(paras)
	case goalKind:
		r.goals(paras)
	case assignmentKind:
		r.assignments(paras)
	case appropriationKind:
		r.appropriations(paras)
	case frameKind:
		r.frames(paras)
	case closedKind:
		r.closed(paras)
	case authorisationKind:
		r.authorisations(paras)
	case loanKind:
		r.loans(paras)
	case planKind:
		r.plan(paras, s.heading+1)
	case feeKind:
		r.fees(paras, s.heading+1)
	case targetKind:
		r.targets(paras)
	case otherKind:
		r.provisions(paras)
	case signatureKind:
		r.names(paras, &r.l.Signatures)
	case copyKind:
		r.names(paras, &r.l.Copies)
	default:
		r.unknown(paras)
	}
}

// unknown keeps the prose of a part the reader has no words for, and lists its tables: an
// amount in them would otherwise be lost.
func (r *reader) unknown(paras []para) {
	for _, p := range paras {
		if p.cells != nil && !p.isRuler() {
			r.unread(p, "a table in a part that the reader does not know")
			continue
		}
		if hasAmount(p.text) {
			r.unread(p, "an amount or an item in a part that the reader does not know")
			continue
		}
		r.markAll(p, Prose)
	}
}

// mark gives the line with an index its role; the strongest of several stays: a line that
// could not be read is never hidden by another reading of it.
func (r *reader) mark(i int, role Role) {
	t := &r.roles[i]
	if t.Role == NotRead {
		return
	}
	t.Role, t.Part = role, r.part
}

func (r *reader) markAll(p para, role Role) {
	for _, i := range p.lines {
		r.mark(i, role)
	}
}

// unread lists the lines of a paragraph.
func (r *reader) unread(p para, reason string) {
	for _, i := range p.lines {
		r.unreadLine(i, reason)
	}
}

func (r *reader) unreadLine(i int, reason string) {
	if r.roles[i].Role == NotRead {
		return
	}
	r.mark(i, NotRead)
	r.l.Unread = append(r.l.Unread, Unread{Line: i + 1, Text: r.roles[i].Text, Reason: reason})
}

// sum reads the amount of a cell, and lists the line when it cannot be read.
func (r *reader) sum(cell string, line int, u unit, what string) Sum {
	if m := inThousands.FindStringSubmatch(strings.TrimSpace(cell)); m != nil && u == thousands {
		cell = m[1] // the row says the unit that the table has
	}
	s, ok := readSum(cell, line, u)
	if !ok {
		r.unreadLine(line-1, fmt.Sprintf("%s: “%s” is not plainly one amount", what, strings.TrimSpace(cell)))
	}
	return s
}

// finish gives every line a role and names the parts that are missing.
func (r *reader) finish() {
	for i := range r.roles {
		t := &r.roles[i]
		switch {
		case strings.TrimSpace(t.Text) == "":
			t.Role, t.Part = Empty, ""
		case t.Role == "":
			r.part = "after the title"
			r.unreadLine(i, "it stands where nothing of the kind is expected")
		}
	}
	r.l.Text = r.roles
	l := r.l
	if len(l.Goals)+len(l.Requirements)+len(l.Assignments)+len(l.Earlier)+len(l.Appropriations)+len(l.Frames)+len(l.Closed)+len(l.Loans)+len(l.Plan.Payments)+len(l.Fees.Rows) == 0 {
		l.Missing = append(l.Missing, "anything that the reader knows")
	}
	slices.SortStableFunc(r.l.Unread, func(a, b Unread) int { return a.Line - b.Line })
	for _, want := range []struct {
		kind kind
		name string
	}{{goalKind, "goals and reporting requirements"}, {assignmentKind, "assignments"}, {appropriationKind, "appropriations"},
		{frameKind, "financial conditions"}, {loanKind, "loans and credits"}, {planKind, "payment plan"}} {
		if !r.found[want.kind] {
			r.l.Missing = append(r.l.Missing, want.name)
		}
	}
}
