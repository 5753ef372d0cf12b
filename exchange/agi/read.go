package agi

import (
	"fmt"
	"io"
	"math/bits"

	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/money"
)

// maxText is how long the text of a field may be, in bytes.
const maxText = 256

// Read reads a file to its end and hands its records to the sink. The file is named in
// errors. The error is a *FileError for a file that cannot be trusted, one of reading, or
// the sink's own. Unless it is nil nothing that the sink was given may be used. A
// record that cannot be used is no error: it is set aside, and the receipt says so.
func Read(file string, in io.Reader, to Sink) (*Receipt, error) {
	return read(newScanner(file, in, windowSize), to)
}

func read(s *scanner, to Sink) (*Receipt, error) {
	r := &reader{scan: s, to: to, totals: newTotals(),
		receipt: &Receipt{File: s.file, SetAside: map[Reason]int{}}, left: map[string]int{}}
	r.places = append(r.places, inDocument)
	if err := s.begin(); err != nil {
		return nil, err
	}
	for {
		tok, err := s.next()
		if err == nil {
			switch tok {
			case tokenLeaf:
				err = r.leaf()
			case tokenStart:
				err = r.start()
			case tokenText:
				r.characters(s.text)
			case tokenEnd:
				err = r.end()
			case tokenOver:
				return r.finish()
			}
		}
		if err != nil {
			return nil, err
		}
	}
}

// reader makes records of elements.
type reader struct {
	scan    *scanner
	to      Sink
	receipt *Receipt
	left    map[string]int // name and namespace to its index in LeftAside
	totals  totals

	places []place // where each element that has begun leads; the first is inDocument
	field  element // the one whose text is being gathered
	code   int16   // of it
	line   int     // where it begins; 0 for the token in hand
	text   []byte  // of it, as far as it has come
	broken bool    // it has elements in it, or is too long

	matter struct {
		owner  identity.Number
		period calendar.Date
	}
	record record
}

// record is what has been read of the record in hand, of whichever kind.
type record struct {
	kind     Kind
	line     int
	ended    bool   // its end tag has been read
	seen     uint64 // a bit for each field that stood there
	bad      bool
	first    Reason // the first fault
	employer identity.Number
	party    identity.Number
	period   calendar.Date
	day      calendar.Date
	spec     int
	typ      Type
	amount   int32
	removed  bool
	cash     money.Amount
	benefits money.Amount
	taxKind  TaxKind
	tax      money.Amount
	taxBad   bool // a tax field that cannot be read
	sumFees  money.Amount
	sumTax   money.Amount
	sickPay  money.Amount
}

// has says whether a field stood in the record.
func (rec *record) has(e element) bool { return rec.seen&(1<<e) != 0 }

// among gives the last of some neighbouring fields that stood in the record, and how many
// of them did.
func (rec *record) among(from, to element) (last element, n int) {
	in := rec.seen >> from & (1<<(to-from+1) - 1)
	return from + element(bits.Len64(in)) - 1, bits.OnesCount64(in)
}

func (r *reader) place() place { return r.places[len(r.places)-1] }

// start is called where an element begins that has more in it than text.
func (r *reader) start() error {
	p, err := r.enter()
	if err != nil {
		return err
	}
	if p == inField {
		r.field, r.code, r.line = r.scan.elem, r.scan.code, r.scan.lineAt(r.scan.at)
		r.text, r.broken = r.text[:0], false
		r.scan.spaceToo = true
	}
	r.places = append(r.places, p)
	return nil
}

// leaf is called for an element with nothing but text.
func (r *reader) leaf() error {
	outer := r.place()
	p, err := r.enter()
	switch {
	case err != nil:
		return err
	case p == inField:
		r.line = 0
		r.value(r.scan.elem, r.scan.code, trimmed(r.scan.text), false)
	case p != outer:
		r.places = append(r.places, p)
		r.characters(r.scan.text)
		r.places = r.places[:len(r.places)-1]
		return r.leave(p, outer)
	default:
		r.characters(r.scan.text)
	}
	return nil
}

// enter finds out where the element that begins leads, and begins a record with it when
// it is one.
func (r *reader) enter() (place, error) {
	outer, e := r.place(), r.scan.elem
	p := grammar[outer][e]
	switch {
	case outer == inDocument && p != inRoot:
		return p, r.wrongRoot()
	case p == inRoot:
		return p, r.root()
	case p == inAside:
		if outer == inField {
			r.broken = true
		} else if outer != inAside {
			r.leaveAside(string(r.scan.local), string(r.scan.space))
		}
	case p == outer:
	case p == inAbsence:
		r.begin(OfAbsence)
	case p == inIncome:
		r.begin(OfIncome)
	case p == inDeclaration:
		r.begin(OfDeclaration)
	case p == inSender:
		r.begin(OfSender)
	case p == inForm:
		r.matter.owner, r.matter.period = identity.None, calendar.None
	case p == inMatter:
		r.begin(OfFile)
	}
	return p, nil
}

func (r *reader) begin(kind Kind) {
	r.record = record{kind: kind, line: r.scan.lineAt(r.scan.at), period: calendar.None, day: calendar.None}
}

// end is called at an end tag; a leaf has none.
func (r *reader) end() error {
	p := r.place()
	r.places = r.places[:len(r.places)-1]
	return r.leave(p, r.place())
}

// leave is called where an element ends that led from one place to another.
func (r *reader) leave(p, outer place) error {
	switch {
	case p == inField && outer != inField:
		r.scan.spaceToo = false
		r.value(r.field, r.code, trimmed(r.text), r.broken)
	case p == outer:
	case p == inAbsence:
		return r.absence()
	case p == inIncome:
		return r.income()
	case p == inDeclaration:
		return r.declaration()
	}
	return nil
}

// characters takes a part of a text.
func (r *reader) characters(text []byte) {
	switch r.place() {
	case inField:
		if len(r.text)+len(text) > maxText {
			text, r.broken = text[:maxText-len(r.text)], true
		}
		r.text = append(r.text, text...)
	case inAside, inPassed:
	default:
		if spaces(text) < len(text) {
			r.leaveAside("#text", "")
		}
	}
}

// leaveAside counts something that is not read.
func (r *reader) leaveAside(name, space string) {
	if p := r.places; len(p) > 1 {
		name = parents[p[len(p)-1]] + "/" + name
	}
	name, space = masked([]byte(name), false), maskedTo([]byte(space), 120)
	i, known := r.left[name+" "+space]
	switch {
	case known:
		r.receipt.LeftAside[i].Count++
	case len(r.left) == maxLeft:
		r.receipt.LeftOthers++
	default:
		r.left[name+" "+space] = len(r.receipt.LeftAside)
		r.receipt.LeftAside = append(r.receipt.LeftAside, Left{Name: name, Space: space, Count: 1, Line: r.scan.lineAt(r.scan.at)})
	}
}

// parents name the elements that lead to the places.
var parents = [placeCount]string{inRoot: "Skatteverket", inSender: "Avsandare", inForm: "Blankett", inMatter: "Arendeinformation",
	inContent: "Blankettinnehall", inDeclaration: "HU", inIncome: "IU", inAbsence: "Franvarouppgift", inPassed: "…"}

// wrongRoot refuses a file of another sort.
func (r *reader) wrongRoot() error {
	space := string(r.scan.space)
	if r.scan.elem != elemForeign {
		space = "the format's"
	}
	return r.scan.fail(r.scan.at, "the root is %s in the namespace %q; expected Skatteverket in %s: this is no employers' declaration of version 1.1",
		masked(r.scan.local, false), maskedTo([]byte(space), 120), instance)
}

// root checks the one attribute of the root that says what the file is.
func (r *reader) root() error {
	for _, a := range r.scan.attrs {
		if string(a.name) == "omrade" && string(trimmed(a.value)) != area {
			return r.scan.fail(r.scan.at, "the file is of the area (omrade) %s; expected %s", masked(a.value, false), area)
		}
	}
	return nil
}

const area = "Arbetsgivardeklaration"

var recordNames = [...]string{OfAbsence: "Franvarouppgift", OfIncome: "IU", OfDeclaration: "HU"}

// fault notes that a field cannot be used, and with it the record.
func (r *reader) fault(e element, reason Reason, line int, found, expected string) {
	rec := &r.record
	if !rec.bad {
		rec.bad, rec.first = true, reason
	}
	if e >= elemPreliminary && e <= elemEmbassy {
		rec.taxBad = true
	}
	if r.receipt.FaultCount++; len(r.receipt.Faults) == MaxFaults {
		return
	}
	path := r.scan.path()
	if rec.ended {
		path += "/" + recordNames[rec.kind]
	}
	r.receipt.Faults = append(r.receipt.Faults, Fault{Line: line, Element: path + "/" + elements[e].name, Kind: rec.kind, Reason: reason, Found: found, Expected: expected})
}

// finish completes the receipt, when the sums of the file agree.
func (r *reader) finish() (*Receipt, error) {
	s, receipt := r.scan, r.receipt
	if err := r.judge(); err != nil {
		return nil, err
	}
	met := receipt.Absences.all() + receipt.Incomes.all() + receipt.Declarations.all()
	if met == 0 {
		return nil, s.fail(s.end, "the file holds no Franvarouppgift, IU or HU that stands where it is to stand%s", r.instead())
	}
	receipt.Bytes = s.size
	if s.sum != nil {
		s.sum.Sum(receipt.SHA256[:0])
	}
	return receipt, nil
}

func (c Count) all() int { return c.Given + c.SetAside }

// instead says what a file without records holds.
func (r *reader) instead() string {
	if len(r.receipt.LeftAside) == 0 {
		return ""
	}
	l := r.receipt.LeftAside[0]
	return fmt.Sprintf("; line %d has %s", l.Line, l.Name)
}
